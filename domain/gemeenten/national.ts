import type { NationalTermijn } from '../../contracts/gemeente-profile.ts';
import type { TermijnRule } from './profile.ts';

/** The terms of the law, the same in every gemeente: it adds only its own number, and where it wrote it down. */
export const nationalTermijnen: Readonly<Record<NationalTermijn, Omit<TermijnRule, 'id' | 'bron'>>> = {
  /** The statutory ten weeks for the PIP (Besluit inburgering 2021 art. 5.3). */
  pip: {
    naam: 'PIP vaststellen',
    startGebeurtenis: 'brp-inschrijving-ontvangen',
    eindGebeurtenis: 'pip-vastgesteld',
    duur: 'P10W',
    soort: 'wettelijk',
    algemeneTermijnenwet: true,
    valid: { from: '2022-01-01' },
  },
};
