import type { Logboek } from '../../adapters/table/logboek.ts';
import { once } from './once.ts';

/** The logbook, of which the client is loaded when there is something to write in it, or to read. */
export const logboekAtRequest = (tableName: string): Logboek => {
  const logboek = once(async () => {
    const { createLogboek } = await import('../../adapters/table/logboek.ts');
    return createLogboek(tableName);
  });
  return {
    write: async (...records) => (await logboek()).write(...records),
    page: async (...query) => (await logboek()).page(...query),
  };
};
