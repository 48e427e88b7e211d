import type { Attempt, Door } from '../../../contracts/postvak.ts';
import {
  type ItemPlace,
  isOpen,
  type ListItem,
  POSTVAK_STATES,
  type PostvakItem,
  type PostvakState,
} from '../../../domain/delivery/item.ts';
import { type Change, type TransitionName, transition } from '../../../domain/delivery/transitions.ts';
import { known } from '../../../domain/known.ts';
import type { KanaalId } from '../../../domain/partners/projection.ts';
import type { Key, Table } from '../table.ts';
import {
  fromTableItem,
  idKey,
  itemKey,
  placeOf,
  placeStatus,
  tableMove,
  toIdItem,
  toListItem,
  toTableItem,
} from './item.ts';

/**
 * The postvak: every message to a partner, stored before any door delivers it. A message is put once and never
 * overwritten; after that it makes the moves of domain/delivery/transitions.ts, each under the condition of where it came
 * from.
 */

/** As many tries as are kept with a message. */
const KEPT_ATTEMPTS = 25;
/** Which part of a partner's messages is asked for: after `na`, up to and including `until` (positions, or moments). */
export interface FeedQuery {
  readonly na?: string;
  readonly until?: string;
  readonly places?: readonly PostvakState[];
  readonly max?: number;
}

/** Later than every position. */
const END = '~';

const byPositie = (one: ListItem, other: ListItem): number => (one.positie < other.positie ? -1 : 1);

const withAttempt = (item: PostvakItem, attempt: Attempt | undefined): Change =>
  attempt === undefined ? {} : { pogingen: [...item.pogingen, attempt].slice(-KEPT_ATTEMPTS) };

