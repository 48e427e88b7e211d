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
  readonly attributes: readonly string[];
}

const TABLE_KEYS = ['pk', 'sk'] as const;

/** A number takes a byte per two digits and one more. */
const valueBytes = (value: Item[string]): number =>
  'S' in value ? Buffer.byteLength(value.S) : Math.ceil(value.N.replace(/[-.]/g, '').length / 2) + 1;

/** Bytes of an item: names and values. */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((som, [name, value]) => som + Buffer.byteLength(name) + valueBytes(value), 0);

const perKB = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));

/** The entry of an item in an index; none when it lacks one of the index's keys. */
export const indexItem = (item: Item | undefined, { sleutels, attributes }: Index): Item | undefined =>
  item === undefined || sleutels.some((key) => item[key] === undefined)
    ? undefined
    : Object.fromEntries(
        [...TABLE_KEYS, ...sleutels, ...attributes].flatMap((name) => {
          const value = item[name];
          return value === undefined ? [] : [[name, value]];
        }),
      );

const equal = (one: Item, other: Item, names: readonly string[]): boolean =>
  names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));

/** An entry that moves is a delete and a put; one that stays as it was costs nothing. */
const indexUnits = (old: Item | undefined, fresh: Item | undefined, index: Index): number => {
  const of = indexItem(old, index);
  const to = indexItem(fresh, index);
  if (of === undefined && to === undefined) return 0;
  if (of === undefined || to === undefined) return perKB(itemBytes(of ?? to ?? {}));
  if (!equal(of, to, index.sleutels)) return perKB(itemBytes(of)) + perKB(itemBytes(to));
  const names = [...new Set([...Object.keys(of), ...Object.keys(to)])];
  return equal(of, to, names) ? 0 : perKB(Math.max(itemBytes(of), itemBytes(to)));
};

/** Write request units of one write: the larger of the item before and after, and what changes in the index. */
export const writeUnits = (old: Item | undefined, fresh: Item, index: Index): number =>
  perKB(Math.max(old === undefined ? 0 : itemBytes(old), itemBytes(fresh))) + indexUnits(old, fresh, index);

/** A write whose condition fails is charged for the item that was there. */
export const refusedUnits = (old: Item | undefined): number => perKB(old === undefined ? 0 : itemBytes(old));

/** Bytes that an item takes in table and index together, with the hundred that DynamoDB adds to each. */
export const storageBytes = (item: Item, index: Index): number => {
  const entrance = indexItem(item, index);
  return itemBytes(item) + 100 + (entrance === undefined ? 0 : itemBytes(entrance) + 100);
};
