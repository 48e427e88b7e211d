import type { Bsn, Gemeentecode } from '../../contracts/base-types.ts';
import type { DuoResponses } from '../../contracts/duo.ts';
import { canonicalInstant, isSameInstant } from '../../contracts/instant.ts';
import type { BrpBericht, DuoBericht, InboundBericht } from '../../contracts/internal/bus-events.ts';
import { askingGemeente, reasonOtherDoel } from '../duo/doel.ts';
import type { Cause, Feit } from './feiten.ts';
import { situationOf } from './situation.ts';
import { bsnOf, isKnown, type Zaak } from './zaak.ts';

/** What a message amounts to for one person. Total: every message ends in exactly one of these. */
export type ZaakBesluit =
  | { readonly soort: 'feiten'; readonly feiten: readonly Feit[] }
  /** Known already, in this or another message: nothing to do, nothing to record. */
  | { readonly soort: 'al bekend' }
  | { readonly soort: 'wacht'; readonly nodig: 'koppeling' | 'bsn' }
  | { readonly soort: 'quarantaine'; readonly reden: string };

/** DUO can be asked about this person, and has to be before there is a decision. */
export type Query = {
  readonly soort: 'bevraag';
  readonly bsn: Bsn | undefined;
  /** As which gemeente the hub asks; without one it asks in its own name. */
  readonly gemeente: Gemeentecode | undefined;
};

export const CONTRADICTING_NUMBERS = 'BSN en V-nummer spreken een eerder bericht tegen';

/** The part of a message that a fact keeps. */
export const causeOf = ({ ontvangstId, berichtId, bron, tijdstip }: InboundBericht): Cause => ({
  ontvangstId,
  berichtId,
  bron,
  tijdstip,
});

/** Never merge persons automatically: numbers that contradict each other are for a human (docs/domein.md, case 5). */
const contradicts = (zaak: Zaak, bsn: Bsn | undefined): boolean => {
  const known = bsnOf(zaak);
  return bsn !== undefined && known !== undefined && known !== bsn;
};

const toNew = (zaak: Zaak, feit: Feit): ZaakBesluit =>
  zaak.feiten.has(feit.feitId) ? { soort: 'al bekend' } : { soort: 'feiten', feiten: [feit] };

/** The BRP's own message, whichever receipt it has: that id follows from a secret, which can be replaced. */
const brpFeitId = ({ bron, berichtId }: BrpBericht): string => `brp:${bron}#${berichtId}`;

/** A BRP message (werkafspraken R02.1): applied as soon as the person is known, whatever came first. */
export const decideBrp = (zaak: Zaak, bericht: BrpBericht): ZaakBesluit => {
  if (!isKnown(zaak)) return { soort: 'wacht', nodig: 'koppeling' };
  if (contradicts(zaak, bericht.data.bsn)) return { soort: 'quarantaine', reden: CONTRADICTING_NUMBERS };
  const basis = { ...causeOf(bericht), feitId: brpFeitId(bericht) };
  switch (bericht.type) {
    case 'nl.brp.persoon.ingeschreven.v1':
      return toNew(zaak, { ...basis, soort: 'brp-inschrijving', gegevens: bericht.data });
    case 'nl.brp.persoon.verhuisd.v1':
      return toNew(zaak, { ...basis, soort: 'brp-verhuizing', gegevens: bericht.data });
    case 'nl.brp.persoon.overleden.v1':
      return toNew(zaak, { ...basis, soort: 'brp-overlijden', gegevens: bericht.data });
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
const knownOfDuo = (zaak: Zaak, bericht: DuoBericht): ZaakBesluit => {
  const { bsn } = bericht.data;
  return bsn === undefined || bsnOf(zaak) !== undefined
    ? { soort: 'al bekend' }
    : { soort: 'feiten', feiten: [{ ...causeOf(bericht), feitId: 'bsn', soort: 'bsn', bsn }] };
};

/** The gemeente that this person belongs to: that of the koppeling. */
const ownGemeente = (zaak: Zaak): Gemeentecode | undefined => situationOf(zaak).koppeling?.gemeentecode;

/**
 * What is decided about a notification without asking DUO: its numbers contradict what is known, it is on the timeline
 * already, or it is meant for another gemeente than that of this person. Undefined when it is new and belongs here.
 */
const withoutAsking = (zaak: Zaak, bericht: DuoBericht): ZaakBesluit | undefined => {
  const { data, doel } = bericht;
  if (contradicts(zaak, data.bsn)) return { soort: 'quarantaine', reden: CONTRADICTING_NUMBERS };
  if (isRecorded(zaak, bericht)) return knownOfDuo(zaak, bericht);
  const reden = reasonOtherDoel(data.gebeurtenisId, doel, ownGemeente(zaak));
  return reden === undefined ? undefined : { soort: 'quarantaine', reden };
};

/** Before DUO is asked: can and must the hub ask for this person at all? */
export const mayQuery = (zaak: Zaak, bericht: DuoBericht, needsBsn: boolean): Query | ZaakBesluit => {
  if (!isKnown(zaak)) return { soort: 'wacht', nodig: 'koppeling' };
  const besluit = withoutAsking(zaak, bericht);
  if (besluit !== undefined) return besluit;
  const bsn = bericht.data.bsn ?? bsnOf(zaak);
  return needsBsn && bsn === undefined
    ? { soort: 'wacht', nodig: 'bsn' }
    : { soort: 'bevraag', bsn, gemeente: askingGemeente(bericht.doel, ownGemeente(zaak)) };
};

/** The notification with DUO's answers, recorded (werkafspraken R00.T2, R09.4). */
export const decideDuo = (zaak: Zaak, bericht: DuoBericht, responses: DuoResponses): ZaakBesluit =>
  withoutAsking(zaak, bericht) ?? {
    soort: 'feiten',
    feiten: [
      {
        ...causeOf(bericht),
        feitId: duoFeitId(bericht),
        soort: 'duo',
        doel: bericht.doel,
        notificatie: bericht.data,
        antwoorden: responses,
      },
    ],
  };

/** The fact that a message waits, and for what. */
export const waitFeit = (bericht: InboundBericht, needed: 'koppeling' | 'bsn'): Feit => ({
  ...causeOf(bericht),
  feitId: `wacht:${bericht.ontvangstId}:${needed}`,
  soort: 'wacht',
  nodig: needed,
});
