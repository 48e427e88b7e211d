/**
 * When a delivery that failed is tried again (Standard Webhooks 1.0.0, example schedule): at 0, 5 s, 5 m 5 s, 35 m 5 s,
 * 2 h 35 m 5 s, … up to 75 h 35 m 5 s after the first try.
 */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Milliseconds between one try and the next. */
export const WAITS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** The longest wait of the schedule, and with that the longest that a receiver can ask for. */
export const LONGEST_WAIT_MS = Math.max(...WAITS_MS);

/** Tries in all; after the last the message is parked. */
export const MAX_ATTEMPTS = WAITS_MS.length + 1;

/** The largest part of the wait that is added to it by chance, so that not every message comes back at once. */
const JITTER = 0.1;

/**
 * Milliseconds to wait after the `done`-th failed try (from 1), or undefined when that was the last. `chance` lies in
 * [0, 1). What the receiver asked for (`Retry-After`, in ms) is a minimum, up to the longest wait of the schedule.
 */
export const waitAfter = (done: number, chance: number, retryAfterMs = 0): number | undefined => {
  const wait = WAITS_MS[done - 1];
  if (wait === undefined) return undefined;
  return Math.max(Math.round(wait * (1 + JITTER * chance)), Math.min(retryAfterMs, LONGEST_WAIT_MS));
};

/** The longest that the schedule of a message lasts. */
export const LONGEST_SCHEDULE_MS = WAITS_MS.reduce((total, wait) => total + wait * (1 + JITTER), 0);
