import type { Step } from '../../../client/scenario/parse.ts';

/** Ten invented persons with a mark in every text that says something about them, and what sources tell of them. */

export const PEOPLE = Array.from({ length: 10 }, (_, number) => number + 1);

/** Whom COA koppelt; of the others the gemeente opens the zaak. */
export const LINKED = PEOPLE.slice(0, 7);

const passesElfproef = (digits: string): boolean =>
  [...digits].reduce((sum, digit, place) => sum + Number(digit) * (place === 8 ? -1 : 9 - place), 0) % 11 ===
  0;

/** Invented BSNs that pass the elfproef. */
const BSNS = Array.from({ length: 100_000 }, (_, number) => `9999${String(number).padStart(5, '0')}`)
  .filter(passesElfproef)
  .slice(500, 540);

/** The mark in fields about a child that no household needs. */
export const CHILD_MARK = 'Kind';

/** The persons up to this number have a child. */
const WITH_CHILD = 3;

/** The person without a BSN in the koppeling. */
export const WITHOUT_BSN = 7;

/** The person of whom COA withdraws a koppeling that it never registered. */
const WITHDRAWN = 6;

export const vNummerOf = (number: number): string => `27960${String(number).padStart(5, '0')}`;
export const bsnOf = (number: number): string => BSNS[number] ?? '';
export const mark = (number: number, field: string): string =>
  `Merk${String(number).padStart(2, '0')}${field}`;

/** A child in the household of the person with this number. */
const childOf = (number: number): string => vNummerOf(number + 50);

export const phoneOf = (number: number): string => `06112233${String(number).padStart(2, '0')}`;

/** Every value in the messages by which one of these persons could be recognised. */
export const MARKS = [
  // Long enough not to turn up by chance in what is sealed.
  ...PEOPLE.map((number) => mark(number, '')),
  ...PEOPLE.map(phoneOf),
  ...LINKED.map(vNummerOf),
  ...LINKED.filter((number) => number <= WITH_CHILD).map(childOf),
  ...PEOPLE.filter((number) => number !== WITHOUT_BSN).map(bsnOf),
];

let counter = 0;
export const event = (van: string, system: string, type: string, time: string, data: object): Step => {
  counter += 1;
  return {
    van,
    bericht: {
      specversion: '1.0',
      id: `wis-${counter}`,
      source: `urn:nld:oin:${system}`,
      type,
      time,
      datacontenttype: 'application/json',
      data,
    },
  } as Step;
};

const child = (number: number): object => ({
  vNummer: childOf(number),
  relatie: 'kind',
  naam: { voornamen: mark(number, CHILD_MARK), geslachtsnaam: mark(number, CHILD_MARK) },
  geboortedatum: '2017-03-04',
  geslacht: 'man',
  nationaliteit: mark(number, CHILD_MARK),
  talen: [{ taal: mark(number, CHILD_MARK) }],
});

export const koppeling = (number: number): Step =>
  event(
    'coa',
    '00000099000000002000:systeem:tvs',
    'nl.tvs.koppeling.geregistreerd.v1',
    '2025-09-08T08:00:00Z',
    {
      koppelingId: mark(number, 'Koppeling'),
      versie: 1,
      gemeentecode: '0907',
      datumKoppeling: '2025-09-08',
      verblijfplaatsAzc: {
        naam: mark(number, 'Azc'),
        emailadres: `${mark(number, 'azc')}@voorbeeld.example`,
      },
      contactpersoonCoa: { naam: mark(number, 'Coa'), emailadres: `${mark(number, 'coa')}@coa.example` },
      personen: [
        {
          vNummer: vNummerOf(number),
          ...(number === WITHOUT_BSN ? {} : { bsn: bsnOf(number) }),
          relatie: 'hoofdpersoon',
          naam: {
            voornamen: mark(number, 'Voornaam'),
            voorvoegsel: mark(number, 'Voor'),
            geslachtsnaam: mark(number, 'Naam'),
          },
          geboortedatum: '1991-04-18',
          geslacht: 'vrouw',
          nationaliteit: mark(number, 'Nationaliteit'),
          talen: [{ taal: mark(number, 'Taal'), schrift: mark(number, 'Schrift'), tolkNodig: true }],
          hoogsteOpleiding: 'HBO-niveau',
          werkervaring: mark(number, 'Werk'),
          voorinburgering: { instemming: 'ja', deelname: true, voldaan: false },
          contact: {
            telefoonnummer: phoneOf(number),
            emailadres: `${mark(number, 'post')}@voorbeeld.example`,
          },
        },
        ...(number <= WITH_CHILD ? [child(number)] : []),
      ],
    },
  );

