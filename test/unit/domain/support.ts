import {
  type Gemeentecode,
  type HuishoudenId,
  Oin,
  type OntvangstId,
  type ZaakId,
} from '../../../contracts/base-types.ts';
import { PersoonIngeschreven, PersoonOverleden, PersoonVerhuisd } from '../../../contracts/brp.ts';
import { Koppeling, type Persoon } from '../../../contracts/coa.ts';
import type { DuoResponses } from '../../../contracts/duo-queries.ts';
import { CasusGeopend } from '../../../contracts/gemeente.ts';
import type { AcceptedNotificatie } from '../../../contracts/internal/duo-bericht.ts';
import type { ReasonIntrekking } from '../../../contracts/reasons.ts';
import { type RoutemapEvent, typeOfEvent } from '../../../contracts/routemap.ts';
import { lidFeit, lidOf } from '../../../domain/huishouden/from-zaak.ts';
import { expiryFeiten, type KoppelingVersion, koppelingFeit } from '../../../domain/koppeling/koppeling.ts';
import { organisations } from '../../../domain/organisations.ts';
import type { RoutemapContent } from '../../../domain/routemap/reports.ts';
import { dateOfResidence } from '../../../domain/zaak/brp.ts';
import { dossierOf, type ZaakCommit } from '../../../domain/zaak/dossier.ts';
import type {
  Cause,
  DuoFeit,
  Feit,
  GeopendFeit,
  InschrijvingFeit,
  MeldingFeit,
  OverlijdenFeit,
  RegisseurFeit,
  VerhuizingFeit,
} from '../../../domain/zaak/feiten.ts';
import { situationOf } from '../../../domain/zaak/situation.ts';
import { tijdlijnOf } from '../../../domain/zaak/tijdlijn.ts';
import { type Zaak, zaakOf } from '../../../domain/zaak/zaak.ts';

/** Invented people and facts for the tests of the domain. */

/** Today, for these tests. */
export const TODAY = '2025-09-08';

export const GENNEP = '0907' as Gemeentecode;

export const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId;
export const PARTNER_ZAAK = '4f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6b' as ZaakId;
export const HUISHOUDEN = '5f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6c' as HuishoudenId;
/** The same household as the id of its own timeline. */
export const HUISHOUDEN_LOG = HUISHOUDEN as string as ZaakId;

let counter = 0;

/** A cause with an id of its own; the moment can be given. */
export const cause = (moment = '2025-06-20T08:00:00Z', berichtId?: string): Cause => {
  counter += 1;
  const number = String(counter).padStart(12, '0');
  return {
    ontvangstId: `00000000-0000-8000-8000-${number}` as OntvangstId,
    berichtId: berichtId ?? `bericht-${number}`,
    bron: 'urn:nld:oin:00000099000000002000:systeem:tvs',
    tijdstip: moment,
  };
};

const persoonFields = {
  vNummer: '2798163871',
  relatie: 'hoofdpersoon',
  naam: { voornamen: 'Yusuf Ali', voorvoegsel: 'el', geslachtsnaam: 'Qasim' },
  geboortedatum: '2002-02-27',
  geslacht: 'man',
  nationaliteit: 'Eritrese',
  talen: [{ taal: 'Tigrinya', schrift: 'Ge’ez', tolkNodig: true }],
  hoogsteOpleiding: 'MBO/HAVO/VWO-niveau',
  werkervaring: 'kok',
  voorinburgering: { instemming: 'ja', deelname: true, voldaan: true },
  contact: { telefoonnummer: '0684212661', emailadres: 'p2013@voorbeeld.example' },
};

/** A koppeling of one adult in Gennep; members can be changed. */
export const koppeling = (
  change: Record<string, unknown> = {},
  persoon: Record<string, unknown> = {},
): Koppeling =>
  Koppeling.parse({
    koppelingId: 'TVS-2025-993909',
    versie: 1,
    gemeentecode: '0907',
    datumKoppeling: '2025-06-20',
    personen: [{ ...persoonFields, ...persoon }],
    ...change,
  });

