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
