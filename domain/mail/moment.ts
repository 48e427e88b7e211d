import type { MailSettings, QuietHours } from '../../contracts/mail-settings.ts';
import { dayOf } from '../termijnen/calendar.ts';

/** The shortest time between two mails (ms). Messages that come in between go together in the next mail. */
const BETWEEN_MS = 15 * 60_000;
/** The earliest moment of the day at which the daily mail goes (Dutch time). */
const MORNING = '08:00';

const timeFormat = new Intl.DateTimeFormat('nl-NL', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Europe/Amsterdam',
});

const isQuietAt = ({ van, tot }: QuietHours, time: string): boolean =>
  van < tot ? time >= van && time < tot : time >= van || time < tot;

/** The earliest moment of the daily mail: the morning, or the end of the quiet hours when the morning is within them. */
const earliest = (stil: QuietHours | undefined): string =>
  stil !== undefined && isQuietAt(stil, MORNING) ? stil.tot : MORNING;

/** Whether a mail may go now. `last` is the moment of the last mail, undefined when there was none. */
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
