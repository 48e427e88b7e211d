import type { Bsn } from '../../contracts/basistypen.ts';
import type { DuoAntwoorden } from '../../contracts/duo.ts';
import { canonicalInstant, isSameInstant } from '../../contracts/instant.ts';
import type { BrpBericht, DuoBericht, InkomendBericht } from '../../contracts/intern.ts';
import type { Feit, Oorzaak } from './feiten.ts';
import { bsnVan, isBekend, type Zaak } from './zaak.ts';

/** What a message amounts to for one person. Total: every message ends in exactly one of these. */
export type ZaakBesluit =
  | { readonly soort: 'feiten'; readonly feiten: readonly Feit[] }
  /** Known already, in this or another message: nothing to do, nothing to record. */
  | { readonly soort: 'al bekend' }
  | { readonly soort: 'wacht'; readonly nodig: 'koppeling' | 'bsn' }
  | { readonly soort: 'quarantaine'; readonly reden: string };

/** DUO can be asked about this person, and has to be before there is a decision. */
export type Bevraging = { readonly soort: 'bevraag'; readonly bsn: Bsn | undefined };

export const TEGENSTRIJDIGE_NUMMERS = 'BSN en V-nummer spreken een eerder bericht tegen';

/** The part of a message that a fact keeps. */
export const oorzaakVan = ({ ontvangstId, berichtId, bron, tijdstip }: InkomendBericht): Oorzaak => ({
  ontvangstId,
  berichtId,
  bron,
  tijdstip,
});

/** Never merge persons automatically: numbers that contradict each other are for a human (docs/domein.md, case 5). */
const spreektTegen = (zaak: Zaak, bsn: Bsn | undefined): boolean => {
  const bekend = bsnVan(zaak);
  return bsn !== undefined && bekend !== undefined && bekend !== bsn;
};

const alsNieuw = (zaak: Zaak, feit: Feit): ZaakBesluit =>
  zaak.feiten.has(feit.feitId) ? { soort: 'al bekend' } : { soort: 'feiten', feiten: [feit] };

/** The BRP's own message, whichever receipt it has: that id follows from a secret, which can be replaced. */
const brpFeitId = ({ bron, berichtId }: BrpBericht): string => `brp:${bron}#${berichtId}`;

/** A BRP message: applied as soon as the person is known, whatever came first. */
export const beslisBrp = (zaak: Zaak, bericht: BrpBericht): ZaakBesluit => {
  if (!isBekend(zaak)) return { soort: 'wacht', nodig: 'koppeling' };
  if (spreektTegen(zaak, bericht.data.bsn)) return { soort: 'quarantaine', reden: TEGENSTRIJDIGE_NUMMERS };
  const basis = { ...oorzaakVan(bericht), feitId: brpFeitId(bericht) };
  switch (bericht.type) {
    case 'nl.brp.persoon.ingeschreven.v1':
      return alsNieuw(zaak, { ...basis, soort: 'brp-inschrijving', gegevens: bericht.data });
    case 'nl.brp.persoon.verhuisd.v1':
      return alsNieuw(zaak, { ...basis, soort: 'brp-verhuizing', gegevens: bericht.data });
    case 'nl.brp.persoon.overleden.v1':
      return alsNieuw(zaak, { ...basis, soort: 'brp-overlijden', gegevens: bericht.data });
  }
};

/** Decimals of a second beyond the milliseconds, `.4567` of `10:00:00.1234567Z`; empty when there are none. */
const beyondMilliseconds = (moment: string): string => {
  const decimals = /\.\d{3}(\d+)Z$/.exec(canonicalInstant(moment))?.[1];
  return decimals === undefined ? '' : `.${decimals}`;
};

const millisecondsId = ({ data }: DuoBericht): string =>
  `duo:${data.gebeurtenisId}:${Date.parse(data.registratieDatumTijd)}`;

/** DUO's own event, whatever berichtId it was notified with: the code and the moment of registration. */
export const duoFeitId = (bericht: DuoBericht): string =>
  `${millisecondsId(bericht)}${beyondMilliseconds(bericht.data.registratieDatumTijd)}`;

/** Whether this event of DUO is on the timeline. Ids of earlier facts leave out what is beyond the milliseconds. */
const isRecorded = (zaak: Zaak, bericht: DuoBericht): boolean => {
  if (zaak.feiten.has(duoFeitId(bericht))) return true;
  const earlier = zaak.feiten.get(millisecondsId(bericht));
  return earlier !== undefined && isSameInstant(earlier.tijdstip, bericht.tijdstip);
};

/** Of a further notification of the same event only a BSN that no message named before is new. */
const bekendVanDuo = (zaak: Zaak, bericht: DuoBericht): ZaakBesluit => {
  const { bsn } = bericht.data;
  return bsn === undefined || bsnVan(zaak) !== undefined
    ? { soort: 'al bekend' }
    : { soort: 'feiten', feiten: [{ ...oorzaakVan(bericht), feitId: 'bsn', soort: 'bsn', bsn }] };
};

/** Before DUO is asked: can and must the hub ask for this person at all? */
export const magBevragen = (
  zaak: Zaak,
  bericht: DuoBericht,
  vraagtIets: boolean,
): Bevraging | ZaakBesluit => {
  if (!isBekend(zaak)) return { soort: 'wacht', nodig: 'koppeling' };
  if (spreektTegen(zaak, bericht.data.bsn)) return { soort: 'quarantaine', reden: TEGENSTRIJDIGE_NUMMERS };
  if (isRecorded(zaak, bericht)) return bekendVanDuo(zaak, bericht);
  const bsn = bericht.data.bsn ?? bsnVan(zaak);
  return vraagtIets && bsn === undefined ? { soort: 'wacht', nodig: 'bsn' } : { soort: 'bevraag', bsn };
};

/** The notification with DUO's answers, recorded. */
export const beslisDuo = (zaak: Zaak, bericht: DuoBericht, antwoorden: DuoAntwoorden): ZaakBesluit => {
  if (spreektTegen(zaak, bericht.data.bsn)) return { soort: 'quarantaine', reden: TEGENSTRIJDIGE_NUMMERS };
  const feitId = duoFeitId(bericht);
  if (isRecorded(zaak, bericht)) return bekendVanDuo(zaak, bericht);
  return {
    soort: 'feiten',
    feiten: [{ ...oorzaakVan(bericht), feitId, soort: 'duo', notificatie: bericht.data, antwoorden }],
  };
};

/** The fact that a message waits, and for what. */
export const wachtFeit = (bericht: InkomendBericht, nodig: 'koppeling' | 'bsn'): Feit => ({
  ...oorzaakVan(bericht),
  feitId: `wacht:${bericht.ontvangstId}:${nodig}`,
  soort: 'wacht',
  nodig,
});
