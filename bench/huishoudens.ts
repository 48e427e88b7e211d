import { v5 } from 'uuid';
import { voldoetAanElfproef } from '../contracts/basistypen.ts';

/** Invented households for measurements: the same seed gives the same people. */

const NAAMRUIMTE = '2f0d5a34-7c1b-5b0e-9a77-6f1f0d9b3c52';
const BRON_COA = 'urn:nld:oin:00000099000000002000:systeem:tvs';
const BRON_BRP = 'urn:nld:oin:00000099000000003000:systeem:brp';
const TYPE = 'nl.tvs.koppeling.geregistreerd.v1';

/** Numbers between 0 and 1, the same row for the same seed (mulberry32). */
export const toeval = (seed: number): (() => number) => {
  let stand = seed >>> 0;
  return () => {
    stand = (stand + 0x6d2b79f5) >>> 0;
    let t = Math.imul(stand ^ (stand >>> 15), stand | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** How many numbers of nine digits start with 9999, and with 999 but not with 9999. */
const MET_9999 = 100_000;
const MET_999 = 900_000;

const testBsns: string[] = [];

/** The first nine thousand start with 9999; a run at scale needs more, and goes on with the rest of 999. */
function* alleTestBsns(): Generator<string> {
  const blokken = [
    { van: 999_900_000, aantal: MET_9999 },
    { van: 999_000_000, aantal: MET_999 },
  ];
  for (const { van, aantal } of blokken) {
    for (let n = 0; n < aantal; n += 1) {
      const nummer = String(van + n);
      if (voldoetAanElfproef(nummer)) yield nummer;
    }
  }
}

const voorraad = alleTestBsns();

/** The n-th test BSN: nine digits from 999 that pass the 11-test. There are about ninety thousand. */
export const testBsn = (n: number): string => {
  while (testBsns.length <= n) {
    const { value } = voorraad.next();
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
const NAMEN = ['Qasim', 'Karimi', 'Noori', 'Yilmaz', 'Tekle', 'Haddad', 'Abebe', 'Rahimi', 'Kaya', 'Saleh'];
const TALEN = [
  { taal: 'Tigrinya', schrift: 'Ge’ez' },
  { taal: 'Arabisch', schrift: 'Arabisch' },
  { taal: 'Dari', schrift: 'Arabisch' },
  { taal: 'Turks', schrift: 'Latijns' },
];
const OPLEIDINGEN = ['Basisniveau', 'LBO/MAVO-niveau', 'MBO/HAVO/VWO-niveau', 'HBO-niveau'];
const WERK = ['kok', 'verpleegkundige', 'leraar basisschool', 'automonteur', 'geen'];
const INSTEMMING = ['ja', 'nee', 'niet gevraagd'];

/** A koppeling of one adult to Gennep, as COA sends it. */
export const koppelingVan = (n: number, random: () => number) => {
  const kies = <Keuze>(keuzes: readonly Keuze[]): Keuze => {
    const keuze = keuzes[Math.floor(random() * keuzes.length)];
    if (keuze === undefined) throw new Error('nothing to choose from');
    return keuze;
  };
  const getal = (van: number, tot: number): number => van + Math.floor(random() * (tot - van));
  const dag = (): string => String(getal(1, 29)).padStart(2, '0');
  const maand = String(getal(1, 13)).padStart(2, '0');
  const datumKoppeling = `2025-${maand}-${dag()}`;
  return {
    specversion: '1.0',
    id: v5(`koppeling ${n}`, NAAMRUIMTE),
    source: BRON_COA,
    type: TYPE,
    time: `${datumKoppeling}T08:${String(getal(0, 60)).padStart(2, '0')}:00Z`,
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
          naam: { voornamen: kies(VOORNAMEN), geslachtsnaam: kies(NAMEN) },
          geboortedatum: `${getal(1965, 2004)}-${maand}-${dag()}`,
          geslacht: kies(['man', 'vrouw']),
          nationaliteit: 'Eritrese',
          talen: [{ ...kies(TALEN), tolkNodig: random() < 0.7 }],
          hoogsteOpleiding: kies(OPLEIDINGEN),
          werkervaring: kies(WERK),
          voorinburgering: {
            instemming: kies(INSTEMMING),
            deelname: random() < 0.5,
            voldaan: random() < 0.3,
          },
          contact: {
            telefoonnummer: `06${String(getal(0, 100_000_000)).padStart(8, '0')}`,
            emailadres: `p${n}@voorbeeld.example`,
          },
        },
      ],
    },
  };
};

export type Koppelingsbericht = ReturnType<typeof koppelingVan>;

const INGESCHREVEN = 'nl.brp.persoon.ingeschreven.v1';

/** The registration of the person of a koppeling in the BRP, a month later, as the BRP reports it. */
export const inschrijvingVan = (n: number, { data }: Koppelingsbericht) => {
  const datum = new Date(Date.parse(data.datumKoppeling) + 30 * 86_400_000).toISOString().slice(0, 10);
  return {
    specversion: '1.0',
    id: v5(`inschrijving ${n}`, NAAMRUIMTE),
    source: BRON_BRP,
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

/** `aantal` koppelingen, each of another person, from number `vanaf`. */
export const koppelingen = (aantal: number, vanaf = 0, seed = 907): readonly Koppelingsbericht[] => {
  const random = toeval(seed + vanaf);
  return Array.from({ length: aantal }, (_, n) => koppelingVan(vanaf + n, random));
};
