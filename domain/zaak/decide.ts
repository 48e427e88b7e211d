import type { Bsn, Gemeentecode, HuishoudenId } from '../../contracts/base-types.ts';
import type { DuoResponses } from '../../contracts/duo-queries.ts';
import { canonicalInstant, isSameInstant } from '../../contracts/instant.ts';
import type { BrpBericht } from '../../contracts/internal/brp-bericht.ts';
import type { DuoBericht } from '../../contracts/internal/duo-bericht.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import type { MeldingBericht } from '../../contracts/internal/melding-bericht.ts';
import { type DuoCode, opensZaak } from '../duo/codes.ts';
import { askingGemeente, gemeenteOfDoel, reasonOtherDoel } from '../duo/doel.ts';
import { isConnected } from '../gemeenten/index.ts';
import { known } from '../known.ts';
import { gemeenteInKey, gemeenteKey } from '../organisation-keys.ts';
import { CONTRADICTING_NUMBERS } from '../persoonsnummers/persoonsnummers.ts';
import { pipReportIn } from '../pip/reports.ts';
import { reportIn } from '../routemap/reports.ts';
import { bsnOf } from './bsn.ts';
import { eventIdOf } from './duo-events.ts';
import type { Cause, DuoFeit, Feit, MeldingFeit, WaitContent } from './feiten.ts';
import { situationOf } from './situation.ts';
import { isKnown, placesOf, putAsideIn, type Zaak } from './zaak.ts';

/**
 * What a message amounts to for one person. Every message ends in exactly one of these. `wacht` and `quarantaine` are the statuses
 * that its receipt gets.
 */
export type ZaakDecision =
  /** `nodig`: what the message still waits for, although its facts count already. */
  | { readonly kind: 'feiten'; readonly feiten: readonly Feit[]; readonly nodig?: 'bsn' }
  /** This or another message already told it: there is nothing to do and nothing to record. */
  | { readonly kind: 'known' }
  | { readonly kind: 'wacht'; readonly nodig: 'koppeling' | 'bsn' | 'plaats' }
  /** `until`: the message is tried again once the zaak has this. */
  | { readonly kind: 'quarantaine'; readonly reden: string; readonly until?: WaitContent };

/** The hub can ask DUO about this person, and has to before it decides. */
export type Query = {
  readonly kind: 'query';
  readonly bsn: Bsn | undefined;
  /** The gemeente as which the hub asks; without one it asks in its own name. */
  readonly gemeente: Gemeentecode | undefined;
};

const TOLD_BY_HUB = 'wat de hub aan DUO meldde kan niet vervallen: herstel waar het uit volgt';

const UNKNOWN_FACT = 'een feit dat hiermee vervalt staat niet op de tijdlijn van deze zaak';

/** The part of a message that a fact keeps. */
export const causeOf = ({
  ontvangstId,
  berichtId,
  bron,
  tijdstip,
  organisatie,
  trace,
}: InboundBericht): Cause => {
  const gemeentecode = gemeenteOf(organisatie);
  const isOfGemeente = gemeentecode !== undefined && organisatie === gemeenteKey(gemeentecode);
  return known({
    ontvangstId,
    berichtId,
    bron,
    tijdstip,
    gemeldDoor: isOfGemeente ? gemeentecode : undefined,
    medewerker: trace?.medewerker,
    trace,
  });
};

/**
 * Numbers that contradict each other are for a person: the hub never merges two people by itself (docs/domein/cases.md, case 5).
 */
const contradicts = (zaak: Zaak, bsn: Bsn | undefined): boolean => {
  const known = bsnOf(zaak);
  return bsn !== undefined && known !== undefined && known !== bsn;
};

const CONTRADICTING = {
  kind: 'quarantaine',
  reden: CONTRADICTING_NUMBERS,
  until: { nodig: 'ander bsn' },
} as const satisfies ZaakDecision;

const toNew = (zaak: Zaak, feit: Feit): ZaakDecision =>
  zaak.feiten.has(feit.feitId) ? { kind: 'known' } : { kind: 'feiten', feiten: [feit] };

/** The id of the BRP's own message, whichever receipt it has: the id of a receipt follows from a secret, which can be replaced. */
const brpFeitId = ({ bron, berichtId }: BrpBericht): string => `brp:${bron}#${berichtId}`;

