import type { TermijnRegel } from './profiel.ts';

/** The statutory ten weeks for the PIP, the same in every gemeente (Besluit inburgering 2021 art. 5.3). */
export const pipTermijn = (id: string, bron: string): TermijnRegel => ({
  id,
  naam: 'PIP vaststellen',
  startGebeurtenis: 'brp-inschrijving-ontvangen',
  eindGebeurtenis: 'pip-vastgesteld',
  duur: 'P10W',
  soort: 'wettelijk',
  algemeneTermijnenwet: true,
  bron,
  geldig: { vanaf: '2022-01-01' },
});
