import { HubError } from '../../domain/errors.ts';
import { known } from '../../domain/known.ts';
import type { KoppelingContent } from '../../domain/koppeling/koppeling.ts';
import type { Commit, Decision } from '../../domain/log/log.ts';
import type { PersoonsnummerContent } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { erased } from '../../domain/wissen/boundary.ts';
import { messagesIn, type ZaakContent } from '../../domain/zaak/dossier.ts';
import { AGAIN, retry } from '../retry.ts';
import { createKnownLogs } from './known-logs.ts';
import { type LogKind, logPartition } from './log-partition.ts';
import type { Item, Table } from './table.ts';

/** Append-only logs in the table: one partition each, one item per commit, its content as JSON. */
export interface Logs<Content> {
  read(id: string): Promise<readonly Commit<Content>[]>;
  /**
   * Reads, decides, appends; decides again when another writer appended meanwhile. Gives what the decision that holds
   * meant, and the log as it is afterwards. Throws a `HubError` ('retry') when others are first every time.
   */
  append<Outcome>(
    id: string,
    decide: (commits: readonly Commit<Content>[]) => Decision<Content, Outcome>,
    options?: AppendOptions,
  ): Promise<Appended<Content, Outcome>>;
  /** The log that this id leads to: itself, unless its first place refers to another log. */
  resolve(id: string): Promise<LogTarget>;
  /** Makes an id without a log of its own lead to this log. Gives the log that it leads to then: its own when it has one. */
  refer(id: string, to: string): Promise<string>;
}

/** Where an id leads. */
export interface LogTarget {
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

/** How often a writer reads and decides, while others are first each time, before its message goes back to its queue. */
export const COMMIT_ATTEMPTS = {
  times: 10,
  pauseMs: (failed: number): number => Math.random() * 20 * failed,
  exhausted: (): HubError => new HubError('retry', 'te veel anderen schreven tegelijk in hetzelfde logboek'),
};
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
export const isAway = (item: Item): boolean => item[TO] !== undefined && item[ERASED_AT] !== undefined;

/** Whether an item neither says that its log was erased nor leads to another one. */
export const isOrdinary = (item: Item): boolean => item[ERASED_AT] === undefined && item[TO] === undefined;

/** A log of which the person was erased takes nothing any more; as long as that is at work, the message comes again. */
const refuseErased = (items: readonly Item[]): void => {
  if (items.every((item) => item[ERASED_AT] === undefined)) return;
  throw items.some(isAway) ? erased() : new HubError('retry', 'deze zaak wordt net gewist');
};

/** The sort key of a commit by its version. */
export const commitKey = (version: number): string => `${COMMIT}${String(version).padStart(6, '0')}`;

/** What is asked for lies in another log: the caller looked where the key leads before the reference was written, or kept an id. */
export class LogMoved extends HubError {
  readonly naar: string;

