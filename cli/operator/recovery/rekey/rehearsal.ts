import type { Item, Key, Table } from '../../../../adapters/table/table.ts';

const placeOf = ({ pk, sk }: Key): string => `${pk}|${sk}`;

/**
 * A table that reads what is there and keeps to itself what is written: a re-keying on it takes every decision that the
 * real one would, and changes nothing.
 */
export const rehearsalTable = (
  table: Pick<Table, 'read' | 'partition'>,
): Pick<Table, 'read' | 'partition' | 'insert'> => {
  const written = new Map<string, Item>();
  return {
    read: async (key) => written.get(placeOf(key)) ?? table.read(key),
    partition: async (pk, skBegin = '') => {
      const there = await table.partition(pk, skBegin);
      const own = [...written.values()].filter((item) => item.pk === pk && item.sk.startsWith(skBegin));
      return [...there, ...own].toSorted((one, other) => (one.sk < other.sk ? -1 : 1));
    },
    insert: async (item) => {
      if (written.has(placeOf(item)) || (await table.read(item)) !== undefined) return false;
      written.set(placeOf(item), item);
      return true;
    },
  };
};
