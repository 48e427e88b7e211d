import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uitstelSeconden } from '../../../functions/duo/uitstel.ts';

const pogingen = fc.integer({ min: 1, max: 100 });
const toeval = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** The longest that a try can be put off. */
const hoogste = (poging: number) => uitstelSeconden(poging, 1 - Number.EPSILON);
const laagste = (poging: number) => uitstelSeconden(poging, 0);

describe('the wait before DUO is asked again', () => {
  it('is a whole number of seconds, never none and never more than a quarter of an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 1_000_000 }), toeval, (poging, kans) => {
        const seconden = uitstelSeconden(poging, kans);
        expect(Number.isInteger(seconden)).toBe(true);
        expect(seconden).toBeGreaterThanOrEqual(3);
        expect(seconden).toBeLessThanOrEqual(900);
      }),
    );
  });

  it('doubles with each try until it has reached a quarter of an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 100].map(hoogste)).toEqual([
      5, 10, 20, 40, 80, 160, 320, 640, 900, 900,
    ]);
    fc.assert(
      fc.property(pogingen, (poging) => {
        expect(hoogste(poging + 1)).toBe(Math.min(900, hoogste(poging) * 2));
      }),
    );
  });

  it('varies by half, so that not everybody comes back at once', () => {
    fc.assert(
      fc.property(pogingen, toeval, (poging, kans) => {
        expect(laagste(poging)).toBe(Math.ceil(hoogste(poging) / 2));
        expect(uitstelSeconden(poging, kans)).toBeGreaterThanOrEqual(laagste(poging));
        expect(uitstelSeconden(poging, kans)).toBeLessThanOrEqual(hoogste(poging));
      }),
    );
  });
});
