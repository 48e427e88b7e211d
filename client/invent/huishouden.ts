import { known } from '../../domain/known.ts';
import { later } from './days.ts';
import { ORIGINS, type Origin } from './names.ts';
import type { Numbers } from './numbers.ts';
import type { Random } from './random.ts';

/** How many adults and children a household has. */
export interface Family {
  readonly adults: number;
  readonly children: number;
}

/** An invented person. */
export interface Invented {
  readonly bsn: string;
  readonly isAdult: boolean;
  /** The person as a koppeling of COA has it. */
  readonly persoon: { readonly vNummer: string } & Readonly<Record<string, unknown>>;
}

/** The most members of a household. */
export const MOST_MEMBERS = 15;
const OWN_SCRIPT = 0.05;
const ONE_NAME = 0.06;
const INCOMPLETE = 0.2;

const nameOf = (random: Random, origin: Origin, geslacht: 'man' | 'vrouw', family: string) => {
  if (random.chance(OWN_SCRIPT)) {
    const { voornamen, geslachtsnaam } = origin.inSchrift;
    return { voornamen: random.pick(voornamen), geslachtsnaam: random.pick(geslachtsnaam) };
  }
  const voornamen = random.pick(origin[geslacht]);
  if (random.chance(ONE_NAME)) return { voornamen };
  const { voorvoegsel } = origin;
  return { voornamen, ...known({ voorvoegsel }), geslachtsnaam: family };
};

/** A date of birth. For some people the source knows only the year, or the year and the month. */
const birthOf = (random: Random, today: string, youngest: number, oldest: number): string => {
  const day = later(today, -random.number(youngest * 366, oldest * 365));
  if (!random.chance(INCOMPLETE)) return day;
  return day.slice(0, random.pick([4, 7]));
};

const adultFields = (random: Random, { taal, schrift }: Origin, place: number) => ({
  talen: [
    { taal, schrift, tolkNodig: random.chance(0.8) },
    ...(random.chance(0.3) ? [{ taal: 'Engels', schrift: 'Latijns' }] : []),
  ],
  ...(random.chance(0.7)
    ? {
        hoogsteOpleiding: random.pick([
          'Basisonderwijs',
          'VMBO/MBO1-niveau',
          'MBO/HAVO/VWO-niveau',
          'HBO-niveau',
        ]),
      }
    : {}),
  ...(random.chance(0.5) ? { werkervaring: random.pick(['kok', 'naaister', 'chauffeur', 'leraar']) } : {}),
  contact: {
    telefoonnummer: `06${random.number(10_000_000, 99_999_999)}`,
    ...(random.chance(0.5)
      ? { emailadres: `lid${place}.${random.number(100, 9999)}@voorbeeld.example` }
      : {}),
  },
});

/** Invents a household. `today` is the day on which its adults are adults and its children are children. */
export const inventHuishouden = (
  random: Random,
  numbers: Numbers,
  { adults, children }: Family,
  today: string,
): readonly Invented[] => {
  const origin = random.pick(ORIGINS);
  const family = random.pick(origin.geslachtsnaam);
  return Array.from({ length: adults + children }, (_, place) => {
    const isAdult = place < adults;
    const geslacht = random.pick(['man', 'vrouw'] as const);
    const relatie = place === 0 ? 'hoofdpersoon' : isAdult ? (place === 1 ? 'partner' : 'overig') : 'kind';
    return {
      bsn: numbers.bsn(),
      isAdult,
      persoon: {
        vNummer: numbers.vNummer(),
        relatie,
        naam: nameOf(random, origin, geslacht, family),
        geboortedatum: isAdult ? birthOf(random, today, 21, 60) : birthOf(random, today, 1, 15),
        geslacht,
        nationaliteit: origin.nationaliteit,
        ...(isAdult
          ? adultFields(random, origin, place)
          : { talen: [{ taal: origin.taal, schrift: origin.schrift }] }),
      },
    };
  });
};
