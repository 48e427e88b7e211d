import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admit,
  IN_ADVANCE,
  LARGEST_LEASE,
  LEASE_MS,
  type Lease,
  type Pace,
  requestMs,
  takeOne,
  withReserve,
} from '../../../domain/pace.ts';

const PACE: Pace = { perMinute: 60, burst: 5 };
const ONE = { least: 1, most: 1 };

/** How many of these moments are let through, in order, each reserved by itself. */
const admitted = (moments: readonly number[], pace = PACE): number => {
  let freeAt: number | undefined;
  let count = 0;
  for (const now of moments) {
    const room = admit(freeAt, pace, ONE, now);
    if ('waitMs' in room) continue;
    freeAt = room.freeAt;
    count++;
  }
  return count;
};

describe('a pace', () => {
  it('lets a burst through at once, and then one for each interval', () => {
    expect(admitted([0, 0, 0, 0, 0, 0, 0])).toBe(5);
    expect(admitted([0, 0, 0, 0, 0, 999, 1000, 1001, 2000])).toBe(7);
  });

  it('says how long to wait, after which there is room', () => {
    expect(admit(5100, PACE, ONE, 100)).toEqual({ waitMs: 1000 });
    expect(admit(5100, PACE, ONE, 1100)).toMatchObject({ count: 1 });
    expect(admit(5100, PACE, { least: 3, most: 4 }, 100)).toEqual({ waitMs: 3000 });
    expect(admit(5100, PACE, { least: 3, most: 4 }, 3100)).toMatchObject({ count: 3 });
  });

  it('gives as many as there is room for, up to what is wanted, and says up to where the number may stand then', () => {
    expect(admit(undefined, PACE, { least: 1, most: 9 }, 0)).toEqual({
      count: 5,
      freeAt: 5000,
      anew: false,
      until: 0,
    });
    expect(admit(2000, PACE, { least: 1, most: 2 }, 0)).toEqual({
      count: 2,
      freeAt: 4000,
      anew: false,
      until: 3000,
    });
  });

  it('begins anew where the number lies in the past, or further ahead than any right clock put it', () => {
    const begun = { count: 1, freeAt: 101_000, anew: true };
    expect(admit(99_999, PACE, ONE, 100_000)).toMatchObject(begun);
    expect(admit(24 * 3600_000, PACE, ONE, 100_000)).toMatchObject(begun);
    // A clock that is a second ahead is no reason.
    expect(admit(106_000, PACE, ONE, 100_000)).toEqual({ waitMs: 2000 });
  });

  it('lets no more through in any time than its burst and its rate, whatever the moments', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60_000), { maxLength: 200 }), (moments) => {
        const inOrder = moments.toSorted((one, other) => one - other);
        const span = (inOrder.at(-1) ?? 0) - (inOrder[0] ?? 0);
        expect(admitted(inOrder)).toBeLessThanOrEqual(PACE.burst + Math.floor(span / requestMs(PACE)));
      }),
    );
  });
});

describe('a lease', () => {
  /** Takes requests until one has to be reserved: how many went, and what is wanted. */
  const exhaust = (begin: Lease | undefined, now = 0) => {
    let lease = begin;
    for (let count = 0; ; count++) {
      const taken = takeOne(lease, now);
      if (!taken.let) return { count, ...taken };
      lease = taken.lease;
    }
  };

  it('lets the first requests through in advance, and then pays for them with the next', () => {
    const { count, wanted } = exhaust(undefined);
    expect([count, wanted]).toEqual([
      IN_ADVANCE,
      { least: IN_ADVANCE + 1, most: IN_ADVANCE + IN_ADVANCE / 2 },
    ]);
  });

  it('asks for half as many as went already, up to a largest number, and owes nothing once they were reserved', () => {
    let { lease, wanted } = exhaust(undefined);
    const asked: number[] = [];
    for (let round = 0; round < 11; round++) {
      ({ lease, wanted } = exhaust(withReserve(lease, wanted.most, 0)));
      asked.push(wanted.most);
      expect(wanted.least).toBe(1);
    }
    expect(asked).toEqual([2, 3, 4, 6, 9, 14, 21, 31, 47, LARGEST_LEASE, LARGEST_LEASE]);
  });

  it('ends, and what is left of it is lost; one that ends too late was made by a clock that went back', () => {
    const lease = withReserve(exhaust(undefined).lease, 50, 1000);
    for (const now of [1000 + LEASE_MS, 0]) {
      expect(takeOne(lease, now)).toEqual({
        let: true,
        lease: { until: now + LEASE_MS, left: IN_ADVANCE - 1, used: 1, owed: 1 },
      });
    }
    expect(takeOne(lease, 999 + LEASE_MS)).toMatchObject({ lease: { left: 49 - IN_ADVANCE, owed: 0 } });
  });
});
