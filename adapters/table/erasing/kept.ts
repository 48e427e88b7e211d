import type { Gemeentecode, ZaakId } from '../../../contracts/base-types.ts';
import { keptList } from '../lists/names.ts';
import { zaakIdOf } from '../lists/reading.ts';
import type { Table } from '../table.ts';

/** The zaken of a gemeente that were kept long enough by this day (`YYYY-MM-DD`), the longest first. */
export const kept = async (
  table: Pick<Table, 'perStatus'>,
  gemeentecode: Gemeentecode,
  today: string,
  max: number,
): Promise<readonly ZaakId[]> => {
  const { items } = await table.perStatus(keptList(gemeentecode), { until: today, max });
  return items.map(zaakIdOf);
};
