import { grenzen, plus } from '../termijnen/kalender.ts';

/** AOW age per calendar year (AOW art. 7a); a later year keeps the last one known. */
const AOW_LEEFTIJD: readonly (readonly [vanafJaar: number, leeftijd: string])[] = [
  [2028, 'P67Y3M'],
  [2024, 'P67Y'],
  [2023, 'P66Y10M'],
  [2022, 'P66Y7M'],
  [0, 'P66Y4M'],
];

const aowLeeftijd = (jaar: number): string =>
  AOW_LEEFTIJD.find(([vanafJaar]) => jaar >= vanafJaar)?.[1] ?? 'P67Y';

/**
 * The day on which a person is this much older. Somebody born on 29 February is a year older on 1 March of a common
 * year, when the last day of the year before is over.
 */
const birthday = (born: string, age: string): string => {
  const day = plus(born, age);
  return born.endsWith('-02-29') && day.endsWith('-02-28') ? plus(day, 'P1D') : day;
};

/**
 * Can this person be inburgeringsplichtig on `datum`: from 18 up to the AOW age (docs/domein.md). With an
 * incomplete date of birth the answer is yes as soon as one possible day says so; DUO decides about the plicht itself.
 */
export const kanInburgeringsplichtigZijn = (geboortedatum: string, datum: string): boolean => {
  const { eerste, laatste } = grenzen(geboortedatum);
  const aow = birthday(laatste, aowLeeftijd(Number(datum.slice(0, 4))));
  return birthday(eerste, 'P18Y') <= datum && datum < aow;
};

/** True when somebody has had this birthday on `datum`; an incomplete date of birth counts from its first day. */
export const isMinstens = (jaren: number, geboortedatum: string, datum: string): boolean =>
  birthday(grenzen(geboortedatum).eerste, `P${jaren}Y`) <= datum;
