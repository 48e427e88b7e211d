import { expect, it } from 'vitest';
import { labelOf, linesOf, nameOf } from '../../../../../functions/loket/words/fields.ts';

it.each([
  ['isCoaLocatie', 'Locatie van COA'],
  ['huishoudenId', 'Kenmerk van het huishouden'],
  ['contactpersoonCoa', 'Contactpersoon bij COA'],
  ['vNummer', 'V-nummer'],
  ['hoogsteOpleiding', 'Hoogste opleiding'],
  ['brede-intake', 'Brede intake'],
])('%s is called what somebody would say', (field, label) => {
  expect(labelOf(field)).toBe(label);
});

it.each([
  [{ voornamen: 'Suharto' }, 'Suharto'],
  [{ geslachtsnaam: 'Suharto' }, 'Suharto'],
  [{ voornamen: 'Aya', voorvoegsel: 'el', geslachtsnaam: 'Amrani' }, 'Aya el Amrani'],
  [{ voorletters: 'A.', geslachtsnaam: 'Amrani' }, 'A. Amrani'],
  [{ voorvoegsel: 'el' }, undefined],
])('the name in %j is said as %s', (naam, said) => {
  expect(nameOf(naam)).toBe(said);
});

it('what DUO says to have no end has none', () => {
  expect(linesOf({ einddatum: '9999-12-31' })).toEqual([{ label: 'Einddatum', text: 'geen einde' }]);
});

it('what a reader has no use for is no line', () => {
  expect(linesOf({ volgnummer: 1, isCoaLocatie: false, naam: undefined })).toEqual([
    { label: 'Locatie van COA', text: 'nee' },
  ]);
});
