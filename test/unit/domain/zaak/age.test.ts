import { expect, test } from 'vitest';
import { canBeInburgeringsplichtig, isAtLeast } from '../../../../domain/zaak/age.ts';

test.each([
  ['2008-02-29', '2026-02-27', false],
  ['2008-02-29', '2026-02-28', false],
  ['2008-02-29', '2026-03-01', true],
  ['2004-02-29', '2024-02-28', true],
  ['2008-02-28', '2026-02-28', true],
  ['2008-02', '2026-02-01', true],
])('a person born on %s is 18 on %s: %s', (born, day, expected) => {
  expect(isAtLeast(18, born, day)).toBe(expected);
  expect(canBeInburgeringsplichtig(born, day)).toBe(expected);
});

test('a person born on 29 February turns 20 on that day in a leap year', () => {
  expect(isAtLeast(20, '2004-02-29', '2024-02-28')).toBe(false);
  expect(isAtLeast(20, '2004-02-29', '2024-02-29')).toBe(true);
});

test('a person born on 29 February reaches the AOW age on 1 March of a common year', () => {
  expect(canBeInburgeringsplichtig('1960-02-29', '2027-02-28')).toBe(true);
  expect(canBeInburgeringsplichtig('1960-02-29', '2027-03-01')).toBe(false);
});

test.each([
  // 66 years and 10 months in 2023, when 67 years counted from 2024 on.
  ['1957-02-10', '2023-12-09', true],
  ['1957-02-10', '2024-01-05', false],
  ['1957-03-01', '2024-02-29', true],
  ['1957-03-01', '2024-03-01', false],
  // 66 years and 7 months in 2022, and 66 years and 10 months from 2023 on.
  ['1956-05-31', '2023-01-10', false],
  ['1956-06-01', '2023-01-10', true],
  // 66 years and 4 months until 2021.
  ['1955-08-31', '2022-01-03', false],
  // 67 years in 2027, and three months more from 2028 on.
  ['1960-12-31', '2028-02-01', false],
  ['1961-01-01', '2028-02-01', true],
  ['1961-01-01', '2028-04-01', false],
])(
  'the AOW age that a person born on %s reached counts on in the next year, on %s: %s',
  (born, day, expected) => {
    expect(canBeInburgeringsplichtig(born, day)).toBe(expected);
  },
);
