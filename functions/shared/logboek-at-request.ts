import type { Logboek } from '../../adapters/table/logboek.ts';
import { atFirstCall } from './at-first-call.ts';

/** The logbook. Its client is loaded when there is something to write in it, or to read. */
export const logboekAtRequest = (tableName: string): Logboek =>
  atFirstCall(['write', 'page'], async () => {
    const { createLogboek } = await import('../../adapters/table/logboek.ts');
    return createLogboek(tableName);
  });
