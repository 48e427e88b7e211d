import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Moment } from '../../../contracts/base-types.ts';
import { canonicalInstant, compareInstants, isSameInstant } from '../../../contracts/instant.ts';
import { instant, spellings } from './instants.ts';

describe('the moment in a message', () => {
  it.each([
    ['2026-10-20T11:30:00+02:00', '2026-10-20T09:30:00Z'],
    ['2026-10-20T09:30:00.000Z', '2026-10-20T09:30:00Z'],
    ['2026-10-20T09:30:00.500Z', '2026-10-20T09:30:00.5Z'],
    ['2026-10-20T09:30:00.1234567+00:00', '2026-10-20T09:30:00.1234567Z'],
    ['2026-10-20t09:30:00z', '2026-10-20T09:30:00Z'],
    ['2026-10-20T09:30Z', '2026-10-20T09:30:00Z'],
    ['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00Z'],
  ])('%s is kept as %s', (written, kept) => {
    expect(canonicalInstant(written)).toBe(kept);
  });

  it.each(['9999-12-31T23:30:00-01:00', '0000-01-01T00:30:00+01:00'])(
    '%s, whose year in UTC does not have four digits, stays a moment that the contract accepts',
    (written) => {
      expect(Moment.safeParse(canonicalInstant(written)).success).toBe(true);
    },
  );

  it.each([
    ['2026-10-20T11:30:00+02:00', '2026-10-20T10:00:00Z'],
    ['2026-10-20T10:00:00Z', '2026-10-20T10:00:00.5Z'],
    ['2026-10-20T10:00:00.9Z', '2026-10-20T10:00:01Z'],
    ['2026-10-20T10:00:00.1234567Z', '2026-10-20T10:00:00.1235Z'],
    // The hour that occurs twice in the night in which the clock is set back.
    ['2026-10-25T02:59:59+02:00', '2026-10-25T02:00:00+01:00'],
  ])('%s lies before %s', (earlier, later) => {
    expect(compareInstants(earlier, later)).toBeLessThan(0);
    expect(compareInstants(later, earlier)).toBeGreaterThan(0);
  });

  it('is kept the same however it is written', () => {
    fc.assert(
      fc.property(instant.chain(spellings), ([one, other]) => {
        expect(isSameInstant(one, other)).toBe(true);
        expect(canonicalInstant(one)).toBe(canonicalInstant(other));
        expect(Moment.parse(canonicalInstant(one))).toBe(canonicalInstant(one));
      }),
    );
  });

  it('has the order of its instant, however it is written', () => {
    fc.assert(
      fc.property(instant.chain(spellings), instant.chain(spellings), ([one, same], [other, equal]) => {
        expect(Math.sign(compareInstants(one, other))).toBe(Math.sign(compareInstants(same, equal)));
        // A sum, because toBe tells -0 from 0.
        expect(Math.sign(compareInstants(one, other)) + Math.sign(compareInstants(other, one))).toBe(0);
      }),
    );
  });
});
