import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, type Pace } from '../../../domain/limits.ts';

const PACE: Pace = { perMinute: 60, burst: 5 };

/** How many of these moments are let through, in order. */
const admitted = (moments: readonly number[], pace = PACE): number => {
  let freeAt: number | undefined;
  let count = 0;
  for (const now of moments) {
    const admission = admit(freeAt, pace, now);
    if ('waitMs' in admission) continue;
    freeAt = admission.freeAt;
    count++;
  }
  return count;
};

describe('a pace', () => {
  it('lets a burst through at once, and then one for each interval', () => {
    expect(admitted([0, 0, 0, 0, 0, 0, 0])).toBe(5);
    expect(admitted([0, 0, 0, 0, 0, 999, 1000, 1001, 2000])).toBe(7);
  });

  it('says how long to wait, after which the request is let through', () => {
    let freeAt: number | undefined;
    for (let n = 0; n < 5; n++) {
      const admission = admit(freeAt, PACE, 100);
      if ('freeAt' in admission) freeAt = admission.freeAt;
    }
    expect(admit(freeAt, PACE, 100)).toEqual({ waitMs: 1000 });
    expect(admit(freeAt, PACE, 1100)).toHaveProperty('freeAt');
  });

  it('lets no more through in any time than its burst and its rate, whatever the moments', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60_000), { maxLength: 200 }), (moments) => {
        const inOrder = moments.toSorted((one, other) => one - other);
        const span = (inOrder.at(-1) ?? 0) - (inOrder[0] ?? 0);
        expect(admitted(inOrder)).toBeLessThanOrEqual(PACE.burst + Math.floor(span / 1000));
      }),
    );
  });
});
