import { ageMs } from './age.ts';
import type { Table } from './table.ts';

/**
 * Since when the secret of the lookup keys is in use: one small item, without a place in the index. Who watches needs no
 * right on the secret itself.
 */

const item = (moment: Date) => ({ pk: 'SLEUTEL', sk: 'SLEUTEL', inGebruikOp: moment.toISOString() });

/** Notes that another secret is in use since this moment. */
export const noteNewSecret = async (table: Pick<Table, 'writeIfNewer'>, now: Date): Promise<void> => {
  await table.writeIfNewer(item(now), 'inGebruikOp');
};

/** How long (in milliseconds) the secret is in use. One that was never noted counts from the first time asked. */
export const secretAgeMs = (table: Pick<Table, 'read' | 'insert'>, now: Date): Promise<number> =>
  ageMs(table, item(now), 'inGebruikOp', now);
