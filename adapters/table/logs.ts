import type { ZaakId } from '../../contracts/base-types.ts';
import { type PostvakItem, placeKey } from '../../domain/delivery/item.ts';
import { HubError } from '../../domain/errors.ts';
import type { KoppelingContent } from '../../domain/koppeling/koppeling.ts';
import type { Commit, Decision } from '../../domain/log/log.ts';
import type { PersoonsnummerContent } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { erased } from '../../domain/wissen/boundary.ts';
import { messagesIn, type ZaakContent } from '../../domain/zaak/dossier.ts';
import { AGAIN, retry } from '../retry.ts';
import { postOf, postPartition } from './postvak/item.ts';
import { isMovedSince, mergePlaces, movePost, type OrderDelivery } from './postvak/old-place.ts';
import type { Item, Key, Table } from './table.ts';

/** Append-only logs in the table: one partition each, one item per commit, its content as JSON. */
export interface Logs<Content> {
  read(id: string): Promise<readonly Commit<Content>[]>;
  /**
   * Reads, decides, appends; decides again when another writer appended meanwhile. Gives what the decision that holds
   * meant, and the log as it is afterwards. Throws a `HubError` ('opnieuw') when others are first every time.
   */
  append<Outcome>(
    id: string,
    decide: (commits: readonly Commit<Content>[]) => Decision<Content, Outcome>,
    options?: AppendOptions,
  ): Promise<Appended<Content, Outcome>>;
  /** The log that this id leads to: itself, unless its first place refers to another log. */
  doel(id: string): Promise<Doel>;
  /** Makes an id without a log of its own lead to this log. Gives the log that it leads to then: its own when it has one. */
  refer(id: string, to: string): Promise<string>;
}

/** Where an id leads. */
export interface Doel {
  readonly id: string;
  /** When what was kept under this id was erased: then it leads to a log that begins anew. */
  readonly gewistOp?: string;
}

export interface AppendOptions {
  /** Skips the first read: the condition on the first version tells whether the log was empty indeed. */
  readonly probablyEmpty?: boolean;
}

export interface Appended<Content, Outcome> {
  readonly outcome: Outcome;
  readonly commits: readonly Commit<Content>[];
}

/** A commit whose partner messages have not all been sent yet stands in the index under this status. */
export const STATUS_OUTBOUND = 'UITGAAND';

/** Times that a writer reads and decides before its message goes back to its queue. */
const ATTEMPTS = 10;
export const COMMIT = 'COMMIT#';

/**
 * The member by which the first place of a log refers to another log instead of holding a commit. It takes the very
 * place of the first commit, so that nobody can begin a second log for the same person there.
 */
export const TO = 'naar';

/**
 * The member of the commit that ended a zaak because its person was erased, and of the reference in its first place, which
 * leads whoever comes with the same number to a log that begins anew.
 */
export const ERASED_AT = 'gewistOp';

/** Whether an item only leads away from a log that was erased. */
const leadsAway = (item: Item): boolean => item[TO] !== undefined && item[ERASED_AT] !== undefined;

/** A log of which the person was erased takes nothing any more; as long as that is at work, the message comes again. */
const refuseErased = (items: readonly Item[]): void => {
  if (items.every((item) => item[ERASED_AT] === undefined)) return;
  throw items.some(leadsAway) ? erased() : new HubError('opnieuw', 'deze zaak wordt net gewist');
};

export const commitKey = (version: number): string => `${COMMIT}${String(version).padStart(6, '0')}`;

const toCommit = <Content>(item: Item): Commit<Content> => {
  // The reader looked where this key leads before the reference was written; it finds the log when it looks again.
  if (item[TO] !== undefined) throw new HubError('opnieuw', 'dit logboek staat onder een andere sleutel');
  return {
    versie: Number(item['versie']),
    tijd: String(item['tijd']),
    inhoud: JSON.parse(String(item['inhoud'])),
  };
};

/** The commits among these items. */
const commitsIn = <Content>(items: readonly Item[]): readonly Commit<Content>[] =>
  items.filter((item) => !leadsAway(item)).map((item) => toCommit<Content>(item));

/** What logs are kept with. */
type LogTable = Pick<Table, 'read' | 'partition' | 'insert'>;

