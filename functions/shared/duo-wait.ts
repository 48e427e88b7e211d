/** Longest wait between two tries: a quarter of an hour. */
const HIGHEST_SECONDS = 900;
const FIRST_SECONDS = 5;

/**
 * Seconds to wait before DUO is asked again: doubling per try up to a quarter of an hour, with jitter so that not every message
 * comes back at once. `attempt` counts from 1; `chance` lies in [0, 1).
 */
export const postponeSeconds = (attempt: number, chance: number): number => {
  const complete = Math.min(HIGHEST_SECONDS, FIRST_SECONDS * 2 ** Math.min(Math.max(attempt, 1) - 1, 20));
  return Math.ceil(complete / 2 + (complete / 2) * chance);
};
