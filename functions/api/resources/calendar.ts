import ical, { type ICalCalendar, ICalEventClass, ICalEventStatus } from 'ical-generator';
import { v5 } from 'uuid';
import type { AppointmentEntry } from '../../../adapters/table/lists/lists.ts';
import { APPOINTMENT_HOURS } from '../../../contracts/agenda.ts';
import { titleOf } from '../../../contracts/hub-type.ts';
import type { RoutemapEvent } from '../../../contracts/routemap.ts';
import type { KanaalId } from '../../../domain/partners/address.ts';

/**
 * Appointments as an iCalendar file (RFC 5545, RFC 7986). Nothing in it says who somebody is: whose appointment it is stands in
 * the zaak that it names.
 */

const TITLES: Readonly<Partial<Record<RoutemapEvent, string>>> = {
  'kennismaking-gepland': 'Kennismaking',
  'brede-intake-uitgenodigd': 'Brede intake',
  'huurcontractdatum-voorgesteld': 'Huurcontract tekenen',
};

/** Events of which the part is a number that tells a reader nothing. */
const WITHOUT_PART: ReadonlySet<RoutemapEvent> = new Set(['huurcontractdatum-voorgesteld']);

const HOUR_MS = 3_600_000;

const inNederland = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  dateStyle: 'short',
  timeStyle: 'short',
});

/**
 * The moment at which it is this day and time in the Netherlands. In the night that the clock goes back the first of two; a time
 * that the clock skips counts on from before, both as RFC 5545 §3.3.5 says.
 */
export const startOf = (datum: string, tijd: string): Date => {
  const written = Date.parse(`${datum}T${tijd}:00Z`);
  const inSummer = new Date(written - 2 * HOUR_MS);
  return inNederland.format(inSummer) === `${datum} ${tijd}` ? inSummer : new Date(written - HOUR_MS);
};

const describe = ({ zaakId, tolk }: AppointmentEntry): string =>
  [`Zaak ${zaakId}`, ...(tolk === undefined ? [] : [`Tolk nodig: ${tolk ? 'ja' : 'nee'}`])].join('\n');

const summarise = ({ gebeurtenis, deel }: AppointmentEntry): string => {
  const title = TITLES[gebeurtenis] ?? titleOf(gebeurtenis);
  return deel === '' || WITHOUT_PART.has(gebeurtenis) ? title : `${title}: ${deel}`;
};

/** The file, for one calendar: the same appointment has a name of its own in each. Times are in UTC, so it needs no time zone. */
export const writeCalendar = (kanaal: KanaalId, appointments: readonly AppointmentEntry[]): string => {
  const calendar: ICalCalendar = ical({
    prodId: { company: 'Inburgeringshub', product: 'Agenda', language: 'NL' },
    name: 'Afspraken inburgering',
  });
  for (const appointment of appointments) {
    const { zaakId, sleutel, afspraakdatum, tijd, plaats, reeks, gemeldOp, isAfgezegd } = appointment;
    const start = startOf(afspraakdatum, tijd);
    calendar.createEvent({
      id: v5(`${kanaal}#${sleutel}`, zaakId),
      sequence: reeks,
      stamp: new Date(gemeldOp),
      start,
      end: new Date(start.getTime() + APPOINTMENT_HOURS * HOUR_MS),
      summary: summarise(appointment),
      location: plaats,
      description: describe(appointment),
      status: isAfgezegd === true ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      class: ICalEventClass.PRIVATE,
    });
  }
  // The library leaves out the end of the last line, which RFC 5545 §3.4 asks for.
  return `${calendar.toString()}\r\n`;
};
