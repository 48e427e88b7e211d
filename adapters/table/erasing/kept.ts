import type { Gemeentecode, ZaakId } from '../../../contracts/base-types.ts';
import { KEPT, keptList } from '../lists/names.ts';
import { isOfZaak, zaakIdOf } from '../lists/reading.ts';
import type { Table } from '../table.ts';

/**
 * The zaken of a gemeente that were kept long enough by this day (`YYYY-MM-DD`), the longest first, as their entries say. IAM does
 * not bound into which list an item is put: only what lies beside a timeline counts.
 */
export const kept = async (
  table: Pick<Table, 'perStatus'>,
  gemeentecode: Gemeentecode,
  today: string,
  max: number,
): Promise<readonly ZaakId[]> => {
  const { items } = await table.perStatus(keptList(gemeentecode), { until: today, max });
  return items.filter((item) => isOfZaak(item) && item.sk === KEPT).map(zaakIdOf);
};
