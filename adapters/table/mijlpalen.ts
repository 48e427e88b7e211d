import type { Gemeentecode, ZaakId } from '../../contracts/base-types.ts';
import type { Mijlpalen } from '../../domain/kpis/mijlpalen.ts';
import { mijlpalenPerGemeente } from '../../domain/kpis/per-gemeente.ts';
import type { Dossier } from '../../domain/zaak/dossier.ts';
import { chunk } from '../chunk.ts';
import type { Item, Key, Table } from './table.ts';

/**
 * The days of each zaak for the figures of its gemeente: an entry beside the timeline, like those in lists. It stands in a
 * partition of its gemeente, because the index carries no more than it always did: figures read these entries and no zaak.
 */

/** Where the entries of a gemeente stand, by the id of their zaak. */
export const partitionOf = (gemeentecode: Gemeentecode): string => `MIJLPALEN#${gemeentecode}`;

/** Where the entry of a zaak in the figures of a gemeente stands. */
export const keyOfMijlpalen = (gemeentecode: Gemeentecode, zaakId: ZaakId): Key => ({
  pk: partitionOf(gemeentecode),
  sk: zaakId,
});

/** The first digits of a zaakId: a partition is read in sixteen pieces of about the same size. */
const FIRST_DIGITS = [...'0123456789abcdef'];

/** Pieces that are read side by side: of a large gemeente no more than these are in memory at once. */
const TOGETHER = 4;

/**
 * The entries that follow from a zaak at this version. A gemeente that has nothing to count of it has an empty entry when
 * an earlier version may have filled it (`mayHaveBeen`), so that a late writer does not bring the old one back.
 */
export const mijlpaalEntries = (
  {
    zaakId,
    dossier: { zaak, versie },
  }: { readonly zaakId: ZaakId; readonly dossier: Pick<Dossier, 'zaak' | 'versie'> },
  mayHaveBeen: boolean,
): readonly Item[] => {
  // The timeline of a household is about no zaak.
  if (zaak.leden.length > 0) return [];
  return [...mijlpalenPerGemeente(zaak)].flatMap(([gemeentecode, mijlpalen]) => {
    const entry = { ...keyOfMijlpalen(gemeentecode, zaakId), versie };
    if (mijlpalen !== undefined) return [{ ...entry, mijlpalen: JSON.stringify(mijlpalen) }];
    return mayHaveBeen ? [entry] : [];
  });
};

const mijlpalenIn = (item: Item): readonly Mijlpalen[] =>
  item['mijlpalen'] === undefined ? [] : [JSON.parse(String(item['mijlpalen']))];

/** Reads the days of the zaken of a gemeente. */
export interface MijlpalenReader {
  /** What `count` makes of the zaken of a gemeente, one result for each piece of them, in a fixed order. */
  perPiece<Counted>(
    gemeentecode: Gemeentecode,
    count: (mijlpalen: readonly Mijlpalen[]) => Counted,
  ): Promise<readonly Counted[]>;
}

/** The days in this table. */
export const createMijlpalen = (table: Pick<Table, 'partition'>): MijlpalenReader => ({
  async perPiece(gemeentecode, count) {
    const counted: ReturnType<typeof count>[] = [];
    for (const digits of chunk(FIRST_DIGITS, TOGETHER)) {
      const pieces = digits.map(async (digit) =>
        count((await table.partition(partitionOf(gemeentecode), digit)).flatMap(mijlpalenIn)),
      );
      counted.push(...(await Promise.all(pieces)));
    }
    return counted;
  },
});
