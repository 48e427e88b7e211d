import { HOUR_MS } from './time.ts';

/**
 * Moments as RFC 3339 allows them to be written. `Date` and zod do not know all that a source may write: they refuse
 * `t` and `z` in lower case, and a leap second.
 */

const LEAP_SECOND = /:59:60(?=[.Z+-])/;
const isFirstSecondOfMonth = (moment: Date): boolean => moment.toISOString().slice(8, 19) === '01T00:00:00';

/**
 * Writes a moment in the spelling that the rest of the hub reads. A leap second becomes the second before it, as in
 * Temporal. It can only stand at the end of a month in UTC; any other text stays as it is.
 */
export const spellMoment = (text: string): string => {
  const upper = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text)
    ? text.toUpperCase()
    : text;
  if (!LEAP_SECOND.test(upper)) return upper;
  const before = upper.replace(LEAP_SECOND, ':59:59');
  const next = Date.parse(before.replace(/\.\d+/, '')) + 1000;
  return !Number.isNaN(next) && isFirstSecondOfMonth(new Date(next)) ? before : upper;
};

/**
 * How many hours the clock of a source may be ahead. Dutch summer time written as UTC is two, and clocks differ a
 * little.
 */
export const MAX_HOURS_AHEAD = 3;

/** Whether a source can have lived through this moment by now, given `MAX_HOURS_AHEAD`. */
export const isLived = (text: string, now: Date = new Date()): boolean =>
  Date.parse(text) <= now.getTime() + MAX_HOURS_AHEAD * HOUR_MS;
