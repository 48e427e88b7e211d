import type { Table } from '../../adapters/table/table.ts';
import { once } from '../shared/once.ts';
import type { LoketDependencies } from './dependencies.ts';

/** Who wants a mail, of which the code is loaded when a page is about that. */
export const mailsAtRequest = (table: Table): NonNullable<LoketDependencies['mails']> => {
  const mails = once(async () => {
    const { createMails } = await import('../../adapters/table/mails.ts');
    return createMails(table);
  });
  return {
    choice: async (...query) => (await mails()).choice(...query),
    state: async (...query) => (await mails()).state(...query),
    choose: async (...what) => (await mails()).choose(...what),
    refused: async (...query) => (await mails()).refused(...query),
  };
};
