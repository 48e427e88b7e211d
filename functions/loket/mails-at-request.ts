import type { Table } from '../../adapters/table/table.ts';
import { atFirstCall } from '../shared/at-first-call.ts';
import type { LoketDependencies } from './dependencies.ts';

/** Which links to sign in came back, of which the code is loaded when one goes or a page shows that. */
export const linkMailsAtRequest = (table: Table): NonNullable<LoketDependencies['linkMails']> =>
  atFirstCall(['sent', 'returned'], async () => {
    const { createLinkMails } = await import('../../adapters/table/link-mails.ts');
    return createLinkMails(table);
  });

/** Who wants a mail, of which the code is loaded when a page is about that. */
export const mailsAtRequest = (table: Table): NonNullable<LoketDependencies['mails']> =>
  atFirstCall(['choice', 'state', 'choose', 'refused'], async () => {
    const { createMails } = await import('../../adapters/table/mails.ts');
    return createMails(table);
  });