const first = (personen: readonly Persoon[]): Persoon => {
  const [persoon] = personen;
  if (persoon === undefined) throw new Error('a koppeling has at least one persoon');
  return persoon;
};

export const linked = (of: Koppeling = koppeling(), by: Cause = cause()): Feit =>
  koppelingFeit(by, of.versie === 1 ? 'geregistreerd' : 'gewijzigd', of, first(of.personen), {
    huishoudenId: HUISHOUDEN,
  });

/** The facts about these members on the timeline of the household; `versie` is that of the timeline of the member. */
export const ledenOf = (
  members: readonly {
    readonly zaakId?: ZaakId;
    readonly versie?: number;
    readonly feiten: readonly Feit[];
  }[],
): readonly Feit[] =>
  members.map(({ zaakId = ZAAK, versie = 1, feiten }) =>
    lidFeit(cause(), zaakId, versie, lidOf(zaakOf(feiten), HUISHOUDEN)),
  );

/** The household of one person with these facts. */
export const huishoudenOf = (feiten: readonly Feit[], versie = 1): Zaak =>
  zaakOf(ledenOf([{ versie, feiten }]));

/** The facts on the timeline of `ZAAK` after a version of this koppeling that names it no more. */
const ended = (
  koppelingId: string,
  version: number,
  by: Cause,
  why: Pick<KoppelingVersion, 'ingetrokken'>,
): readonly Feit[] => {
  const versions: readonly KoppelingVersion[] = [
    { soort: 'versie', koppelingId, versie: 1, leden: [ZAAK], oorzaak: cause() },
    { soort: 'versie', koppelingId, versie: version, leden: [], ...why, oorzaak: by },
  ];
  return expiryFeiten(koppelingId, versions, ZAAK);
};

/** The facts on the timeline of `ZAAK` after version `version` of this koppeling withdrew it. */
export const ingetrokken = (
  koppelingId: string,
  version: number,
  by: Cause = cause(),
  reason: ReasonIntrekking = 'andere gemeente',
): readonly Feit[] => ended(koppelingId, version, by, { ingetrokken: reason });

/** The facts on the timeline of `ZAAK` after version `version` of this koppeling left it out of the household. */
export const leftOut = (koppelingId: string, version: number, by: Cause = cause()): readonly Feit[] =>
  ended(koppelingId, version, by, {});

export const ADRES = { straat: 'Brugstraat', huisnummer: 194, postcode: '6591CD', woonplaats: 'Milsbeek' };

export const inschrijving = (
  change: Record<string, unknown> = {},
  by: Cause = cause('2025-08-13T08:00:00Z'),
): InschrijvingFeit => ({
  ...by,
  feitId: `brp:${by.bron}#${by.berichtId}`,
  soort: 'brp-inschrijving',
  gegevens: PersoonIngeschreven.parse({
    bsn: '999966133',
    soort: 'verhuizing',
    gemeentecode: '0907',
    datumInschrijving: '2025-08-13',
    adres: ADRES,
    isCoaLocatie: false,
    ...change,
  }),
});

export const duo = (
  gebeurtenisId: string,
  responses: DuoResponses = {},
  moment = '2025-10-19T07:00:00Z',
): DuoFeit => {
  const notificatie: AcceptedNotificatie = { registratieDatumTijd: moment, gebeurtenisId };
  return {
    ...cause(moment),
    feitId: `duo:${gebeurtenisId}:${Date.parse(moment)}`,
    soort: 'duo',
    notificatie,
    antwoorden: responses,
  };
};

/** A move in Gennep, unless told otherwise. */
export const verhuizing = (
  change: Record<string, unknown> = {},
  by: Cause = cause('2025-09-01T08:00:00Z'),
): VerhuizingFeit => ({
  ...by,
  feitId: `brp:${by.bron}#${by.berichtId}`,
  soort: 'brp-verhuizing',
  gegevens: PersoonVerhuisd.parse({
    bsn: '999966133',
    gemeentecode: '0907',
    datumVerhuizing: '2025-09-01',
    adres: ADRES,
    isCoaLocatie: false,
    ...change,
  }),
});

