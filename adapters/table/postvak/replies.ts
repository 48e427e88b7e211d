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

const toEntry = (item: Item): ReplyEntry => ({ ...placeOf(item), ...JSON.parse(String(item['bericht'])) });

const toItem = ({ berichtId, said, ...place }: ReplyEntry): Item => ({
  ...keyOf(place),
  versie: said.length,
  status: isWaiting(said) ? waitingList(place.partner) : otherList(place.partner),
  sinds: `${said.at(-1)?.tijdstip}#${place.zaakId}#${place.volgnummer}`,
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

  const list = async (
    status: string,
    { from = FIRST, max }: { readonly from?: string; readonly max: number },
  ): Promise<Part<ReplyEntry>> => {
    const { items, na } = await table.perStatus(status, { from, until: END, max });
    return { elements: items.map(toEntry), meer: na !== undefined };
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
     * `full`: there is no more room for what its partner says.
     */
    async say(item: Pick<PostvakItem, keyof ItemPlace | 'id'>, now: Said): Promise<'said' | 'busy' | 'full'> {
      const { id: berichtId, zaakId, partner, volgnummer } = item;
      const before = await read(item);
      const said = withSaid(before, now);
      if (said === undefined) return 'said';
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
    waiting: (partner: KanaalId, max: number): Promise<Part<ReplyEntry>> =>
      list(waitingList(partner), { max }),

    /** What else was said of the messages of this partner, from a moment on. Eventually consistent. */
    others: (partner: KanaalId, from: string, max: number): Promise<Part<ReplyEntry>> =>
      list(otherList(partner), { from, max }),
  };
};

export type Replies = ReturnType<typeof createReplies>;
