import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import { plus, weekday } from './calendar.ts';
import { EQUATED_PER_YEAR } from './equated-days.ts';

/**
 * Days on which a statutory term does not end (Algemene termijnenwet art. 1 and 3): the holidays, which follow from the law,
 * and the days put on a par with them.
 */
const EQUATED_DAYS: ReadonlySet<string> = new Set(EQUATED_PER_YEAR.flatMap(({ days }) => days));

/** Easter Sunday of a year (Meeus/Jones/Butcher, Gregorian calendar). */
const firstPaasdag = (year: number): string => {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return PlainDate.toString(PlainDate.create(year, month, day));
};

/** Koningsdag is 27 April, or the 26th when the 27th is a Sunday. */
const koningsdag = (year: string): string => (weekday(`${year}-04-27`) === 7 ? '04-26' : '04-27');

/** The holidays of a year, Good Friday included (art. 3 lid 2). */
export const feestdagen = (year: number): readonly string[] => {
  const pasen = firstPaasdag(year);
  const inFull = pasen.slice(0, 4);
  return [
    ...['-P2D', 'P1D', 'P39D', 'P50D'].map((distance) => plus(pasen, distance)),
    ...['01-01', koningsdag(inFull), '05-05', '12-25', '12-26'].map((day) => `${inFull}-${day}`),
  ];
};

/** The holidays of the years that were asked for. They are kept, because every last day of a term is compared with them. */
const perYear = new Map<string, readonly string[]>();

const isFeestdag = (datum: string): boolean => {
  const year = datum.slice(0, 4);
  const days = perYear.get(year) ?? feestdagen(Number(year));
  perYear.set(year, days);
  return days.includes(datum);
};

const isOrdinaryDay = (datum: string): boolean =>
  weekday(datum) <= 5 && !isFeestdag(datum) && !EQUATED_DAYS.has(datum);

/** The day itself, or the first ordinary day after it (Atw art. 1 lid 1). */
export const firstOrdinaryDay = (datum: string): string =>
  isOrdinaryDay(datum) ? datum : firstOrdinaryDay(plus(datum, 'P1D'));

/**
 * The day (`YYYY-MM-DD`) from whose begin to the begin of `datum` so many whole ordinary days go by. Weekends, holidays and days on
 * a par with them do not count. For zero days it is `datum` itself; it is never before the first day of the calendar.
 */
export const ordinaryDaysBefore = (datum: string, count: number): string => {
  const before = plus(datum, '-P1D');
  if (count === 0 || before === datum) return datum;
  return ordinaryDaysBefore(before, isOrdinaryDay(before) ? count - 1 : count);
};
