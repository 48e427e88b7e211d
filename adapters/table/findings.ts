import * as z from 'zod';
import type { Table } from './table.ts';

/** What the watch found, by what it is about, as it stands in the table. `functions/bewaking` writes it. */

export const FINDINGS_PARTITION = 'BEWAKING';

/** How many of each, and since when. */
export const FindingCounts = z.record(z.string(), z.strictObject({ aantal: z.number(), sinds: z.string() }));
export type FindingCounts = z.infer<typeof FindingCounts>;

/** What was found of one kind; nothing of a kind that the watch never looked at. */
export const readFindings = async (table: Pick<Table, 'read'>, sk: string): Promise<FindingCounts> => {
  const item = await table.read({ pk: FINDINGS_PARTITION, sk });
  return item === undefined ? {} : FindingCounts.parse(JSON.parse(String(item['gevolgd'])));
};
