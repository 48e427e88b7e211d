import fc from 'fast-check';

/** Arbitrary moments for property tests, and the ways to write one. */

export interface DrawnInstant {
  readonly seconds: number;
  /** Decimals of the second, without zeros at the end. */
  readonly decimals: string;
}

/** Around the night of 25 October 2026, in which the Dutch clock has one hour twice. */
const NIGHT = Date.parse('2026-10-25T00:00:00Z') / 1000;

export const instant: fc.Arbitrary<DrawnInstant> = fc.record({
  seconds: fc.integer({ min: NIGHT - 7200, max: NIGHT + 7200 }),
  decimals: fc.constantFrom('', '5', '25', '123', '1234567', '000001'),
});

const OFFSETS = [0, 60, 120, -330, 845];

const twoDigits = (value: number): string => String(value).padStart(2, '0');

const offsetText = (minutes: number): string => {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
};

const spelling = ({ seconds, decimals }: DrawnInstant): fc.Arbitrary<string> =>
  fc
    .record({
      offset: fc.constantFrom(...OFFSETS),
      zeros: fc.integer({ min: 0, max: 3 }),
      zulu: fc.boolean(),
    })
    .map(({ offset, zeros, zulu }) => {
      const local = new Date((seconds + offset * 60) * 1000).toISOString().slice(0, 19);
      const written = decimals + '0'.repeat(zeros);
      const zone = offset === 0 && zulu ? 'Z' : offsetText(offset);
      return `${local}${written === '' ? '' : `.${written}`}${zone}`;
    });

/** Two ways to write the same moment. */
export const spellings = (drawn: DrawnInstant): fc.Arbitrary<[string, string]> =>
  fc.tuple(spelling(drawn), spelling(drawn));
