import type { Item, Table } from './table.ts';

/**
 * How long ago (in milliseconds) the moment in this attribute of a stored item is. An item that is not there yet is put as
 * given, so that it counts from the first time that somebody asked.
 */
export const ageMs = async <Attribute extends string>(
  table: Pick<Table, 'read' | 'insert'>,
  begin: Item & { readonly [Name in Attribute]: string },
  attribute: Attribute,
  now: Date,
): Promise<number> => {
  const since = (await table.read(begin))?.[attribute];
  if (since !== undefined) return Math.max(0, now.getTime() - Date.parse(String(since)));
  await table.insert(begin);
  return 0;
};
