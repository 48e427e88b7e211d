import { bounds, plus } from '../termijnen/calendar.ts';

/** AOW age by the year in which somebody reaches it (AOW art. 7a), each until the next; a later year keeps the last one known. */
const AOW_AGE: readonly (readonly [from: string, age: string])[] = [
  ['0000-01-01', 'P66Y4M'],
  ['2022-01-01', 'P66Y7M'],
  ['2023-01-01', 'P66Y10M'],
  ['2024-01-01', 'P67Y'],
  ['2028-01-01', 'P67Y3M'],
];

/**
 * Whether a person has the AOW age on a day. A person who reaches it under the age of one year has it under the age of the next
 * year too.
 */
const hasAowAge = (born: string, day: string): boolean =>
  AOW_AGE.some(([from, age], place) => {
    const until = AOW_AGE[place + 1]?.[0] ?? '9999-12-31';
    const reached = birthday(born, age);
    return from <= day && reached <= day && reached < until;
  });

/**
 * The day on which a person is this much older. Somebody born on 29 February is a year older on 1 March of a common
 * year, when the last day of the year before is over.
 */
const birthday = (born: string, age: string): string => {
  const day = plus(born, age);
  return born.endsWith('-02-29') && day.endsWith('-02-28') ? plus(day, 'P1D') : day;
};

/**
 * Can this person be inburgeringsplichtig on `datum`: from 18 up to the AOW age (docs/domein/coa.md). With an
 * incomplete date of birth the answer is yes as soon as one possible day says so; DUO decides about the plicht itself.
 */
export const canBeInburgeringsplichtig = (geboortedatum: string, datum: string): boolean => {
  const { first, latest } = bounds(geboortedatum);
  return birthday(first, 'P18Y') <= datum && !hasAowAge(latest, datum);
};

/** True when somebody has had this birthday on `datum`; an incomplete date of birth counts from its first day. */
export const isAtLeast = (years: number, geboortedatum: string, datum: string): boolean =>
  birthday(bounds(geboortedatum).first, `P${years}Y`) <= datum;