/** A BRP message (werkafspraken R02.1): applied as soon as the person is known, whatever came first. */
export const decideBrp = (zaak: Zaak, bericht: BrpBericht): ZaakDecision => {
  if (!isKnown(zaak)) return { kind: 'wacht', nodig: 'koppeling' };
  if (contradicts(zaak, bericht.data.bsn)) return CONTRADICTING;
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

/** The gemeente that reports, or whose partner reports. */
const gemeenteOf = (organisatie: string): Gemeentecode | undefined => {
  const gemeentecode = gemeenteInKey(organisatie);
  return gemeentecode && isConnected(gemeentecode) ? gemeentecode : undefined;
};

/** The key of the partner that reports: the part of its full key before the gemeente. */
const partnerOf = (organisatie: string): string | undefined => {
  const gemeentecode = gemeenteOf(organisatie);
  if (gemeentecode === undefined || organisatie === gemeenteKey(gemeentecode)) return undefined;
  return organisatie.slice(0, -`-${gemeentecode}`.length);
};

/** Why not all of these facts can be put aside: what the hub told DUO stays told, whatever was wrong with it. */
export const reasonToKeep = ({ feiten }: Zaak, vervalt: readonly string[]): string | undefined => {
  if (vervalt.some((feitId) => !feiten.has(feitId))) return UNKNOWN_FACT;
  return vervalt.some((feitId) => feiten.get(feitId)?.soort === 'duo-melding') ? TOLD_BY_HUB : undefined;
};

/** A report of Team Inburgering or of a partner becomes one fact, however often it comes. */
export const decideMelding = (
  zaak: Zaak,
  bericht: MeldingBericht,
  huishoudenId: HuishoudenId,
): ZaakDecision => {
  const basis = { ...causeOf(bericht), feitId: `melding:${bericht.bron}#${bericht.berichtId}` };
  switch (bericht.type) {
    case 'nl.inburgeringszaken.casus.geopend.v1':
      return toNew(zaak, { ...basis, soort: 'casus-geopend', gegevens: bericht.data, huishoudenId });
    case 'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1': {
      const { bsn, vNummer, gemeentecode, doelgroep, ...inburgeringsplicht } = bericht.data;
      const antwoorden = { inburgeringsplicht, ...known({ doelgroep }) };
      return toNew(zaak, melding(bericht.type, basis, { antwoorden, gemeentecode, bsn, vNummer }));
    }
    case 'nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1': {
      const { bsn, vNummer, gemeentecode, resultaten } = bericht.data;
      const antwoorden = { 'lbt/resultaten': resultaten };
      return toNew(zaak, melding(bericht.type, basis, { antwoorden, gemeentecode, bsn, vNummer }));
    }
    case 'nl.inburgeringszaken.feit.hersteld.v1': {
      const { reden, vervalt = [], bsn } = bericht.data;
      const objection = reasonToKeep(zaak, vervalt);
      if (objection !== undefined) return { kind: 'quarantaine', reden: objection };
      return toNew(zaak, { ...basis, soort: 'herstel', reden, vervalt, ...known({ bsn }) });
    }
    case 'nl.inburgeringszaken.pip.vastgesteld.v1':
    case 'nl.inburgeringszaken.pip.gewijzigd.v1':
    case 'nl.inburgeringszaken.pip.ingetrokken.v1':
      return toNew(zaak, melding(bericht.type, basis, pipReportIn(bericht)));
    case 'nl.inburgeringszaken.taallessen.gestart.v1':
      return toNew(zaak, melding(bericht.type, basis, { datum: bericht.data.startdatum }));
    case 'nl.inburgeringszaken.regievoerder.toegewezen.v1': {
      const { zaakId: _zaakId, ...gegevens } = bericht.data;
      return toNew(zaak, { ...basis, soort: 'regisseur', gegevens });
    }
    default:
      return toNew(
        zaak,
        melding(bericht.type, basis, {
          ...reportIn(bericht.type, bericht.data),
          gemeentecode: gemeenteOf(bericht.organisatie),
          partner: partnerOf(bericht.organisatie),
        }),
      );
  }
};

type Reported = {
  readonly [Name in
    | 'antwoorden'
    | 'gemeentecode'
    | 'partner'
    | 'bsn'
    | 'vNummer'
    | 'datum'
    | 'routemap'
    | 'pip']?: MeldingFeit[Name] | undefined;
};

const melding = (
  type: MeldingFeit['melding'],
  basis: Cause & { readonly feitId: string },
  { antwoorden = {}, gemeentecode, partner, bsn, vNummer, datum, routemap, pip }: Reported,
): Feit => ({
  ...basis,
  soort: 'melding',
  melding: type,
  antwoorden,
  ...known({ gemeentecode, partner, bsn, vNummer, datum, routemap, pip }),
});

/** Decimals of a second beyond the milliseconds, `.4567` of `10:00:00.1234567Z`; empty when there are none. */
const beyondMilliseconds = (moment: string): string => {
  const decimals = /(?<=\.\d{3})\d+/.exec(canonicalInstant(moment));
  return decimals ? `.${decimals[0]}` : '';
};

/** The id of DUO's own event: the code and the moment of registration. The berichtId of the notification does not count. */
export const duoFeitId = ({ data }: DuoBericht): string =>
  `duo:${data.gebeurtenisId}:${Date.parse(data.registratieDatumTijd)}${beyondMilliseconds(data.registratieDatumTijd)}`;

/** The facts that this event of DUO brought to the timeline. The ids of earlier facts leave out what is beyond the milliseconds. */
const copiesOf = (zaak: Zaak, { data }: DuoBericht): readonly DuoFeit[] =>
  [...zaak.feiten.values()].filter(
    (feit): feit is DuoFeit =>
      feit.soort === 'duo' &&
      feit.notificatie.gebeurtenisId === data.gebeurtenisId &&
      isSameInstant(feit.notificatie.registratieDatumTijd, data.registratieDatumTijd),
  );

/**
 * Whether the event is recorded already for the gemeente that DUO addresses now. What DUO told a gemeente holds only while the
 * person is or was of that gemeente, so the same event to another gemeente is recorded beside it. A person who put the event aside
 * did so for every gemeente.
 */
const isRecorded = (zaak: Zaak, bericht: DuoBericht): boolean =>
  copiesOf(zaak, bericht).some(
    (feit) =>
      !feit.zonderBsn &&
      (feit.doel === bericht.doel ||
        gemeenteOfDoel(feit.doel) === undefined ||
        opensZaak(bericht.data.gebeurtenisId) ||
        putAsideIn(zaak).has(eventIdOf(feit))),
  );

const newDuoFeitId = (zaak: Zaak, bericht: DuoBericht): string => {
  const [copy] = copiesOf(zaak, bericht);
  return copy ? `${eventIdOf(copy)}:${bericht.doel}` : duoFeitId(bericht);
};

/** Of a further notification of the same event only a BSN is new, when no message named it before. */
const knownOfDuo = (zaak: Zaak, bericht: DuoBericht): ZaakDecision => {
  const { bsn } = bericht.data;
  return bsn && !bsnOf(zaak)
    ? { kind: 'feiten', feiten: [{ ...causeOf(bericht), feitId: 'bsn', soort: 'bsn', bsn }] }
    : { kind: 'known' };
};

/** The gemeente that this person belongs to. */
const ownGemeente = (zaak: Zaak): Gemeentecode | undefined => situationOf(zaak).gemeentecode;

/**
 * The decision about a notification that needs no answer of DUO. Its numbers contradict what is known, it is on the timeline
 * already, it is meant for another gemeente than that of this person, or it is meant for a gemeente while nobody told where the
 * person is. Undefined when it is new and belongs here.
 */
const withoutAsking = (zaak: Zaak, bericht: DuoBericht): ZaakDecision | undefined => {
  const { data, doel } = bericht;
  if (contradicts(zaak, data.bsn)) return CONTRADICTING;
  if (isRecorded(zaak, bericht)) return knownOfDuo(zaak, bericht);
  const addressed = gemeenteOfDoel(doel);
  // A code that opens a zaak says itself of which gemeente the person is. What DUO tells a gemeente that had the person before is
  // about the same zaak.
  if (addressed === undefined || opensZaak(data.gebeurtenisId)) return undefined;
  const places = placesOf(zaak);
  if (places.has(addressed)) return undefined;
  // As long as nothing says where the person is, nothing contradicts what DUO says.
  if (places.size === 0) return { kind: 'wacht', nodig: 'plaats' };
  const reden = reasonOtherDoel(data.gebeurtenisId, addressed, ownGemeente(zaak));
  return { kind: 'quarantaine', reden, until: { nodig: 'gemeente', gemeentecode: addressed } };
};

/** Decides whether the hub can and must ask DUO for this person at all. */
export const mayQuery = (zaak: Zaak, bericht: DuoBericht, code: DuoCode): Query | ZaakDecision => {
  if (!isKnown(zaak) && !opensZaak(bericht.data.gebeurtenisId)) {
    return { kind: 'wacht', nodig: 'koppeling' };
  }
  const decision = withoutAsking(zaak, bericht);
  if (decision !== undefined) return decision;
  const bsn = bericht.data.bsn ?? bsnOf(zaak);
  if (bsn === undefined && code.queries.length > 0) {
    return code.standsAlone ? tellAlready(bericht) : { kind: 'wacht', nodig: 'bsn' };
  }
  return { kind: 'query', bsn, gemeente: askingGemeente(bericht.doel, ownGemeente(zaak)) };
};

/** What a notification says without any answer counts at once. The message still waits for a BSN to ask DUO with. */
const tellAlready = (bericht: DuoBericht): ZaakDecision => ({
  kind: 'feiten',
  nodig: 'bsn',
  feiten: [{ ...duoFeit(bericht, {}), feitId: duoFeitId(bericht), zonderBsn: true }],
});

const duoFeit = (bericht: DuoBericht, antwoorden: DuoResponses): Omit<DuoFeit, 'feitId'> => ({
  ...causeOf(bericht),
  soort: 'duo',
  doel: bericht.doel,
  notificatie: bericht.data,
  antwoorden,
});

/** The notification with DUO's answers, recorded (werkafspraken R00.T2, R09.4). */
export const decideDuo = (zaak: Zaak, bericht: DuoBericht, responses: DuoResponses): ZaakDecision =>
  withoutAsking(zaak, bericht) ?? {
    kind: 'feiten',
    feiten: [{ ...duoFeit(bericht, responses), feitId: newDuoFeitId(zaak, bericht) }],
  };
