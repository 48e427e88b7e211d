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
