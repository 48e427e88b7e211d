import type { Gemeentecode, ZaakId } from '../../../contracts/base-types.ts';
import { plus } from '../../../domain/termijnen/calendar.ts';
import { allPages } from '../all-pages.ts';
import type { Item, Table } from '../table.ts';
import { formerList, huishoudenList, LISTS, type LISTS_OF_ZAKEN, termijnList, zakenList } from './names.ts';

/** Reading and counting the zaken of a gemeente in lists; reads no zaak. */

const PARTITION = 'ZAAK#';

/** Whether an item of a list lies beside a timeline. */
export const isOfZaak = ({ pk }: Pick<Item, 'pk'>): boolean => pk.startsWith(PARTITION);

/** The zaak that an entry in a list is of. */
export const zaakIdOf = ({ pk }: Pick<Item, 'pk'>): ZaakId => pk.slice(PARTITION.length) as ZaakId;

const STATUS_OF_LIST: Readonly<Record<(typeof LISTS_OF_ZAKEN)[number], (gemeentecode: string) => string>> = {
  eigen: zakenList,
  vertrokken: formerList,
  huishoudens: huishoudenList,
};

/** One page of a list of zaken of a gemeente. */
export const zakenAt = async (
  table: Pick<Table, 'perStatus'>,
  gemeentecode: Gemeentecode,
  list: (typeof LISTS_OF_ZAKEN)[number],
  page: { readonly na?: string; readonly max: number },
): Promise<{ readonly zaakIds: readonly ZaakId[]; readonly na?: string }> => {
  const status = STATUS_OF_LIST[list](gemeentecode);
  const { items, ...rest } = await table.perStatus(status, page);
  return { zaakIds: items.map(zaakIdOf), ...rest };
};

/** Number of zaken of a gemeente, ended ones among them. */
export const countZaken = (table: Pick<Table, 'count'>, gemeentecode: Gemeentecode): Promise<number> =>
  table.count(zakenList(gemeentecode));

/** Zaken of a gemeente that are named; there may be more of them. */
const NAMED = 100;

/** The zaken of a gemeente of which a partner waits for what no source told of the person. */
export const zakenWithMissing = async (
  table: Pick<Table, 'count' | 'perStatus'>,
  gemeentecode: Gemeentecode,
): Promise<{ readonly aantal: number; readonly zaken: ZaakId[] }> => {
  const [aantal, { items }] = await Promise.all([
    table.count(LISTS.missing(gemeentecode)),
    table.perStatus(LISTS.missing(gemeentecode), { max: NAMED }),
  ]);
  return { aantal, zaken: items.map(zaakIdOf) };
};

/** Terms of one gemeente of which the last day has gone by and the end event has not come. */
export interface TermijnCount {
  /** Zaken with an exceeded statutory term, each with the last day (`YYYY-MM-DD`) of the first such term. */
  readonly exceeded: readonly { readonly zaakId: ZaakId; readonly lastDay: string }[];
  /** Number of zaken with a local term that has passed. */
  readonly expired: number;
}

/** Looks at the zaken by their terms on a day; reads the lists and no zaak. */
export const countTermijnen = async (
  table: Pick<Table, 'count' | 'perStatus'>,
  gemeentecode: Gemeentecode,
  today: string,
): Promise<TermijnCount> => {
  const until = plus(today, '-P1D');
  const [exceeded, expired] = await Promise.all([
    allPages(async (after) => {
      const page = after === undefined ? { until } : { until, na: after };
      const { items: elements, ...rest } = await table.perStatus(
        termijnList(gemeentecode, 'wettelijk'),
        page,
      );
      return { elements, ...rest };
    }),
    table.count(termijnList(gemeentecode, 'lokaal'), until),
  ]);
  return {
    exceeded: exceeded.map((item) => ({ zaakId: zaakIdOf(item), lastDay: String(item['sinds']) })),
    expired,
  };
};
