import { expect, it } from 'vitest';
import { titleOf } from '../../../contracts/hub-type.ts';
import { REGIEVOERDER_GEBEURTENISSEN } from '../../../contracts/regievoerder.ts';
import { ROUTEMAP_EVENTS } from '../../../contracts/routemap.ts';
import { nameOfCode, PUBLISHED_CODES } from '../../../domain/duo/meanings.ts';

it.each([
  ['woning-bezichtigd', 'Woning bezichtigd'],
  ['pip-deel-gedeeld', 'PIP-deel gedeeld'],
  ['pip-vastgesteld', 'PIP vastgesteld'],
  ['pip-termijn-gestart', 'PIP-termijn gestart'],
  ['overdracht-coa-ontvangen', 'Overdracht COA ontvangen'],
  ['azc-uitstroom-bevestigd', 'Azc-uitstroom bevestigd'],
  ['financiele-voorzieningen-geregeld', 'Financiële voorzieningen geregeld'],
  ['brede-intake-gesprek-gevoerd', 'Gesprek brede intake gevoerd'],
  ['brede-intake-afgerond', 'Brede intake afgerond'],
  ['leerbaarheidstoets-uitslag-ontvangen', 'Uitslag leerbaarheidstoets ontvangen'],
  ['leerbaarheidstoets-afgenomen', 'Leerbaarheidstoets afgenomen'],
  ['brp-adres-gewijzigd', 'BRP-adres gewijzigd'],
  ['aan-duo-niet-gemeld', 'Aan DUO niet gemeld'],
])('the name %s is read as %s', (name, title) => {
  expect(titleOf(name)).toBe(title);
});

it('no abbreviation in a name is read in lower case, nor as a word of its own before what it belongs to', () => {
  const names = [...ROUTEMAP_EVENTS, ...REGIEVOERDER_GEBEURTENISSEN, ...PUBLISHED_CODES.map(nameOfCode)];
  const wrong = names
    .map(titleOf)
    .filter((title) => /\b(?:Brp|brp|Pip|pip|Pop|pop|Duo|duo|coa|Bio|bio)\b/.test(title));
  expect(wrong).toEqual([]);
});
