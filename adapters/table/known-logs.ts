import type { Commit } from '../../domain/log/log.ts';
import type { Item } from './table.ts';

/**
 * Long logs as this instance read them last. A commit never changes once it is there, so that of a log that is known only what
 * came since is read: otherwise each message about somebody with a long life reads that whole life, several times.
 */

/**
 * How long a log counts as known. Whoever is erased is taken out of commits that others go on with, and is looked for once more
 * a quarter of an hour later (functions/wissen/erase.ts): far longer than a log is known.
 */
const KNOWN_MS = 10_000;

/** Shorter ones are read whole in the same call. */
const LONG = 25;

const AT_MOST_LOGS = 20;

/** The commits of a log in order, and the item of the last one. */
interface KnownLog<Content> {
  readonly commits: readonly Commit<Content>[];
  readonly last: Item;
}

/** Whether this is still the same commit: it is not where its log was erased, or leads to another one. */
const isSameCommit = (one: Item, other: Item | undefined): boolean =>
  one['tijd'] === other?.['tijd'] && one['inhoud'] === other?.['inhoud'];

/** A memory of logs for one instance. */
export const createKnownLogs = <Content>(now: () => number = Date.now) => {
  const logs = new Map<string, KnownLog<Content> & { readonly since: number }>();
  const isKnown = (since: number): boolean => {
    const age = now() - since;
    return age >= 0 && age < KNOWN_MS;
  };
  return {
    find: (id: string): KnownLog<Content> | undefined => {
      for (const [key, { since }] of logs) if (!isKnown(since)) logs.delete(key);
      return logs.get(id);
    },

    /** Keeps a log that was read whole, or one that is known with what came since: that stays known for as long as it was. */
    keep: (id: string, { commits, last }: KnownLog<Content>): void => {
      if (commits.length < LONG) return;
      const since = logs.get(id)?.since ?? now();
      logs.delete(id);
      logs.set(id, { commits, last, since });
      const [oldest] = logs.keys();
      if (logs.size > AT_MOST_LOGS && oldest !== undefined) logs.delete(oldest);
    },

    /** What came since, when what is known still stands; `from` are the items from its last one on. */
    since: ({ last }: KnownLog<Content>, [first, ...fresh]: readonly Item[]): readonly Item[] | undefined =>
      isSameCommit(last, first) ? fresh : undefined,

    forget: (id: string): void => {
      logs.delete(id);
    },
  };
};

export type KnownLogs<Content> = ReturnType<typeof createKnownLogs<Content>>;
