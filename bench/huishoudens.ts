import { v5 } from 'uuid';
import { satisfiesElfproef } from '../contracts/base-types.ts';

/** Invented households for measurements: the same seed gives the same people. */

const NAMESPACE = '2f0d5a34-7c1b-5b0e-9a77-6f1f0d9b3c52';
const SOURCE_COA = 'urn:nld:oin:00000099000000002000:systeem:tvs';
const SOURCE_BRP = 'urn:nld:oin:00000099000000003000:systeem:brp';
const TYPE = 'nl.tvs.koppeling.geregistreerd.v1';

/** Random numbers between 0 and 1 (mulberry32). The same seed gives the same numbers. */
export const chance = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** How many numbers of nine digits start with 9999, and how many start with 999 but not with 9999. */
const WITH_9999 = 100_000;
const WITH_999 = 900_000;

const testBsns: string[] = [];

/** All test BSNs. The first nine thousand start with 9999. A run at scale needs more and continues with the rest of 999. */
function* allTestBsns(): Generator<string> {
  const blocks = [
    { van: 999_900_000, aantal: WITH_9999 },
    { van: 999_000_000, aantal: WITH_999 },
  ];
  for (const { van, aantal } of blocks) {
    for (let n = 0; n < aantal; n += 1) {
      const number = String(van + n);
      if (satisfiesElfproef(number)) yield number;
    }
  }
}

const stock = allTestBsns();

/** The n-th test BSN: nine digits from 999 that pass the 11-test. There are about ninety thousand. */
export const testBsn = (n: number): string => {
  while (testBsns.length <= n) {
    const { value } = stock.next();
    if (value === undefined) throw new Error(`there are only ${testBsns.length} test BSNs`);
    testBsns.push(value);
  }
  return testBsns[n] ?? '';
};

/** The n-th invented V-nummer, starting with 27 or 28. */
export const vNummer = (n: number): string => String((n % 2 === 0 ? 2_700_000_000 : 2_800_000_000) + n);

const VOORNAMEN = [
  'Yusuf',
  'Rania',
  'Tesfay',
  'Farida',
  'Omar',
  'Selam',
  'Karim',
  'Samira',
  'Filmon',
  'Lina',
];
const NAMES = ['Qasim', 'Karimi', 'Noori', 'Yilmaz', 'Tekle', 'Haddad', 'Abebe', 'Rahimi', 'Kaya', 'Saleh'];
const TALEN = [
  { taal: 'Tigrinya', schrift: 'Ge’ez' },
  { taal: 'Arabisch', schrift: 'Arabisch' },
  { taal: 'Dari', schrift: 'Arabisch' },
  { taal: 'Turks', schrift: 'Latijns' },
];
const OPLEIDINGEN = ['Basisniveau', 'LBO/MAVO-niveau', 'MBO/HAVO/VWO-niveau', 'HBO-niveau'];
const WORK = ['kok', 'verpleegkundige', 'leraar basisschool', 'automonteur', 'geen'];
const INSTEMMING = ['ja', 'nee', 'niet gevraagd'];

/** A koppeling of one adult to Gennep, as COA sends it. */
export const koppelingOf = (n: number, random: () => number) => {
  const choose = <Choice>(choices: readonly Choice[]): Choice => {
    const choice = choices[Math.floor(random() * choices.length)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  };
  const number = (of: number, until: number): number => of + Math.floor(random() * (until - of));
  const day = (): string => String(number(1, 29)).padStart(2, '0');
  const month = String(number(1, 13)).padStart(2, '0');
  const datumKoppeling = `2025-${month}-${day()}`;
  return {
    specversion: '1.0',
    id: v5(`koppeling ${n}`, NAMESPACE),
    source: SOURCE_COA,
    type: TYPE,
    time: `${datumKoppeling}T08:${String(number(0, 60)).padStart(2, '0')}:00Z`,
    datacontenttype: 'application/json',
    dataschema: `https://hub.example.nl/v1/schemas/${TYPE}`,
    data: {
      koppelingId: `TVS-2025-${String(n).padStart(6, '0')}`,
      versie: 1,
      gemeentecode: '0907',
      datumKoppeling,
      verblijfplaatsAzc: { naam: 'AZC Overloon', telefoonnummer: '0880000000' },
      contactpersoonCoa: { naam: 'Regievoerder Zuid', emailadres: 'regie-zuid@coa.example' },
      woningeis: ['gelijkvloers'],
      personen: [
        {
          vNummer: vNummer(n),
          bsn: testBsn(n),
          relatie: 'hoofdpersoon',
          naam: { voornamen: choose(VOORNAMEN), geslachtsnaam: choose(NAMES) },
          geboortedatum: `${number(1965, 2004)}-${month}-${day()}`,
          geslacht: choose(['man', 'vrouw']),
          nationaliteit: 'Eritrese',
          talen: [{ ...choose(TALEN), tolkNodig: random() < 0.7 }],
          hoogsteOpleiding: choose(OPLEIDINGEN),
          werkervaring: choose(WORK),
          voorinburgering: {
            instemming: choose(INSTEMMING),
            deelname: random() < 0.5,
            voldaan: random() < 0.3,
          },
          contact: {
            telefoonnummer: `06${String(number(0, 100_000_000)).padStart(8, '0')}`,
            emailadres: `p${n}@voorbeeld.example`,
          },
        },
      ],
    },
  };
};

export type KoppelingBericht = ReturnType<typeof koppelingOf>;

const INGESCHREVEN = 'nl.brp.persoon.ingeschreven.v1';

/** The registration of the person of a koppeling in the BRP, a month later, as the BRP reports it. */
export const inschrijvingOf = (n: number, { data }: KoppelingBericht) => {
  const datum = new Date(Date.parse(data.datumKoppeling) + 30 * 86_400_000).toISOString().slice(0, 10);
  return {
    specversion: '1.0',
    id: v5(`inschrijving ${n}`, NAMESPACE),
    source: SOURCE_BRP,
    type: INGESCHREVEN,
    time: `${datum}T09:00:00Z`,
    datacontenttype: 'application/json',
    dataschema: `https://hub.example.nl/v1/schemas/${INGESCHREVEN}`,
    data: {
      bsn: testBsn(n),
      soort: 'verhuizing',
      gemeentecode: data.gemeentecode,
      datumInschrijving: datum,
      adres: { straat: 'Spoorstraat', huisnummer: 1 + (n % 999), postcode: '6591CD', woonplaats: 'Gennep' },
      isCoaLocatie: false,
    },
  };
};

/** `count` koppelingen, each of another person, from person number `from`. */
export const koppelingen = (count: number, from = 0, seed = 907): readonly KoppelingBericht[] => {
  const random = chance(seed + from);
  return Array.from({ length: count }, (_, n) => koppelingOf(from + n, random));
};
