import { INDEX_ATTRIBUTES } from '../../contracts/internal/status-index.ts';
import type { BatchTable } from '../table/batch.ts';
import { cursorAt, readCursor } from '../table/cursor.ts';
import type { RemovalTable } from '../table/removal.ts';
import type { Item, Key } from '../table/table.ts';

/** An item as the index shows it: nothing but what infra/ puts there. */
const fromIndex = (item: Item): Item => {
  const { pk, sk, status, sinds } = item;
  const shown = INDEX_ATTRIBUTES.map((name) => [name, item[name]] as const);
  return { pk, sk, status, sinds, ...Object.fromEntries(shown.filter(([, part]) => part !== undefined)) };
};

/** An item as a read gives it that asks for these attributes; for all of them when none are named. */
const shownOf = (item: Item, attributes: readonly string[] | undefined): Item => {
  if (attributes === undefined) return item;
  const { pk, sk } = item;
  const shown = attributes.filter((name) => item[name] !== undefined);
  return { pk, sk, ...Object.fromEntries(shown.map((name) => [name, item[name]])) };
};

/** What DynamoDB takes of a key, in bytes. */
const LONGEST = { pk: 2_048, sk: 1_024 } as const;

const refuseLongKey = ({ pk, sk }: Key): void => {
  if (Buffer.byteLength(pk) > LONGEST.pk || Buffer.byteLength(sk) > LONGEST.sk)
    throw Object.assign(new Error('a key that is too long'), { name: 'ValidationException' });
};

/**
 * The table in memory, with the conditions that the hub relies on and these items in it. `alles` gives every item, in
 * order of its key.
 */
export const memoryTable = (
  begin: readonly Item[] = [],
): RemovalTable & BatchTable & { alles(): readonly Item[] } => {
  const id = (key: Key): string => {
    refuseLongKey(key);
    return `${key.pk}|${key.sk}`;
  };
  const items = new Map<string, Item>();
  /** The items by their `pk`, because a hub in memory holds many and asks for a partition most of all. */
  const partitions = new Map<string, Map<string, Item>>();
  const put = (item: Item): void => {
    items.set(id(item), item);
    const partition = partitions.get(item.pk) ?? new Map<string, Item>();
    partitions.set(item.pk, partition.set(item.sk, item));
  };
  for (const item of begin) put(item);
  /** Where an item stands in the list of its status. */
  const placeInList = (item: Item) => `${item['status']}|${item['sinds']}|${id(item)}`;
  /** What is asked for, in order of its key. */
  const chosen = (asked: (item: Item) => boolean = () => true) =>
    [...items.values()].filter(asked).sort((one, other) => (id(one) < id(other) ? -1 : 1));
  const withStatus = (status: string, until?: string) =>
    chosen((item) => item['status'] === status && (until === undefined || String(item['sinds']) <= until));
  return {
    alles: () => chosen(),
    read: async (key) => items.get(id(key)),
    partition: async (pk, skBegin = '', { from = '', attributes } = {}) =>
      [...(partitions.get(pk)?.values() ?? [])]
        .filter(({ sk }) => sk.startsWith(skBegin) && sk >= from)
        .sort((one, other) => (one.sk < other.sk ? -1 : 1))
        .map((item) => shownOf(item, attributes)),
    readAll: async (keys, attributes) =>
      keys.flatMap((key) => {
        const item = items.get(id(key));
        return item === undefined ? [] : [shownOf(item, attributes)];
      }),
    insert: async (item, attribute = 'pk') => {
      if (items.get(id(item))?.[attribute] !== undefined) return false;
      put(item);
      return true;
    },
    writeIfNewer: async (item, attribute) => {
      const old = items.get(id(item))?.[attribute];
      const fresh = item[attribute];
      if (old !== undefined && fresh !== undefined && old > fresh) return false;
      put(item);
      return true;
    },
    replace: async (item, to) => {
      const old = items.get(id(item));
      if (old === undefined || Object.entries(to).some(([name, value]) => old[name] !== value)) return false;
      put(item);
      return true;
    },
    add: async (item, { attribute, amount, from, until }) => {
      const old = items.get(id(item));
      const before = old === undefined ? from : Number(old[attribute]);
      if (!(before >= from && before <= until)) return false;
      put({ ...old, ...item, [attribute]: before + amount });
      return true;
    },
    write: async (written) => {
      for (const item of written) put(item);
    },
    change: async (key, change, statuses, conditions = {}) => {
      const item = items.get(id(key));
      if (item === undefined || !statuses.includes(String(item['status']))) return false;
      if (Object.entries(conditions).some(([name, value]) => item[name] !== value)) return false;
      put({ ...item, ...change });
      return true;
    },
    remove: async (keys) => {
      for (const key of keys) {
        items.delete(id(key));
        partitions.get(key.pk)?.delete(key.sk);
      }
    },
    perStatus: async (status, { na: cursor, until, max, newestFirst, ...rest } = {}) => {
      const begin = cursor === undefined ? undefined : readCursor(cursor);
      const na = begin && placeInList(begin);
      if (begin !== undefined && begin['status'] !== status) {
        throw Object.assign(new Error('a cursor of another list'), { name: 'ValidationException' });
      }
      if ('from' in rest && until !== undefined && rest.from > until) {
        throw Object.assign(new Error('a range that ends before it begins'), { name: 'ValidationException' });
      }
      const turn = newestFirst === true ? -1 : 1;
      const all = withStatus(status, until)
        .filter((item) => !('from' in rest) || String(item['sinds']) >= rest.from)
        .toSorted((one, other) => (placeInList(one) < placeInList(other) ? -turn : turn))
        .filter((item) => na === undefined || placeInList(item) > na === (turn === 1));
      const page = all.slice(0, max);
      const latest = page.at(-1);
      return {
        items: page.map(fromIndex),
        ...(page.length === all.length || latest === undefined ? {} : { na: cursorAt(latest) }),
      };
    },
    countPage: async (status) => ({ aantal: withStatus(status).length }),
    count: async (status, until) => withStatus(status, until).length,
  };
};
