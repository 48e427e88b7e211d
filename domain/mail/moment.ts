import type { MailSettings, QuietHours } from '../../contracts/mail-settings.ts';
import { dayOf } from '../termijnen/calendar.ts';

/** So long after a mail the next one goes at the earliest: what comes meanwhile goes together in one. */
const BETWEEN_MS = 15 * 60_000;
/** When the mail of a day goes, at the earliest. */
const MORNING = '08:00';

const timeFormat = new Intl.DateTimeFormat('nl-NL', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Europe/Amsterdam',
});

const isQuietAt = ({ van, tot }: QuietHours, time: string): boolean =>
  van < tot ? time >= van && time < tot : time >= van || time < tot;

/** The mail of a day waits for the morning, or for the end of the quiet hours when the morning is among these. */
const earliest = (stil: QuietHours | undefined): string =>
  stil !== undefined && isQuietAt(stil, MORNING) ? stil.tot : MORNING;

/** Whether a mail may go now, when the last one went at `last`. */
export const isMailMoment = (
  { wanneer, stil }: Pick<MailSettings, 'wanneer' | 'stil'>,
  last: string | undefined,
  now: Date,
): boolean => {
  const time = timeFormat.format(now);
  if (wanneer === 'nooit' || (stil !== undefined && isQuietAt(stil, time))) return false;
  if (wanneer === 'direct') return last === undefined || now.getTime() - Date.parse(last) >= BETWEEN_MS;
  return time >= earliest(stil) && (last === undefined || dayOf(new Date(last)) < dayOf(now));
};
