import { MAX_WAITING, SEARCHES_PER_DAY } from '../../domain/limits.ts';
import { AGAIN, retry } from '../retry.ts';
import type { Table } from './table.ts';

/** What the whole hub counts of one organisation: requests that wait for messages, and searches of a day. */

/** A place for a request that waits. It is free again at this moment, whatever becomes of who holds it. */
export interface WaitingPlace {
  readonly number: number;
  readonly until: number;
}

/** A search of another day is counted anew; its count is kept this long after its day began. */
const KEPT_SECONDS = 2 * 24 * 3600;
const ATTEMPTS = 20;

/** An organisation without a place is refused this long without looking again: refusing a flood has to cost nothing. */
const FULL_MS = 1000;

export const createLimits = (table: Pick<Table, 'read' | 'insert' | 'replace'>) => {
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

    /** Counts a search on a day (`YYYY-MM-DD`); false when this organisation had made all of its searches. */
    searched: (organisation: string, day: string): Promise<boolean> =>
      retry(
        async () => {
          const key = { pk: `LIMIET#${organisation}`, sk: `ZOEK#${day}` };
          const count = Number((await table.read(key))?.['aantal'] ?? 0);
          if (count >= SEARCHES_PER_DAY) return false;
          const verlooptOp = Math.floor(Date.parse(day) / 1000) + KEPT_SECONDS;
          const next = { ...key, aantal: count + 1, verlooptOp };
          const counted = await (count === 0 ? table.insert(next) : table.replace(next, { aantal: count }));
          return counted ? true : AGAIN;
        },
        {
          times: ATTEMPTS,
          pauseMs: (failed) => Math.random() * 20 * failed,
          exhausted: () =>
            Object.assign(new Error('te veel zoekvragen tegelijk'), { name: 'ThrottlingException' }),
        },
      ),
  };
};

export type Limits = ReturnType<typeof createLimits>;
