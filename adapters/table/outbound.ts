import type { ZaakId } from '../../contracts/base-types.ts';
import { type PostvakItem, placeKey, type Standing, untilSent } from '../../domain/delivery/item.ts';
import { HubError } from '../../domain/errors.ts';
import type { Commit } from '../../domain/log/log.ts';
import { messagesIn, type ZaakContent } from '../../domain/zaak/dossier.ts';
import { createKnownLogs, type KnownLogs } from './known-logs.ts';
import { logPartition } from './log-partition.ts';
import { COMMIT, commitKey, isAway, isOrdinary, STATUS_OUTBOUND, toCommit } from './logs.ts';
import { POST, postOf, postPartition, STANDING_ATTRIBUTES, standingIn } from './postvak/item.ts';
import { isMovedSince, mergePlaces, movePost, type OrderDelivery } from './postvak/old-place.ts';
import type { Item, Key, Part, Table } from './table.ts';

/** What a zaak still has to send: its timeline and its postvak side by side. */

/** A commit, and when messages of it are still to be sent: the item as it will be once they are. */
export type SendCommit = Commit<ZaakContent> & { readonly afterSending?: Item };

/** One commit by its place; undefined when it has nothing to send any more. */
export const readOutbound = async (
  table: Pick<Table, 'read'>,
  { pk, sk }: Key,
): Promise<Commit<ZaakContent> | undefined> => {
  const item = await table.read({ pk, sk });
  return item?.['status'] === STATUS_OUTBOUND ? toCommit<ZaakContent>(item) : undefined;
};

/** What was decided of a zaak, and how far each message of that is. */
export interface Accounts {
  readonly commits: readonly SendCommit[];
  readonly post: readonly Standing[];
}

export interface SendEntry extends Accounts {
  /** What stands in the postvak of this zaak, of every partner. */
  readonly post: readonly PostvakItem[];
}

const sendCommitsIn = (items: readonly Item[]): readonly SendCommit[] =>
  items
    .filter((item) => item.sk.startsWith(COMMIT) && !isAway(item))
    .map((item) => ({
      ...toCommit<ZaakContent>(item),
      ...(item['status'] === STATUS_OUTBOUND
        ? { afterSending: { ...item, status: undefined, sinds: undefined } }
        : {}),
    }));

/** Whether a message is missing that must lie there: its commit was struck off, which is done after it was put. */
const isMissing = (commits: readonly SendCommit[], post: readonly Item[]): boolean => {
  const lying = new Set(standingIn(post).map(placeKey));
  return commits.some(
    ({ inhoud, afterSending }) =>
      afterSending === undefined && messagesIn(inhoud).some((place) => !lying.has(placeKey(place))),
  );
};

/**
 * The commits of a zaak, and its items; of a long zaak of which the first commits are known, the later ones and its messages
 * only.
 */
const readTimeline = async (
  table: Pick<Table, 'partition'>,
  zaakId: ZaakId,
  known: KnownLogs<ZaakContent>,
): Promise<{ readonly items: readonly Item[]; readonly commits: readonly SendCommit[] }> => {
  const pk = logPartition('ZAAK', zaakId);
  const before = known.find(zaakId);
  if (before !== undefined) {
    const [from, old] = await Promise.all([
      table.partition(pk, COMMIT, { from: before.last.sk }),
      table.partition(pk, POST),
    ]);
    const fresh = known.since(before, from);
    if (fresh !== undefined) {
      const commits = [...before.commits, ...sendCommitsIn(fresh)];
      keepSent(known, zaakId, commits, from);
      return { items: [...fresh, ...old], commits };
    }
    known.forget(zaakId);
  }
  const items = await table.partition(pk);
  const commits = sendCommitsIn(items);
  keepSent(known, zaakId, commits, items);
  return { items, commits };
};

/** Keeps the commits before the first one that is still to be sent: that they were sent changes no more than they do. */
const keepSent = (
  known: KnownLogs<ZaakContent>,
  zaakId: ZaakId,
  commits: readonly SendCommit[],
  items: readonly Item[],
): void => {
  const owing = commits.findIndex(({ afterSending }) => afterSending !== undefined);
  const sent = owing === -1 ? commits : commits.slice(0, owing);
  const last = items.find(({ sk }) => sk === commitKey(sent.at(-1)?.versie ?? 0));
  if (last !== undefined && items.every(isOrdinary)) known.keep(zaakId, { commits: sent, last });
};

