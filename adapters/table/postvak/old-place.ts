import type { ZaakId } from '../../../contracts/base-types.ts';
import { type ItemPlace, isInHand, isOpen, type PostvakItem } from '../../../domain/delivery/item.ts';
import { logPartition } from '../log-partition.ts';
import type { Item, Key, Table } from '../table.ts';
import { LANE, POST, placeOf, postOf, postPartition } from './item.ts';

/**
 * Version 0.1.0 kept the messages of a zaak, and the lanes that wait, in the partition of its timeline. A function
 * that may reach both places reads both, and moves what it finds; functions/webhook reaches the new place alone. A mark stays behind, without content
 * and in no list, so that moving takes no right to delete.
 */

/** `plek` of a mark. */
const MOVED = 'verhuisd';
const OLD_PARTITION = logPartition('ZAAK', '');
const OWN_PARTITION = postPartition('' as ZaakId);

/** Whether an item still lies in the old place. */
export const isOldPlace = ({ pk }: Pick<Key, 'pk'>): boolean => pk.startsWith(OLD_PARTITION);

const isMark = (item: Item): boolean => item['plek'] === MOVED;

/** Of the items of a zaak its messages and lanes that were not moved. */
const unmovedIn = (items: readonly Item[]): readonly Item[] =>
  items.filter((item) => item.sk.startsWith(POST) && !isMark(item));

/** An item as it is in the new place. */
const moved = (item: Item): Item => ({ ...item, pk: postPartition(placeOf(item).zaakId) });

/** What was read of both places side by side, as if all of it lay in the new one. What lies in both counts there. */
export const mergePlaces = (old: readonly Item[], own: readonly Item[]): readonly Item[] => {
  const known = new Set(own.map(({ sk }) => sk));
  return [
    ...own,
    ...unmovedIn(old)
      .filter(({ sk }) => !known.has(sk))
      .map(moved),
  ].toSorted((one, other) => (one.sk < other.sk ? -1 : 1));
};

/** Whether the new place was read before something came to lie there that the old one says was moved. */
export const isMovedSince = (old: readonly Item[], own: readonly Item[]): boolean => {
  const known = new Set(own.map(({ sk }) => sk));
  return old.some((item) => isMark(item) && !known.has(item.sk));
};

const readPlaces = async (
  table: Pick<Table, 'partition'>,
  zaakId: ZaakId,
  begin: string = POST,
): Promise<readonly Item[]> => {
  const readOwn = () => table.partition(postPartition(zaakId), begin);
  const [old, own] = await Promise.all([table.partition(`${OLD_PARTITION}${zaakId}`, begin), readOwn()]);
  return mergePlaces(old, isMovedSince(old, own) ? await readOwn() : own);
};

/** Every message about a zaak, wherever it lies. */
export const postOfZaak = async (
  table: Pick<Table, 'partition'>,
  zaakId: ZaakId,
): Promise<readonly PostvakItem[]> => postOf(await readPlaces(table, zaakId));

/** The table with what still lies in the old place as if it lay in the new one. It can be read so, and not changed. */
export const withOldPlace = (table: Table): Table => ({
  ...table,
  partition: (pk, skBegin, part) =>
    pk.startsWith(OWN_PARTITION)
      ? readPlaces(table, pk.slice(OWN_PARTITION.length) as ZaakId, skBegin)
      : table.partition(pk, skBegin, part),
});

/** Orders that a lane is delivered. */
export type OrderDelivery = (lane: Pick<ItemPlace, 'partner' | 'zaakId'>) => Promise<void>;

/** What is taken out of an item that was moved. */
const MARK = {
  plek: MOVED,
  status: undefined,
  sinds: undefined,
  bericht: undefined,
  type: undefined,
  source: undefined,
  reden: undefined,
} as const;

/** Values that an item must still have when it is marked: a function of version 0.1.0 may run while the hub is updated. */
const UNCHANGED = ['sinds', 'bezigTot', 'bericht'] as const;

const mark = (table: Pick<Table, 'change'>, item: Item): Promise<boolean> => {
  const same = UNCHANGED.flatMap((name) => {
    const value = item[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return table.change(item, MARK, [String(item['status'])], Object.fromEntries(same));
};

/**
 * Moves a lane with everything that stands in a list; what lost its content stays, for nothing delivers it. The oldest message
 * goes first, so that a delivery meanwhile skips none. Each step may be repeated: what lies in both places already counts in
 * the new one, and is only marked.
 */
const moveLane = async (
  table: Pick<Table, 'insert' | 'change'>,
  items: readonly Item[],
  now: Date,
  order: OrderDelivery,
): Promise<boolean> => {
  const messages = postOf(items);
  // The door that has it in hand is one of version 0.1.0, and writes down in the old place what came of it.
  if (messages.some((item) => isInHand(item, now))) return false;
  const isLane = ({ sk }: Item): boolean => sk.endsWith(`#${LANE}`);
  const inOrder = [...items.filter(isLane), ...items.filter((item) => !isLane(item))];
  for (const item of inOrder) await table.insert(moved(item));
  const open = messages.find(isOpen);
  if (open !== undefined) await order(open);
  const marked = await Promise.all(inOrder.map((item) => mark(table, item)));
  return marked.every(Boolean);
};

/**
 * Moves what can be moved of these items of a zaak; false when something of it is still to be moved. `order` orders the delivery of
 * a lane with something to deliver: an order that came before found nothing.
 */
export const movePost = async (
  table: Pick<Table, 'insert' | 'change'>,
  items: readonly Item[],
  now: Date,
  order: OrderDelivery,
): Promise<boolean> => {
  const lanes = Map.groupBy(
    unmovedIn(items).filter((item) => item['status'] !== undefined),
    ({ sk }) => sk.slice(0, sk.lastIndexOf('#')),
  );
  const done = await Promise.all([...lanes.values()].map((lane) => moveLane(table, lane, now, order)));
  return done.every(Boolean);
};
