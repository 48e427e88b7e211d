import { type NationalTermijn, WARNED_BEFORE } from '../../contracts/gemeente-profile.ts';
import type { TermijnRule } from './profile.ts';

type NationalRule = Omit<TermijnRule, 'id' | 'bron'>;

/** The Wet inburgering 2021 is in force since this day. */
const valid = { from: '2022-01-01' };

/**
 * Three years from the day after the dagtekening of the first PIP, and longer when DUO extends them (Wet inburgering 2021
 * art. 6 and 11). More than twelve weeks, so the Algemene termijnenwet moves no end of it (art. 4).
 */
const withinThreeYears = (naam: string, eindGebeurtenis: TermijnRule['eindGebeurtenis']): NationalRule => ({
  naam,
  startGebeurtenis: 'inburgeringstermijn-gestart',
  eindGebeurtenis,
  duur: 'P3Y',
  endsByDuo: true,
  soort: 'wettelijk',
  algemeneTermijnenwet: false,
  warnedBefore: 'P6M',
  valid,
});

/**
 * The terms of the law, which are the same in every gemeente. A gemeente only adds its own number, and where it wrote the term
 * down.
 */
export const nationalTermijnen: Readonly<Record<NationalTermijn, NationalRule>> = {
  /** The statutory ten weeks for the PIP (Besluit inburgering 2021 art. 5.3). */
  pip: {
    naam: 'PIP vaststellen',
    startGebeurtenis: 'pip-termijn-gestart',
    eindGebeurtenis: 'pip-vastgesteld',
    duur: 'P10W',
    soort: 'wettelijk',
    algemeneTermijnenwet: true,
    warnedBefore: WARNED_BEFORE,
    valid,
  },
  inburgeringstermijn: withinThreeYears('Inburgeren', 'inburgeringsplicht-voldaan'),
  /** Only in the B1-route and the Z-route (werkafspraken R13c.T1). */
  map: { ...withinThreeYears('MAP afronden', 'map-afgerond'), isOfMap: true },
  pvt: withinThreeYears('PVT afronden', 'pvt-afgerond'),
};