  constructor(naar: string) {
    super('retry', 'dit logboek staat onder een andere sleutel');
    this.naar = naar;
  }
}

/** The commit that an item holds; throws when its log moved to another key, and is to be read again. */
export const toCommit = <Content>(item: Item): Commit<Content> => {
  if (item[TO] !== undefined) throw new LogMoved(String(item[TO]));
  return {
    versie: Number(item['versie']),
    tijd: String(item['tijd']),
    inhoud: JSON.parse(String(item['inhoud'])),
  };
};

/** The commits among these items. */
const commitsIn = <Content>(items: readonly Item[]): readonly Commit<Content>[] =>
  items.filter((item) => !isAway(item)).map((item) => toCommit<Content>(item));

/** Of a log that was erased the last commit stays, so that no version number is used twice. */
const nextCommit = <Content>(commits: readonly Commit<Content>[], inhoud: Content): Commit<Content> => ({
  versie: (commits.at(-1)?.versie ?? 0) + 1,
  tijd: new Date().toISOString(),
  inhoud,
});

/** The commits of a log, and the items of those that were read now. */
interface ReadLog<Content> {
  readonly items: readonly Item[];
  readonly commits: readonly Commit<Content>[];
}

const NOTHING_READ: ReadLog<never> = { items: [], commits: [] };

/** What logs are kept with. */
type LogTable = Pick<Table, 'read' | 'partition' | 'insert'>;

const createLogs = <Content>(
  table: LogTable,
  kind: LogKind,
  isOutbound: (content: Content) => boolean = () => false,
): Logs<Content> => {
  const knownLogs = createKnownLogs<Content>();
  /** Keeps a log that may be added to; one that was erased, or leads elsewhere, is read anew each time. */
  const keep = (id: string, { items, commits }: ReadLog<Content>): void => {
    const last = items.at(-1);
    if (kind === 'ZAAK' && last !== undefined && items.every(isOrdinary))
      knownLogs.keep(id, { commits, last });
  };
  const readLog = async (id: string): Promise<ReadLog<Content>> => {
    const pk = logPartition(kind, id);
    const before = knownLogs.find(id);
    if (before !== undefined) {
      const fresh = knownLogs.since(before, await table.partition(pk, COMMIT, { from: before.last.sk }));
      if (fresh !== undefined) {
        return { items: [before.last, ...fresh], commits: [...before.commits, ...commitsIn<Content>(fresh)] };
      }
      knownLogs.forget(id);
    }
    const items = await table.partition(pk, COMMIT);
    return { items, commits: commitsIn<Content>(items) };
  };
  const itemOf = (id: string, { versie, tijd, inhoud }: Commit<Content>): Item => ({
    pk: logPartition(kind, id),
    sk: commitKey(versie),
    versie,
    tijd,
    inhoud: JSON.stringify(inhoud),
    ...(isOutbound(inhoud) ? { status: STATUS_OUTBOUND, sinds: tijd } : {}),
  });
  const resolve = async (id: string, before?: string): Promise<LogTarget> => {
    const first = await table.read({ pk: logPartition(kind, id), sk: commitKey(1) });
    const gewistOp = first?.[ERASED_AT] === undefined ? before : String(first[ERASED_AT]);
    const to = first?.[TO] === undefined ? id : String(first[TO]);
    if (to !== id) {
      const further = await resolve(to, gewistOp);
      // A log that begins anew may refer to another one in turn, and so does one that held nothing yet when somebody was led to it. An
      // ordinary reference to a log that was erased stays at that log: a message that comes late ends as one of who was erased.
      if (first?.[ERASED_AT] !== undefined || further.gewistOp === gewistOp) return further;
    }
    return { id: to, ...known({ gewistOp }) };
  };
  return {
    async read(id) {
      const log = await readLog(id);
      keep(id, log);
      return log.commits;
    },
    resolve: (id) => resolve(id),
    async refer(id, to) {
      const isFirst = await table.insert({ pk: logPartition(kind, id), sk: commitKey(1), [TO]: to });
      return isFirst ? to : (await resolve(id)).id;
    },
    append: (id, decide, { probablyEmpty = false } = {}) =>
      retry(
        async (nth) => {
          const isGuess = probablyEmpty && nth === 1;
          const log: ReadLog<Content> = isGuess ? NOTHING_READ : await readLog(id);
          refuseErased(log.items);
          if (!isGuess) keep(id, log);
          const { commits } = log;
          const { append, outcome } = decide(commits);
          // A decision to append nothing must rest on what was read, not on the guess that the log is empty.
          if (append === undefined) return isGuess ? AGAIN : { outcome, commits };
          const commit = nextCommit(commits, append);
          const item = itemOf(id, commit);
          if (!(await table.insert(item))) return AGAIN;
          const after = { items: [item], commits: [...commits, commit] };
          keep(id, after);
          return { outcome, commits: after.commits };
        },
        {
          ...COMMIT_ATTEMPTS,
          pauseMs: (failed) => (probablyEmpty && failed === 1 ? 0 : COMMIT_ATTEMPTS.pauseMs(failed)),
        },
      ),
  };
};

/** The logs of zaken, of which some commits have messages to send. */
export const createZaakLogs = (table: LogTable): Logs<ZaakContent> =>
  createLogs(table, 'ZAAK', (content) => messagesIn(content).length > 0);
/** The logs that say whose a BSN is. */
export const createPersoonsnummerLogs = (table: Table): Logs<PersoonsnummerContent> =>
  createLogs(table, 'BSN');
/** The logs of the versions of koppelingen. */
export const createKoppelingLogs = (table: Table): Logs<KoppelingContent> => createLogs(table, 'KOPPELING');
