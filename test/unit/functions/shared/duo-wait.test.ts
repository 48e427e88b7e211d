import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postponeSeconds } from '../../../../functions/shared/duo-wait.ts';

const attempts = fc.integer({ min: 1, max: 100 });
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** The longest that a try can be put off. */
const highest = (attempt: number) => postponeSeconds(attempt, 1 - Number.EPSILON);
const lowest = (attempt: number) => postponeSeconds(attempt, 0);

describe('the wait before DUO is asked again', () => {
  it('is a whole number of seconds, never none and never more than a quarter of an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 1_000_000 }), chance, (attempt, chance) => {
        const seconds = postponeSeconds(attempt, chance);
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(3);
        expect(seconds).toBeLessThanOrEqual(900);
      }),
    );
  });

  it('doubles with each try until it has reached a quarter of an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 100].map(highest)).toEqual([
      5, 10, 20, 40, 80, 160, 320, 640, 900, 900,
    ]);
    fc.assert(
      fc.property(attempts, (attempt) => {
        expect(highest(attempt + 1)).toBe(Math.min(900, highest(attempt) * 2));
      }),
    );
  });

  it('varies by half, so that messages that were put off together do not come back at once', () => {
    fc.assert(
      fc.property(attempts, chance, (attempt, chance) => {
        expect(lowest(attempt)).toBe(Math.ceil(highest(attempt) / 2));
        expect(postponeSeconds(attempt, chance)).toBeGreaterThanOrEqual(lowest(attempt));
        expect(postponeSeconds(attempt, chance)).toBeLessThanOrEqual(highest(attempt));
      }),
    );
  });
});
