import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterMissing,
  askedUntil,
  isOverdue,
  PROMISED_MS,
  secondsUntilNext,
} from '../../../../domain/duo/pending.ts';

const NOW = new Date('2026-10-24T22:30:00.000Z');
const waiting = (attempts: number) => ({ firstAskedAt: NOW.toISOString(), attempts });
/** The longest wait after so many attempts. */
const longest = (attempts: number) => secondsUntilNext(waiting(attempts), 1 - Number.EPSILON);

describe('an answer of DUO that is not there yet', () => {
  it('is given up 48 hours after it was first asked for, also when the clock changes', () => {
    const until = askedUntil(afterMissing(undefined, NOW));
    expect(until).toBe('2026-10-26T22:30:00.000Z');
    expect(isOverdue(waiting(3), new Date(NOW.getTime() + PROMISED_MS - 1))).toBe(false);
    expect(isOverdue(waiting(3), new Date(NOW.getTime() + PROMISED_MS))).toBe(true);
  });

  it('keeps the moment of the first question, and counts the questions', () => {
    const once = afterMissing(undefined, NOW);
    expect(afterMissing(once, new Date(NOW.getTime() + 5000))).toEqual({ ...once, attempts: 2 });
  });

  it('is asked for after five seconds, then ever later, up to an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 100].map(longest)).toEqual([
      5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600,
    ]);
  });

  it('is never asked for sooner than half of that wait, nor within a second', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: -1, max: 1_000_000 }), random, (attempts, chance) => {
        const seconds = secondsUntilNext(waiting(attempts), chance);
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(Math.floor(longest(attempts) / 2));
        expect(seconds).toBeLessThanOrEqual(longest(attempts));
      }),
    );
  });
});
