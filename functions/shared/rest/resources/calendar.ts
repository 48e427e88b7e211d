import ical, { type ICalCalendar, ICalEventClass, ICalEventStatus } from 'ical-generator';
import { v5 } from 'uuid';
import type { AppointmentEntry } from '../../../../adapters/table/lists/lists.ts';
import { APPOINTMENT_HOURS } from '../../../../contracts/agenda.ts';
import { partyIn, titleOfAppointment } from '../../../../contracts/appointments.ts';
import { titleOf } from '../../../../contracts/hub-type.ts';
import type { AboutWhat } from '../../../../contracts/partnerrollen.ts';
import { HOUR_MS } from '../../../../contracts/time.ts';
import { known } from '../../../../domain/known.ts';
import type { KanaalId } from '../../../../domain/partners/address.ts';
import { onceNeeded } from '../../once.ts';

/**
 * Appointments as an iCalendar file (RFC 5545, RFC 7986). Nothing in it says who somebody is: whose appointment it is stands in
 * the zaak that it names.
 */

const inNederland = onceNeeded(
  () =>
    new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Amsterdam',
      dateStyle: 'short',
      timeStyle: 'short',
    }),
);

/**
 * The moment at which it is this day and time in the Netherlands. In the night that the clock goes back the first of two; a time
 * that the clock skips counts on from before, both as RFC 5545 §3.3.5 says.
 */
export const startOf = (datum: string, tijd: string): Date => {
  const written = Date.parse(`${datum}T${tijd}:00Z`);
  const inSummer = new Date(written - 2 * HOUR_MS);
  return inNederland().format(inSummer) === `${datum} ${tijd}` ? inSummer : new Date(written - HOUR_MS);
};

const describe = (about: AboutWhat, { zaakId, tolk }: AppointmentEntry): string =>
  [`${titleOf(about)} ${zaakId}`, ...(tolk === undefined ? [] : [`Tolk nodig: ${tolk ? 'ja' : 'nee'}`])].join(
    '\n',
  );

/** When it is: an hour, or the whole of a day that no time was said of. */
const timeOf = ({ afspraakdatum, tijd }: AppointmentEntry) => {
  if (tijd === undefined) return { start: new Date(`${afspraakdatum}T00:00:00Z`), allDay: true };
  const start = startOf(afspraakdatum, tijd);
  return { start, end: new Date(start.getTime() + APPOINTMENT_HOURS * HOUR_MS) };
};

/**
 * The file, for one calendar: the same appointment has a name of its own in each. Times are in UTC, so it needs no time zone.
 * `about`: what its appointments are about.
 */
export const writeCalendar = (
  kanaal: KanaalId,
  about: AboutWhat,
  appointments: readonly AppointmentEntry[],
): string => {
  const calendar: ICalCalendar = ical({
    prodId: { company: 'Inburgeringshub', product: 'Agenda', language: 'NL' },
    name: 'Afspraken inburgering',
  });
  for (const appointment of appointments) {
    const { zaakId, sleutel, gebeurtenis, deel, plaats, reeks, gemeldOp, isAfgezegd } = appointment;
    calendar.createEvent({
      id: v5(`${kanaal}#${sleutel}`, zaakId),
      sequence: reeks,
      stamp: new Date(gemeldOp),
      ...timeOf(appointment),
      summary: titleOfAppointment(gebeurtenis, partyIn(gebeurtenis, deel)),
      ...known({ location: plaats }),
      description: describe(about, appointment),
      status: isAfgezegd === true ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      class: ICalEventClass.PRIVATE,
    });
  }
  // The library leaves out the end of the last line, which RFC 5545 §3.4 asks for.
  return `${calendar.toString()}\r\n`;
};
