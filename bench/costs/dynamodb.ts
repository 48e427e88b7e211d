import * as z from 'zod';

/** Calculates the units that DynamoDB charges on demand from the items (developer guide: item sizes, write operations). */

/** The hub's items hold texts and numbers only. */
export const Item = z.record(
  z.string(),
  z.union([z.strictObject({ S: z.string() }), z.strictObject({ N: z.string() })]),
);
export type Item = z.infer<typeof Item>;

/** An index: its keys, and the attributes that it holds beside them and the keys of the table. */
export interface Index {
  readonly sleutels: readonly [string, string];
  readonly attributes: readonly string[];
}

const TABLE_KEYS = ['pk', 'sk'] as const;

/** A number takes one byte for every two digits, and one byte more. */
const valueBytes = (value: Item[string]): number =>
  'S' in value ? Buffer.byteLength(value.S) : Math.ceil(value.N.replace(/[-.]/g, '').length / 2) + 1;

/** The size of an item in bytes: its names and values. */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce(
    (total, [name, value]) => total + Buffer.byteLength(name) + valueBytes(value),
    0,
  );

const perKB = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));

/** The entry of an item in an index; undefined when the item lacks a key of the index. */
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

/** An entry that moves costs a delete and a put. An entry that does not change costs nothing. */
const indexUnits = (old: Item | undefined, updated: Item | undefined, index: Index): number => {
  const before = indexItem(old, index);
  const after = indexItem(updated, index);
  if (before === undefined && after === undefined) return 0;
  if (before === undefined || after === undefined) return perKB(itemBytes(before ?? after ?? {}));
  if (!equal(before, after, index.sleutels)) return perKB(itemBytes(before)) + perKB(itemBytes(after));
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return equal(before, after, names) ? 0 : perKB(Math.max(itemBytes(before), itemBytes(after)));
};

/**
 * The write request units of one write: those of the larger of the item before and after, and those of the changed index entries.
 */
export const writeUnits = (old: Item | undefined, updated: Item, index: Index): number =>
  perKB(Math.max(old === undefined ? 0 : itemBytes(old), itemBytes(updated))) +
  indexUnits(old, updated, index);

/** A write whose condition fails is charged for the item that was there. */
export const refusedUnits = (old: Item | undefined): number => perKB(old === undefined ? 0 : itemBytes(old));

/** The bytes that an item takes in the table and the index together. DynamoDB adds a hundred bytes in each of them. */
export const storageBytes = (item: Item, index: Index): number => {
  const indexEntry = indexItem(item, index);
  return itemBytes(item) + 100 + (indexEntry === undefined ? 0 : itemBytes(indexEntry) + 100);
};
