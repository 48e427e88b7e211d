import { expect, it, test } from 'vitest';
import { Naam } from '../../../../contracts/coa.ts';
import { salutationOf, voornaamOf } from '../../../../domain/partners/name.ts';

test.each([
  [{ voornamen: 'Yusuf Ali', voorvoegsel: 'el', geslachtsnaam: 'Qasim' }, 'Y.A. el Qasim', 'Yusuf'],
  [{ geslachtsnaam: 'Mohammad' }, 'Mohammad', 'Mohammad'],
  [{ geslachtsnaam: 'Mohammad Ali' }, 'Mohammad Ali', 'Mohammad Ali'],
  [{ voornamen: '-', voorvoegsel: 'van', geslachtsnaam: 'Dam' }, '- van Dam', 'Dam'],
  [{ voornamen: 'Yusuf Ali' }, 'Yusuf Ali', 'Yusuf'],
  [{ voornamen: 'Yusuf Ali', geslachtsnaam: '.' }, 'Yusuf Ali', 'Yusuf'],
  [{ voornamen: '...', geslachtsnaam: '.' }, '.', '.'],
  [{ voornamen: '-' }, '-', '-'],
  [{ voornamen: '😀', geslachtsnaam: 'Test' }, '😀 Test', '😀'],
])('%j is told as %s, and called %s', (naam, told, called) => {
  const { voorletters, voorvoegsel, geslachtsnaam } = salutationOf(naam);
  expect([voorletters, voorvoegsel, geslachtsnaam].filter((part) => part !== undefined).join(' ')).toBe(told);
  expect(voornaamOf(naam)).toBe(called);
});

it('a name without either part is refused, at both places', () => {
  const result = Naam.safeParse({ voorvoegsel: 'van' });
  expect(result.error?.issues.map(({ path }) => path)).toEqual([['voornamen'], ['geslachtsnaam']]);
});
