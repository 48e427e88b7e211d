import { expect, it } from 'vitest';
import { labelOf, linesOf } from '../../../../../functions/loket/words/fields.ts';

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

it('what DUO says to have no end has none', () => {
  expect(linesOf({ einddatum: '9999-12-31' })).toEqual([{ label: 'Einddatum', text: 'geen einde' }]);
});

it('what a reader has no use for is no line', () => {
  expect(linesOf({ volgnummer: 1, isCoaLocatie: false, naam: undefined })).toEqual([
    { label: 'Locatie van COA', text: 'nee' },
  ]);
});
