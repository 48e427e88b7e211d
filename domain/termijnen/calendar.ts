import * as Calendar from 'temporal-polyfill/fns/Calendar';
import * as Duration from 'temporal-polyfill/fns/Duration';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import { todayInNederland } from '../../contracts/base-types.ts';
import { oncePer } from '../once.ts';

/** Calendar dates are texts `YYYY-MM-DD` in Europe/Amsterdam; their order is the order of the texts. */

const read = (datum: string) => PlainDate.fromString(datum, Calendar.getISO);

/**
 * A date as text. A date that is counted from the begin or the end of the calendar may lie outside it, and is then its first or its
 * last day: any other text would stop the function that counts on from it.
 */
const write = (date: ReturnType<typeof read>): string => {
  const text = PlainDate.toString(date);
  if (text.startsWith('+')) return '9999-12-31';
  return text.startsWith('-') ? '0000-01-01' : text;
};

/** Every duration that was asked for, parsed. A gemeente has few durations, and counts with them all day. */
const durations = new Map<string, ReturnType<typeof Duration.fromString>>();

const readDuration = (text: string) => {
  const known = durations.get(text);
  if (known !== undefined) return known;
  const duration = Duration.fromString(text);
  durations.set(text, duration);
  return duration;
};

/**
 * Results of earlier sums. What follows from a zaak is worked out anew each time that the zaak is read, with the same dates, and
 * reading and writing those takes most of that time. The map is emptied before it grows large.
 */
const sums = new Map<string, string>();
const KEPT_SUMS = 5_000;

/** The date that lies an ISO 8601 duration (`P15D`, `P10W`, `P3Y`) after `datum`. */
export const plus = (datum: string, duration: string): string => {
  const question = `${datum} ${duration}`;
  const known = sums.get(question);
  if (known !== undefined) return known;
  const sum = write(PlainDate.add(read(datum), readDuration(duration)));
  if (sums.size >= KEPT_SUMS) sums.clear();
  sums.set(question, sum);
  return sum;
};

/** The date that lies an ISO 8601 duration before `datum`. */
export const minus = (datum: string, duration: string): string => plus(datum, `-${duration}`);

/**
 * The last date from which counting an ISO 8601 duration back reaches `day`: 28 February is six months before 28 August, and also
 * before the 31st, because February has no more days.
 */
export const latestWithin = (day: string, duration: string): string => {
  const lastFrom = (date: string): string => {
    const next = plus(date, 'P1D');
    // The calendar ends at its last day.
    return next > date && plus(next, `-${duration}`) <= day ? lastFrom(next) : date;
  };
  return lastFrom(plus(day, duration));
};

const DURATION = /^P(\d+)([DWMY])$/;
const UNITS: Readonly<Record<string, readonly [one: string, more: string]>> = {
  D: ['dag', 'dagen'],
  W: ['week', 'weken'],
  M: ['maand', 'maanden'],
  Y: ['jaar', 'jaar'],
};

/** A term that ends on the day on which it begins. */
export const SAME_DAY = 'P0D';

/** An ISO 8601 duration in words: `P10W` is `10 weken`, `P1M` is `1 maand`. */
export const durationInWords = (duration: string): string => {
  if (duration === SAME_DAY) return 'zelfde dag';
  const [, count, unit = ''] = DURATION.exec(duration) ?? [];
  const [one, more] = UNITS[unit] ?? [];
  return count === undefined || more === undefined ? duration : `${count} ${count === '1' ? one : more}`;
};

/** Days from one date to another; negative when the other comes first. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** 1 = Monday … 7 = Sunday. */
export const weekday = (datum: string): number => PlainDate.dayOfWeek(read(datum));

/** First and last day that an incomplete date (`2001-05-17`, `2001-05`, `2001`) can be. */
export const bounds = (incomplete: string): { first: string; latest: string } => {
  if (incomplete.length === 10) return { first: incomplete, latest: incomplete };
  if (incomplete.length === 7) {
    const first = `${incomplete}-01`;
    return { first, latest: plus(plus(first, 'P1M'), '-P1D') };
  }
  return { first: `${incomplete}-01-01`, latest: `${incomplete}-12-31` };
};

/** Whether two dates, either of which may be incomplete, can be the same day. */
export const canBeSame = (one: string, other: string): boolean => {
  const [left, right] = [bounds(one), bounds(other)];
  return left.first <= right.latest && right.first <= left.latest;
};

/** The calendar date in Europe/Amsterdam at a moment. */
export const dayOf = (moment: Date): string => todayInNederland(moment);

/**
 * The calendar date (`YYYY-MM-DD`) in Europe/Amsterdam on which something was said. It is kept, because every order of facts asks
 * for it.
 */
export const daySaid = oncePer(({ tijdstip }: { readonly tijdstip: string }): string =>
  dayOf(new Date(tijdstip)),
);

const HOUR_MS = 3_600_000;

/** The moment (RFC 3339, UTC) at which a calendar date begins in Europe/Amsterdam, two hours ahead of UTC or one. */
export const beginOf = (datum: string): string => {
  const inSummer = Date.parse(datum) - 2 * HOUR_MS;
  const begin = dayOf(new Date(inSummer)) === datum ? inSummer : inSummer + HOUR_MS;
  return new Date(begin).toISOString();
};

/** Whether something was said on or after a day (`YYYY-MM-DD`) in the Netherlands; always true for an empty day. */
export const isSaidSince = (said: { readonly tijdstip: string }, day: string): boolean =>
  day === '' || daySaid(said) >= day;
