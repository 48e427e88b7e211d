import { onceNeeded } from '../../shared/once.ts';

/** Days and moments as people write them. */

const dayFormat = onceNeeded(
  () =>
    new Intl.DateTimeFormat('nl-NL', {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: 'Europe/Amsterdam',
    }),
);
const momentFormat = onceNeeded(
  () =>
    new Intl.DateTimeFormat('nl-NL', {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Europe/Amsterdam',
    }),
);

const WHOLE_DAY = /^\d{4}-\d{2}-\d{2}$/;
const A_MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** A day (`2026-03-04`) in words; what is no whole day stays as it is. */
export const dayInWords = (day: string): string =>
  WHOLE_DAY.test(day) && !Number.isNaN(Date.parse(day))
    ? dayFormat().format(new Date(`${day}T12:00:00Z`))
    : day;

/** A moment in words, by the clock of the Netherlands. */
export const momentInWords = (moment: string): string =>
  A_MOMENT.test(moment) && !Number.isNaN(Date.parse(moment))
    ? momentFormat().format(new Date(moment))
    : moment;

/** The days of a duration as the contracts write it: `P10W`. */
const UNITS: Readonly<Record<string, readonly [one: string, more: string]>> = {
  D: ['dag', 'dagen'],
  W: ['week', 'weken'],
  M: ['maand', 'maanden'],
  Y: ['jaar', 'jaar'],
};

/** A duration (`P15D`, ISO 8601) in words; any other text stays as it is. */
export const durationInWords = (duration: string): string => {
  const [, count = '', unit = ''] = /^P(\d+)([DWMY])$/.exec(duration) ?? [];
  const words = UNITS[unit];
  if (words === undefined) return duration;
  if (count === '0') return 'dezelfde dag';
  return `${count} ${count === '1' ? words[0] : words[1]}`;
};
