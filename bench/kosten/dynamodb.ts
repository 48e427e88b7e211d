import * as z from 'zod';

/** What DynamoDB charges for on demand, from the items themselves (developer guide: item sizes, write operations). */

/** The hub's items hold texts and numbers only. */
export const Item = z.record(
  z.string(),
  z.union([z.strictObject({ S: z.string() }), z.strictObject({ N: z.string() })]),
);
export type Item = z.infer<typeof Item>;

/** An index: its keys, and what it carries beside them and the keys of the table. */
export interface Index {
  readonly sleutels: readonly [string, string];
  readonly attributen: readonly string[];
}

const TABELSLEUTELS = ['pk', 'sk'] as const;

/** A number takes a byte per two digits and one more. */
const waardeBytes = (waarde: Item[string]): number =>
  'S' in waarde ? Buffer.byteLength(waarde.S) : Math.ceil(waarde.N.replace(/[-.]/g, '').length / 2) + 1;

/** Bytes of an item: names and values. */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce(
    (som, [naam, waarde]) => som + Buffer.byteLength(naam) + waardeBytes(waarde),
    0,
  );

const perKB = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));

/** The entry of an item in an index; none when it lacks one of the index's keys. */
export const indexItem = (item: Item | undefined, { sleutels, attributen }: Index): Item | undefined =>
  item === undefined || sleutels.some((sleutel) => item[sleutel] === undefined)
    ? undefined
    : Object.fromEntries(
        [...TABELSLEUTELS, ...sleutels, ...attributen].flatMap((naam) => {
          const waarde = item[naam];
          return waarde === undefined ? [] : [[naam, waarde]];
        }),
      );

const gelijk = (een: Item, ander: Item, namen: readonly string[]): boolean =>
  namen.every((naam) => JSON.stringify(een[naam]) === JSON.stringify(ander[naam]));

/** An entry that moves is a delete and a put; one that stays as it was costs nothing. */
const indexEenheden = (oud: Item | undefined, nieuw: Item | undefined, index: Index): number => {
  const van = indexItem(oud, index);
  const naar = indexItem(nieuw, index);
  if (van === undefined && naar === undefined) return 0;
  if (van === undefined || naar === undefined) return perKB(itemBytes(van ?? naar ?? {}));
  if (!gelijk(van, naar, index.sleutels)) return perKB(itemBytes(van)) + perKB(itemBytes(naar));
  const namen = [...new Set([...Object.keys(van), ...Object.keys(naar)])];
  return gelijk(van, naar, namen) ? 0 : perKB(Math.max(itemBytes(van), itemBytes(naar)));
};

/** Write request units of one write: the larger of the item before and after, and what changes in the index. */
export const schrijfEenheden = (oud: Item | undefined, nieuw: Item, index: Index): number =>
  perKB(Math.max(oud === undefined ? 0 : itemBytes(oud), itemBytes(nieuw))) +
  indexEenheden(oud, nieuw, index);

/** A write whose condition fails is charged for the item that was there. */
export const geweigerdeEenheden = (oud: Item | undefined): number =>
  perKB(oud === undefined ? 0 : itemBytes(oud));

/** Bytes that an item takes in table and index together, with the hundred that DynamoDB adds to each. */
export const opslagBytes = (item: Item, index: Index): number => {
  const ingang = indexItem(item, index);
  return itemBytes(item) + 100 + (ingang === undefined ? 0 : itemBytes(ingang) + 100);
};