/** What was read of a zaak: the items of its timeline, the commits in them, and the items of its postvak. */
interface ZaakItems {
  readonly items: readonly Item[];
  readonly commits: readonly SendCommit[];
  readonly post: readonly Item[];
}

/** Nobody was told of the zaak yet: its only commit is still to be sent. */
const isFirst = ({ items, commits }: Omit<ZaakItems, 'post'>): boolean =>
  commits.length === 1 &&
  commits[0]?.afterSending !== undefined &&
  !items.some(({ sk }) => sk.startsWith(POST));

interface SendReading {
  /** The postvak is read after the timeline, and not of a zaak that nobody was told of. */
  readonly probablyFirst?: boolean;
}

/**
 * The timeline and the postvak of a zaak lie apart, and are read side by side. When the postvak turns out to be read before the
 * timeline it is read again: it then holds every message of each commit that is struck off, and may hold one of a commit that
 * was added since.
 */
const readZaakItems = async (
  table: Pick<Table, 'partition'>,
  zaakId: ZaakId,
  known: KnownLogs<ZaakContent>,
  { probablyFirst = false, ofPost = {} }: SendReading & { readonly ofPost?: Part } = {},
): Promise<ZaakItems> => {
  const readPost = () => table.partition(postPartition(zaakId), undefined, ofPost);
  const timeline = readTimeline(table, zaakId, known);
  const [{ items, commits }, own] = await Promise.all([
    timeline,
    probablyFirst ? timeline.then((read) => (isFirst(read) ? [] : readPost())) : readPost(),
  ]);
  const post = mergePlaces(items, own);
  if (!isMovedSince(items, own) && !isMissing(commits, post)) return { items, commits, post };
  return { items, commits, post: mergePlaces(items, await readPost()) };
};

/** These messages of a zaak, as everybody but their sender sees them. */
const seen = <Message extends Standing>(
  commits: readonly SendCommit[],
  post: readonly Message[],
): readonly Message[] => {
  const underway = new Set(
    commits.flatMap(({ inhoud, afterSending }) =>
      afterSending === undefined ? [] : messagesIn(inhoud).map(placeKey),
    ),
  );
  return post.map((item) => (underway.has(placeKey(item)) ? untilSent(item) : item));
};

/** The timeline of a zaak, with what has and what has not been sent of it. */
export const readSendEntry = async (
  table: Pick<Table, 'partition'>,
  zaakId: ZaakId,
  known: KnownLogs<ZaakContent> = createKnownLogs(),
): Promise<SendEntry> => {
  const { commits, post } = await readZaakItems(table, zaakId, known);
  return { commits, post: seen(commits, postOf(post)) };
};

/** The same without what the messages say, which is most of what lies in a postvak. */
export const readAccounts = async (table: Pick<Table, 'partition'>, zaakId: ZaakId): Promise<Accounts> => {
  const ofPost = { attributes: STANDING_ATTRIBUTES };
  const { commits, post } = await readZaakItems(table, zaakId, createKnownLogs(), { ofPost });
  return { commits, post: seen(commits, standingIn(post)) };
};

/** What is to be sent of a zaak; remembers in `known` the part of its log that it read. */
export const createOutbound = (
  table: Pick<Table, 'partition' | 'change' | 'insert'>,
  known: KnownLogs<ZaakContent> = createKnownLogs(),
) => ({
  read: (zaakId: ZaakId): Promise<SendEntry> => readSendEntry(table, zaakId, known),

  /**
   * Reads a zaak to send from it: what lies in the old place is moved first, so that every message can be moved on where it lies.
   * `probablyFirst` skips the postvak of a zaak that no partner was told of: a message that lies there all the same cannot be put, and
   * the next reading finds it.
   */
  async readToSend(
    zaakId: ZaakId,
    now: Date,
    order: OrderDelivery,
    reading: SendReading = {},
  ): Promise<SendEntry> {
    const { items, commits, post } = await readZaakItems(table, zaakId, known, reading);
    if (await movePost(table, items, now, order)) return { commits, post: postOf(post) };
    throw new HubError('retry', 'een bericht van de zaak is nog in behandeling op zijn oude plaats');
  },

  /** Everything of these commits has been sent. One that was erased meanwhile stays erased. */
  async sent(afterSending: readonly Item[]): Promise<void> {
    await Promise.all(
      afterSending.map(({ pk, sk }) =>
        table.change({ pk, sk }, { status: undefined, sinds: undefined }, [STATUS_OUTBOUND]),
      ),
    );
  },
});

export type Outbound = ReturnType<typeof createOutbound>;
