import type { ZaakId } from '../../../contracts/base-types.ts';
import { type ItemPlace, type PostvakItem, placeKey } from '../../../domain/delivery/item.ts';
import { isWaiting, MOST_SAID, type Said, withSaid } from '../../../domain/delivery/reply.ts';
import type { KanaalId } from '../../../domain/partners/address.ts';
import type { Part } from '../lists/lists.ts';
import type { Item, Key, Table } from '../table.ts';
import { itemKey, POST, placeOf } from './item.ts';

/**
 * What partners said of their messages: an item beside each message of which something was said, in a partition of its own, so that
 * who writes it down can change no message. What a door does with the message, and that it is sent again, does not touch it.
 */

const REPLY = 'ANTWOORD#';

/** The partition of what was said of the messages about a zaak or a household. */
export const replyPartition = (zaakId: ZaakId): string => `${REPLY}${zaakId}`;

const keyOf = (place: ItemPlace): Key => ({
  pk: replyPartition(place.zaakId),
  sk: `${REPLY}${itemKey(place).sk.slice(POST.length)}`,
});

/** The lists of one partner: what its gemeente has to see to, and everything else that was said. */
const waitingList = (partner: KanaalId): string => `LUKTNIET#${partner}`;
const otherList = (partner: KanaalId): string => `${REPLY}${partner}`;

/** What was said of one message. */
export interface ReplyEntry extends ItemPlace {
  readonly berichtId: string;
  readonly said: readonly Said[];
}

/** The place of what was said among the messages of its partner: by when something was said of them last. */
export const placeOfReply = ({
  said,
  zaakId,
  volgnummer,
}: Omit<ReplyEntry, 'berichtId' | 'partner'>): string => `${said.at(-1)?.tijdstip}#${zaakId}#${volgnummer}`;

const toEntry = (item: Item): ReplyEntry => ({ ...placeOf(item), ...JSON.parse(String(item['bericht'])) });

const toItem = ({ berichtId, said, ...place }: ReplyEntry): Item => ({
  ...keyOf(place),
  versie: said.length,
  status: isWaiting(said) ? waitingList(place.partner) : otherList(place.partner),
  sinds: placeOfReply({ ...place, said }),
  bericht: JSON.stringify({ berichtId, said }),
});

/** Before every moment, and behind every one. */
const FIRST = '0';
const END = '~';

/** What partners say of their messages. */
export const createReplies = (
  table: Pick<Table, 'read' | 'partition' | 'insert' | 'replace' | 'change' | 'perStatus'>,
) => {
  /** What was said of a message; nothing when that is nothing. Strongly consistent. */
  const read = async (place: ItemPlace): Promise<readonly Said[]> => {
    const item = await table.read(keyOf(place));
    return item === undefined ? [] : toEntry(item).said;
  };

  return {
    read,

    /** What was said of each message about a zaak or a household, by `placeKey`. Strongly consistent. */
    async ofZaak(zaakId: ZaakId): Promise<ReadonlyMap<string, readonly Said[]>> {
      const items = await table.partition(replyPartition(zaakId), REPLY);
      return new Map(items.map(toEntry).map((entry) => [placeKey(entry), entry.said]));
    },

    /**
     * Adds what is said of a message, unless that changes nothing. `busy`: somebody else said something meanwhile, so try again;
     * `full`: there is no more room for what its partner says; `other`: what waits is not what its gemeente has `seen`.
     */
    async say(
      item: Pick<PostvakItem, keyof ItemPlace | 'id'>,
      now: Said,
      seen?: string,
    ): Promise<'said' | 'busy' | 'full' | 'other'> {
      const { id: berichtId, zaakId, partner, volgnummer } = item;
      const before = await read(item);
      const said = withSaid(before, now, seen);
      if (said === undefined) return now.wat === 'afgehandeld' && isWaiting(before) ? 'other' : 'said';
      if (now.wat !== 'afgehandeld' && before.length >= MOST_SAID) return 'full';
      const entry = toItem({ berichtId, zaakId, partner, volgnummer, said });
      const isWritten = await (before.length === 0
        ? table.insert(entry)
        : table.replace(entry, { versie: before.length }));
      return isWritten ? 'said' : 'busy';
    },

    /** The partner heard that it is over: nobody has to see to what it said of this message. What it said stays. */
    async overtake(place: ItemPlace): Promise<void> {
      await table.change(keyOf(place), { status: undefined, sinds: undefined }, [
        waitingList(place.partner),
        otherList(place.partner),
      ]);
    },

    /** What this partner cannot do and its gemeente did not see to yet, the longest said first. Eventually consistent. */
    async waiting(partner: KanaalId, max: number): Promise<Part<ReplyEntry>> {
      const { items, na } = await table.perStatus(waitingList(partner), { from: FIRST, until: END, max });
      return { elements: items.map(toEntry), meer: na !== undefined };
    },

    /**
     * The messages of this partner of which something was said and that are not over, what was said last first; after a place
     * (`placeOfReply`) when one is given. Eventually consistent.
     */
    async newest(
      partner: KanaalId,
      { after, max }: { readonly after?: string | undefined; readonly max: number },
    ): Promise<Part<ReplyEntry>> {
      // Beside what is asked for, the place itself and one that tells whether there is more.
      const piece = { from: FIRST, until: after ?? END, max: max + 2, newestFirst: true };
      const lists = await Promise.all(
        [waitingList(partner), otherList(partner)].map((status) => table.perStatus(status, piece)),
      );
      const found = lists
        .flatMap(({ items }) => items.map(toEntry))
        .filter((entry) => after === undefined || placeOfReply(entry) < after)
        .toSorted((one, other) => (placeOfReply(one) < placeOfReply(other) ? 1 : -1));
      return { elements: found.slice(0, max), meer: found.length > max };
    },
  };
};

export type Replies = ReturnType<typeof createReplies>;
