import { bounds, plus } from '../termijnen/calendar.ts';

/** AOW age per calendar year (AOW art. 7a); a later year keeps the last one known. */
const AOW_AGE: readonly (readonly [fromYear: number, age: string])[] = [
  [2028, 'P67Y3M'],
  [2024, 'P67Y'],
  [2023, 'P66Y10M'],
  [2022, 'P66Y7M'],
  [0, 'P66Y4M'],
];

const aowAge = (year: number): string => AOW_AGE.find(([fromYear]) => year >= fromYear)?.[1] ?? 'P67Y';

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
export const canBeInburgeringsplichtig = (geboortedatum: string, datum: string): boolean => {
  const { first, latest } = bounds(geboortedatum);
  const aow = birthday(latest, aowAge(Number(datum.slice(0, 4))));
  return birthday(first, 'P18Y') <= datum && datum < aow;
};

/** True when somebody has had this birthday on `datum`; an incomplete date of birth counts from its first day. */
export const isAtLeast = (years: number, geboortedatum: string, datum: string): boolean =>
  birthday(bounds(geboortedatum).first, `P${years}Y`) <= datum;
