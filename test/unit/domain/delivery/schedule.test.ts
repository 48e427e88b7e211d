import { describe, expect, it } from 'vitest';
import { MAX_ATTEMPTS, waitAfter } from '../../../../domain/delivery/schedule.ts';

/** Standard Webhooks 1.0.0, the example schedule: offsets of the ten tries from the first, in seconds. */
const OFFSETS = [0, 5, 305, 2_105, 9_305, 27_305, 63_305, 113_705, 185_705, 272_105];

const offsets = (chance: number): readonly number[] => {
  const found = [0];
  for (let done = 1; ; done++) {
    const wait = waitAfter(done, chance);
    if (wait === undefined) return found;
    found.push((found.at(-1) ?? 0) + wait / 1000);
  }
};

describe('the schedule of tries', () => {
  it('has the offsets of the standard, and ends with the tenth attempt', () => {
    expect(offsets(0)).toEqual(OFFSETS);
    expect(MAX_ATTEMPTS).toBe(OFFSETS.length);
  });

  it('spreads each wait by at most a tenth, and never shortens it', () => {
    const later = offsets(0.999);
    later.forEach((offset, number) => {
      expect(offset).toBeGreaterThanOrEqual(OFFSETS[number] ?? 0);
      expect(offset).toBeLessThanOrEqual((OFFSETS[number] ?? 0) * 1.1);
    });
  });

  it.each([
    ['longer than the wait', 60_000, 60_000],
    ['shorter than the wait', 1_000, 5_000],
    ['more than a day', 1e12, 24 * 3_600_000],
  ])('takes the Retry-After of a receiver as a minimum: %s', (_, requested, expected) => {
    expect(waitAfter(1, 0, requested)).toBe(expected);
  });
});
