import type { Organisation } from './organisations.ts';

/** How much one organisation may ask, so that no caller keeps the others from being answered. All of it is data. */

/** Requests a minute, and how many may come at once. */
export interface Pace {
  readonly perMinute: number;
  readonly burst: number;
}

/**
 * By role. A source sends its corrections by the ten thousand (DUO's largest is 20 thousand); a partner confirms each
 * message that it fetched; at a gemeente people and one system read.
 */
export const PACE: Readonly<Record<Organisation['rol'], Pace>> = {
  bron: { perMinute: 30_000, burst: 5_000 },
  partner: { perMinute: 3_000, burst: 2_000 },
  gemeente: { perMinute: 3_000, burst: 2_000 },
  beheer: { perMinute: 3_000, burst: 2_000 },
};

/** Requests of one organisation that may wait for messages at the same time (`wacht`). */
export const MAX_WAITING = 4;

/** Searches for a person that one gemeente may make on a day: whoever works there stays far below it. */
export const SEARCHES_PER_DAY = 5_000;

/** What became of a request: the state after it was let through, or how long to wait. */
export type Admission = { readonly freeAt: number } | { readonly waitMs: number };

/**
 * Whether a request keeps to a pace: a generic cell rate algorithm with a burst. `freeAt` is the state that the request
 * before it left, in milliseconds since 1970.
 */
export const admit = (freeAt: number | undefined, { perMinute, burst }: Pace, now: number): Admission => {
  const interval = 60_000 / perMinute;
  const due = Math.max(now, freeAt ?? 0);
  const early = due - now - (burst - 1) * interval;
  return early > 0 ? { waitMs: Math.ceil(early) } : { freeAt: due + interval };
};