/** The postvak in this table. */
export const createPostvak = (table: Table) => {
  /** A query instead of a read of the key: of a message that lies in its old place too (old-place.ts). */
  const readAt = async ({ pk, sk }: Key): Promise<PostvakItem | undefined> => {
    const item = (await table.partition(pk, sk)).find((one) => one.sk === sk);
    return item === undefined ? undefined : fromTableItem(item);
  };

  /** Moves a message; as it is then, or undefined when it cannot make this move, or no longer. */
  const move = async (
    item: PostvakItem,
    name: TransitionName,
    now: Date,
    change: Change = {},
  ): Promise<PostvakItem | undefined> => {
    const allowed = transition(item, name, now, change);
    if (allowed === undefined) return undefined;
    const { key, changes, statuses, conditions } = tableMove(allowed);
    const moved = await table.change(key, changes, statuses, conditions);
    return moved ? allowed.to : undefined;
  };

  return {
    /**
     * Puts new messages; gives those that were not there yet. One that a door takes in hand at once is the caller's to
     * deliver, and nobody else's.
     */
    async put(items: readonly PostvakItem[]): Promise<readonly PostvakItem[]> {
      // The aliases are written first, so that every message that can be seen can be confirmed.
      await table.write(items.map(toIdItem));
      const placed = await Promise.all(items.map((item) => table.insert(toTableItem(item))));
      return items.filter((_, number) => placed[number]);
    },

    /** The message with this id, when it is this partner's. Strongly consistent. */
    async find(partner: KanaalId, id: string): Promise<PostvakItem | undefined> {
      const alias = await table.read(idKey(id));
      if (alias === undefined || alias['partner'] !== partner) return undefined;
      // What it names may be the old place.
      return readAt(itemKey(placeOf({ pk: String(alias['naarPk']), sk: String(alias['naarSk']) })));
    },

    /** The message as it is now. Strongly consistent. */
    read: (place: ItemPlace): Promise<PostvakItem | undefined> => readAt(itemKey(place)),

    /**
     * Takes a message in hand for one door; undefined when another has it. One that was in hand for too long may be
     * taken over: its door died. With `content` it goes out as that from then on.
     */
    claim: (
      item: PostvakItem,
      door: Door,
      busyUntil: Date,
      now: Date,
      content: Pick<Change, 'type' | 'source' | 'tekst'> = {},
    ): Promise<PostvakItem | undefined> =>
      move(item, 'claim', now, { ...content, deur: door, bezigTot: busyUntil.toISOString() }),

    /** The door that had it in hand delivered it. */
    bezorgd: (item: PostvakItem, now: Date, attempt?: Attempt): Promise<PostvakItem | undefined> =>
      move(item, 'deliver', now, withAttempt(item, attempt)),

    /** A door gives back what it had in hand; it lies ready as before, or since other moments and for another door. */
    release: (
      item: PostvakItem,
      now: Date,
      attempt?: Attempt,
      change: Pick<Change, 'klaargezetOp' | 'positie' | 'deur'> = {},
    ): Promise<PostvakItem | undefined> =>
      move(item, 'release', now, { ...change, ...withAttempt(item, attempt) }),

    /** No door tries it any more until it is put back in line. `reden`: its content is why. */
    park: (item: PostvakItem, now: Date, reason?: string): Promise<PostvakItem | undefined> =>
      move(item, 'park', now, known({ reden: reason })),

    /** Puts a message that was parked back in line. */
    unpark: (item: PostvakItem, now: Date): Promise<PostvakItem | undefined> => move(item, 'unpark', now),

    /** Puts a message back in line because that was asked for; each request does so once. */
    async redeliver(item: PostvakItem, herleveringId: string, now: Date): Promise<PostvakItem | undefined> {
      if (item.herleveringId === herleveringId) return undefined;
      return move(item, 'redeliver', now, { herleveringen: item.herleveringen + 1, herleveringId });
    },

    /** The partner has it, and says so, perhaps by one of its people; false when it moved meanwhile: read it again. */
    async confirm(item: PostvakItem, now: Date, by?: string): Promise<boolean> {
      if (item.plek === 'bevestigd' || item.tekst === undefined) return true;
      const confirmed = await move(item, 'confirm', now, {
        deur: item.deur ?? 'ophalen',
        ...known({ bevestigdDoor: by }),
      });
      return confirmed !== undefined;
    },

    /**
     * Gives a message that stood still the content that it can have now. It lies ready from then on, and behind
     * everything of its lane that did before.
     */
    compose: (
      item: PostvakItem,
      content: Pick<PostvakItem, 'type' | 'source' | 'tekst' | 'klaargezetOp' | 'positie' | 'uitVersie'>,
      now: Date,
    ): Promise<PostvakItem | undefined> => move(item, 'compose', now, content),

    /**
     * Gives a message that its partner may not have any more the content that goes out in its place. Undefined also when another
     * did so meanwhile: what this one read may be what that one took out.
     */
    withdraw: (
      item: PostvakItem,
      content: Pick<PostvakItem, 'type' | 'source' | 'tekst'>,
      now: Date,
    ): Promise<PostvakItem | undefined> => move(item, 'withdraw', now, content),

    /** A message that stood still is not needed (any more). */
    drop: (item: PostvakItem, now: Date, reason: string): Promise<PostvakItem | undefined> =>
      move(item, 'drop', now, { reden: reason }),

    /** Nobody fetched it in time. */
    expire: (item: PostvakItem, now: Date): Promise<PostvakItem | undefined> => move(item, 'expire', now),

    /** Takes the content out when its retention has ended; what was never delivered is vervallen then. */
    async purge(item: PostvakItem, now: Date): Promise<boolean> {
      const name = isOpen(item) || item.plek === 'geparkeerd' ? 'discard' : 'empty';
      return (await move(item, name, now)) !== undefined;
    },

    /** One page of a partner's messages in the order in which they were put. Eventually consistent. */
    async list(
      partner: KanaalId,
      { na = '', until = END, places = POSTVAK_STATES, max = 100 }: FeedQuery = {},
    ): Promise<{ readonly items: readonly ListItem[]; readonly meer: boolean }> {
      const perPlace = await Promise.all(
        places.map(async (place) => {
          // `#` sorts right behind the position itself and before every later one.
          const page = await table.perStatus(placeStatus(partner, place), { from: `${na}#`, until, max });
          return { items: page.items.map(toListItem), hasMore: page.na !== undefined };
        }),
      );
      // What comes behind the last item of a place that has more is not known yet: the next page begins there.
      const [last] = perPlace
        .flatMap(({ items, hasMore }) => (hasMore ? items.slice(-1) : []))
        .toSorted(byPositie);
      const items = perPlace
        .flatMap((page) => page.items)
        .filter(({ positie }) => last === undefined || positie <= last.positie)
        .toSorted(byPositie);
      return { items: items.slice(0, max), meer: items.length > max || last !== undefined };
    },

    /** How many messages of a partner stand in these places; for places that stay small. */
    async count(partner: KanaalId, places: readonly PostvakState[]): Promise<number> {
      const counts = await Promise.all(places.map((place) => table.count(placeStatus(partner, place))));
      return counts.reduce((total, count) => total + count, 0);
    },
  };
};

export type Postvak = ReturnType<typeof createPostvak>;