/** A death according to the BRP. */
export const overlijden = (by: Cause = cause('2025-09-05T08:00:00Z')): OverlijdenFeit => ({
  ...by,
  feitId: `brp:${by.bron}#${by.berichtId}`,
  soort: 'brp-overlijden',
  gegevens: PersoonOverleden.parse({ bsn: '999966133', datumOverlijden: '2025-09-04' }),
});

/** A gemeente opens a zaak itself: Gennep, unless told otherwise. */
export const geopend = (
  change: Record<string, unknown> = {},
  by: Cause = cause('2025-07-01T08:00:00Z'),
): GeopendFeit => {
  const { vNummer, naam, geboortedatum, geslacht, talen } = persoonFields;
  return {
    ...by,
    feitId: `casus-geopend:${by.bron}#${by.berichtId}`,
    soort: 'casus-geopend',
    huishoudenId: HUISHOUDEN,
    gegevens: CasusGeopend.parse({
      vNummer,
      naam,
      geboortedatum,
      geslacht,
      talen,
      gemeentecode: '0907',
      datumOpening: '2025-07-01',
      ...change,
    }),
  };
};

/** A gemeente assigns a casusregisseur, who has the zaak from a day on: Gennep, unless told otherwise. */
export const assigned = (
  regisseurId: string,
  ingangsdatum: string,
  by: Cause = cause(),
  gemeldDoor: Gemeentecode = GENNEP,
): RegisseurFeit => ({
  ...by,
  gemeldDoor,
  feitId: `melding:${by.bron}#${by.berichtId}`,
  soort: 'regisseur',
  gegevens: { regisseurId, naam: 'N. de Vries', ingangsdatum },
});

/** A person at Gennep puts these facts aside. */
export const putAside = (feitIds: readonly string[], by: Cause = cause('2025-09-01T08:00:00Z')): Feit => ({
  ...by,
  gemeldDoor: GENNEP,
  feitId: `herstel:${feitIds.join()}`,
  soort: 'herstel',
  reden: 'Verwisseld',
  vervalt: feitIds,
});

/** A report of an event of the routemap, by a partner unless a gemeente is named. */
export const reported = (
  event: RoutemapEvent,
  datum: string,
  routemap: RoutemapContent = {},
  { gemeldDoor, ...by }: Cause = cause(`${datum}T16:00:00Z`),
  gemeentecode = GENNEP,
): MeldingFeit => ({
  ...by,
  ...(gemeldDoor === undefined ? {} : { gemeldDoor }),
  feitId: `melding:${by.bron}#${by.berichtId}`,
  soort: 'melding',
  melding: typeOfEvent(event),
  gemeentecode,
  antwoorden: {},
  datum,
  routemap,
});

/** A notification that DUO addressed to this gemeente. */
export const duoTo = (gemeentecode: string, ...args: Parameters<typeof duo>): DuoFeit => {
  const to = organisations.find((one) => one.rol === 'gemeente' && one.gemeentecode === gemeentecode);
  if (to === undefined) throw new Error('no such gemeente');
  return { ...duo(...args), doel: Oin.parse(to.oin) };
};

/** The day from which a person counts as settled in the gemeente of the zaak. */
export const settledOn = (zaak: Zaak): string | undefined => {
  const { vestiging } = situationOf(zaak);
  return vestiging && dateOfResidence(vestiging);
};

/** The timeline as the gemeente of the zaak sees it. */
export const timelineOf = (commits: readonly ZaakCommit[]) => {
  const { zaak } = dossierOf(commits);
  return tijdlijnOf(zaak, situationOf(zaak).gemeentecode, [{ commits, delivery: new Map() }]);
};
