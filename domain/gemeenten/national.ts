import type { TermijnRule } from './profile.ts';

/** The statutory ten weeks for the PIP, the same in every gemeente (Besluit inburgering 2021 art. 5.3). */
export const pipTermijn = (id: string, source: string): TermijnRule => ({
  id,
  naam: 'PIP vaststellen',
  startGebeurtenis: 'brp-inschrijving-ontvangen',
  eindGebeurtenis: 'pip-vastgesteld',
  duur: 'P10W',
  soort: 'wettelijk',
  algemeneTermijnenwet: true,
  bron: source,
  valid: { from: '2022-01-01' },
});
