import { DAY_SECONDS } from '../../contracts/time.ts';
import { LINKS_PER_DAY, MAX_WAITING, SEARCHES_PER_DAY } from '../../domain/limits.ts';
import { admit, type Needed, type Pace, requestMs } from '../../domain/pace.ts';
import { AGAIN, retry } from '../retry.ts';
import type { Table } from './table.ts';

/** What the whole hub counts of one organisation, or of who is not signed in: its requests, those that wait for messages, and searches of a day. */

/** A place for a request that waits. It is free again at this moment, whatever becomes of who holds it. */
export interface WaitingPlace {
  readonly number: number;
  readonly until: number;
}

/** A search of another day is counted anew; its count is kept this long after its day began. */
const KEPT_SECONDS = 2 * DAY_SECONDS;

/** How long a pace is kept after its organisation has all of it again. */
const PACE_KEPT_SECONDS = 3600;

/** How often another instance may be first with the pace of an organisation. */
const ATTEMPTS = 10;

/**
 * Where an organisation comes in, or which form somebody sends who is not signed in yet. Each has a pace of its own: a programme at the
 * API does not keep the people out of the pages.
 */
export type Entrance = 'api' | 'loket' | 'link' | 'passkey' | 'organisation';

/** An organisation without a place is refused this long without looking again: refusing a flood has to cost nothing. */
const FULL_MS = 1000;

/** The attribute with the number that all instances share (`admit`). */
const FREE_AT = 'vrijVanaf';

/** How many requests were reserved, or how long until there is room. */
export type ReserveOutcome = { readonly count: number } | { readonly waitMs: number };

/** The places to wait, the counts of a day and the pace of organisations, for all instances together. */
export const createLimits = (table: Pick<Table, 'read' | 'insert' | 'replace' | 'add'>) => {
  const placeOf = (organisation: string, number: number, until: number) => ({
    pk: `LIMIET#${organisation}`,
    sk: `WACHT#${number}`,
    tot: until,
  });

  const take = async (organisation: string, number: number, until: number, now: number): Promise<boolean> => {
    const wanted = placeOf(organisation, number, until);
    const held = await table.read(wanted);
    if (held === undefined) return table.insert(wanted);
    return Number(held['tot']) <= now && table.replace(wanted, { tot: Number(held['tot']) });
  };

  /** Counts one more on a day (`YYYY-MM-DD`); false when there were as many already. */
  const count = (of: string, what: 'ZOEK' | 'LINK', day: string, most: number): Promise<boolean> =>
    table.add(
      {
        pk: `LIMIET#${of}`,
        sk: `${what}#${day}`,
        verlooptOp: Math.floor(Date.parse(day) / 1000) + KEPT_SECONDS,
      },
      { attribute: 'aantal', amount: 1, from: 0, until: most - 1 },
    );

  const fullUntil = new Map<string, number>();

  return {
    /** Takes a place to wait until a moment; undefined when this organisation has no place left. */
    async hold(organisation: string, until: number, now: number): Promise<WaitingPlace | undefined> {
      if (now < (fullUntil.get(organisation) ?? 0)) return undefined;
      for (let number = 0; number < MAX_WAITING; number++) {
        if (await take(organisation, number, until, now)) return { number, until };
      }
      fullUntil.set(organisation, now + FULL_MS);
      return undefined;
    },

    /** Gives the place back before its time. */
    async release(organisation: string, { number, until }: WaitingPlace): Promise<void> {
      await table.replace(placeOf(organisation, number, 0), { tot: until });
      fullUntil.delete(organisation);
    },

    /**
     * Reserves some requests of the pace of an organisation, over all instances: a read, and one write when there is room. Throws
     * what the table does, and `ThrottlingException` when others kept being first.
     */
    reserve: (
      organisation: string,
      entrance: Entrance,
      { pace, wanted, now }: { readonly pace: Pace; readonly wanted: Needed; readonly now: number },
    ): Promise<ReserveOutcome> => {
      const key = { pk: `LIMIET#${organisation}`, sk: `TEMPO#${entrance}` };
      return retry<ReserveOutcome>(
        async () => {
          const stored = (await table.read(key))?.[FREE_AT];
          const room = admit(stored === undefined ? undefined : Number(stored), pace, wanted, now);
          if ('waitMs' in room) return room;
          const { count, freeAt, anew, until } = room;
          const item = { ...key, verlooptOp: Math.ceil(freeAt / 1000) + PACE_KEPT_SECONDS };
          const written = anew
            ? await table.replace({ ...item, [FREE_AT]: freeAt }, { [FREE_AT]: Number(stored) })
            : await table.add(item, {
                attribute: FREE_AT,
                amount: count * requestMs(pace),
                from: now,
                until,
              });
          return written ? { count } : AGAIN;
        },
        {
          times: ATTEMPTS,
          pauseMs: (failed) => Math.random() * 20 * failed,
          exhausted: () =>
            Object.assign(new Error('te veel verzoeken tegelijk'), { name: 'ThrottlingException' }),
        },
      );
    },

    /** Counts a search on a day (`YYYY-MM-DD`); false when this organisation had made all of its searches. */
    searched: (organisation: string, day: string): Promise<boolean> =>
      count(organisation, 'ZOEK', day, SEARCHES_PER_DAY),

    /** Counts a link to sign in on a day; false when this person was sent as many as a day has. */
    linkSent: (medewerker: string, day: string): Promise<boolean> =>
      count(medewerker, 'LINK', day, LINKS_PER_DAY),
  };
};

export type Limits = ReturnType<typeof createLimits>;