export const inschrijving = (number: number, more: object = {}): Step =>
  event('brp', '00000099000000003000:systeem:brp', 'nl.brp.persoon.ingeschreven.v1', '2025-10-20T09:00:00Z', {
    bsn: bsnOf(number),
    soort: 'verhuizing',
    gemeentecode: '0907',
    datumInschrijving: '2025-10-20',
    // Who has no street lives where it is described.
    adres: {
      ...(number % 4 === 0
        ? { locatiebeschrijving: mark(number, 'Locatie') }
        : { straat: mark(number, 'Straat'), huisnummer: 12, huisletter: 'M', toevoeging: mark(number, '') }),
      postcode: '6591GT',
      woonplaats: mark(number, 'Plaats'),
    },
    isCoaLocatie: false,
    ...more,
  });

export const opening = (number: number): Step =>
  event(
    'gemeente',
    '00000099000009070000:systeem:zaaksysteem',
    'nl.inburgeringszaken.casus.geopend.v1',
    '2025-09-10T08:00:00Z',
    {
      bsn: bsnOf(number),
      gemeentecode: '0907',
      datumOpening: '2025-09-10',
      naam: {
        voornamen: mark(number, 'Voornaam'),
        voorvoegsel: mark(number, 'Voor'),
        geslachtsnaam: mark(number, 'Naam'),
      },
      geboortedatum: '1990-02-02',
      geslacht: 'man',
      talen: [{ taal: mark(number, 'Taal') }],
      werkervaring: mark(number, 'Werk'),
      contact: {
        telefoonnummer: phoneOf(number),
        emailadres: `${mark(number, 'post')}@voorbeeld.example`,
      },
    },
  );

export const duo = (number: number): Step =>
  ({
    van: 'duo',
    notificatie: { registratieDatumTijd: '2025-09-30T07:00:00Z', bsn: bsnOf(number), gebeurtenisId: 'SS101' },
    duo: { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-08-25' } },
  }) as Step;

/**
 * Messages about these persons that wait: one for a BSN that no message names, and one for a koppeling that COA never registered.
 */
export const waiting = (): readonly Step[] => [
  {
    van: 'duo',
    notificatie: {
      registratieDatumTijd: '2025-09-30T07:00:00Z',
      vNummer: Number(vNummerOf(WITHOUT_BSN)),
      gebeurtenisId: 'SS131',
    },
    duo: {},
  } as Step,
  event(
    'coa',
    '00000099000000002000:systeem:tvs',
    'nl.tvs.koppeling.ingetrokken.v1',
    '2025-09-12T08:00:00Z',
    {
      koppelingId: mark(WITHDRAWN, 'Ingetrokken'),
      versie: 2,
      gemeentecode: '0907',
      reden: 'anders',
      personen: [
        {
          vNummer: vNummerOf(WITHDRAWN),
          relatie: 'hoofdpersoon',
          naam: { geslachtsnaam: mark(WITHDRAWN, 'Naam') },
        },
      ],
    },
  ),
];

/** The mark of a person without a koppeling. This person is not erased, and the message waits until its term ends. */
export const STRANGER = 'Vreemdeling';
export const stranger = (): Step =>
  inschrijving(30, {
    adres: { straat: STRANGER, huisnummer: 1, postcode: '6591GT', woonplaats: STRANGER },
  });