const createLogs = <Content>(
  table: LogTable,
  soort: 'ZAAK' | 'BSN' | 'KOPPELING',
  isOutbound: (content: Content) => boolean = () => false,
): Logs<Content> => {
  const itemsOf = (id: string) => table.partition(`${soort}#${id}`, COMMIT);
  const doel = async (id: string, before?: string): Promise<Doel> => {
    const first = await table.read({ pk: `${soort}#${id}`, sk: commitKey(1) });
    const gewistOp = first?.[ERASED_AT] === undefined ? before : String(first[ERASED_AT]);
    const to = first?.[TO] === undefined ? id : String(first[TO]);
    // A log that begins anew may refer to another one in turn, which no other reference does.
    if (first?.[ERASED_AT] !== undefined && to !== id) return doel(to, gewistOp);
    return { id: to, ...(gewistOp === undefined ? {} : { gewistOp }) };
  };
  return {
    read: async (id) => commitsIn<Content>(await itemsOf(id)),
    doel: (id) => doel(id),
    async refer(id, to) {
      const isFirst = await table.insert({ pk: `${soort}#${id}`, sk: commitKey(1), [TO]: to });
      return isFirst ? to : (await doel(id)).id;
    },
    append: (id, decide, { probablyEmpty = false } = {}) =>
      retry(
        async (nth) => {
          const isGuess = probablyEmpty && nth === 1;
          const items = isGuess ? [] : await itemsOf(id);
          refuseErased(items);
          const commits = commitsIn<Content>(items);
          const { append, outcome } = decide(commits);
          // A decision to append nothing must rest on what was read, not on the guess that the log is empty.
          if (append === undefined) return isGuess ? AGAIN : { outcome, commits };
          // Of a log that was erased the last commit stays, so that no version number is used twice.
          const commit = {
            versie: (commits.at(-1)?.versie ?? 0) + 1,
            tijd: new Date().toISOString(),
            inhoud: append,
          };
          const isFirst = await table.insert({
            pk: `${soort}#${id}`,
            sk: commitKey(commit.versie),
            versie: commit.versie,
            tijd: commit.tijd,
            inhoud: JSON.stringify(append),
            ...(isOutbound(append) ? { status: STATUS_OUTBOUND, sinds: commit.tijd } : {}),
          });
          return isFirst ? { outcome, commits: [...commits, commit] } : AGAIN;
        },
        {
          times: ATTEMPTS,
          pauseMs: (failed) => (probablyEmpty && failed === 1 ? 0 : Math.random() * 20 * failed),
          exhausted: () => new HubError('opnieuw', 'te veel anderen schreven tegelijk in hetzelfde logboek'),
        },
      ),
  };
};

export const createZaakLogs = (table: LogTable): Logs<ZaakContent> =>
  createLogs(table, 'ZAAK', (content) => messagesIn(content).length > 0);
export const createPersoonsnummerLogs = (table: Table): Logs<PersoonsnummerContent> =>
  createLogs(table, 'BSN');
export const createKoppelingLogs = (table: Table): Logs<KoppelingContent> => createLogs(table, 'KOPPELING');

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

export interface SendEntry {
  readonly commits: readonly SendCommit[];
  /** What stands in the postvak of this zaak, of every partner. */
  readonly post: readonly PostvakItem[];
}

const sendCommitsIn = (items: readonly Item[]): readonly SendCommit[] =>
  items
    .filter((item) => item.sk.startsWith(COMMIT) && !leadsAway(item))
    .map((item) => ({
      ...toCommit<ZaakContent>(item),
      ...(item['status'] === STATUS_OUTBOUND
        ? { afterSending: { ...item, status: undefined, sinds: undefined } }
        : {}),
    }));

/** Whether a message is missing that must lie there: its commit was struck off, which is done after it was put. */
const isMissing = (commits: readonly SendCommit[], post: readonly PostvakItem[]): boolean => {
  const lying = new Set(post.map(placeKey));
  return commits.some(
    ({ inhoud, afterSending }) =>
      afterSending === undefined && messagesIn(inhoud).some((place) => !lying.has(placeKey(place))),
  );
};

/**
 * The timeline and the postvak of a zaak lie apart, and are read side by side. When the postvak turns out to be read before the
 * timeline it is read again: it then holds every message of each commit that is struck off, and may hold one of a commit that
 * was added since.
 */
const readZaakItems = async (
  table: Pick<Table, 'partition'>,
  zaakId: ZaakId,
): Promise<SendEntry & { readonly items: readonly Item[] }> => {
  const readPost = () => table.partition(postPartition(zaakId));
  const [items, own] = await Promise.all([table.partition(`ZAAK#${zaakId}`), readPost()]);
  const commits = sendCommitsIn(items);
  const post = postOf(mergePlaces(items, own));
  if (!isMovedSince(items, own) && !isMissing(commits, post)) return { items, commits, post };
  return { items, commits, post: postOf(mergePlaces(items, await readPost())) };
};

/** The timeline of a zaak, with what has and what has not been sent of it. */
export const readSendEntry = async (table: Pick<Table, 'partition'>, zaakId: ZaakId): Promise<SendEntry> => {
  const { commits, post } = await readZaakItems(table, zaakId);
  return { commits, post };
};

export const createOutbound = (table: Pick<Table, 'partition' | 'change' | 'insert'>) => ({
  read: (zaakId: ZaakId): Promise<SendEntry> => readSendEntry(table, zaakId),

  /** For who sends: what lies in the old place is moved first, so that every message can be moved on where it lies. */
  async readToSend(zaakId: ZaakId, now: Date, order: OrderDelivery): Promise<SendEntry> {
    const { items, commits, post } = await readZaakItems(table, zaakId);
    if (await movePost(table, items, now, order)) return { commits, post };
    throw new HubError('opnieuw', 'een bericht van de zaak is nog in behandeling op zijn oude plaats');
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
