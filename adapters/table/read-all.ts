import { chunk } from '../chunk.ts';
import type { Item, Key, Table } from './table.ts';

/** Reads at once. A call for a hundred keys would need a right of its own, and is refused by an emulator that enforces rights. */
const TOGETHER = 25;

/** Those of these items that are there, strongly consistent. Throws what the table does. */
export const readAll = async (table: Pick<Table, 'read'>, keys: readonly Key[]): Promise<readonly Item[]> => {
  const items: Item[] = [];
  for (const some of chunk(keys, TOGETHER)) {
    const found = await Promise.all(some.map((key) => table.read(key)));
    items.push(...found.filter((item) => item !== undefined));
  }
  return items;
};
