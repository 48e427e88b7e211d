import ICAL from 'ical.js';

/** An appointment of a calendar of the hub, as one object. */
interface Appointment {
  readonly id: string;
  /** A moment, or a date when the appointment lasts all day. */
  readonly begin: string;
  readonly einde: string;
  readonly titel: string;
  readonly plaats?: string;
  readonly omschrijving: string;
  readonly afgezegd: boolean;
}

/** The appointments in an iCalendar file. */
export const appointmentsIn = (file: string): readonly Appointment[] =>
  new ICAL.Component(ICAL.parse(file)).getAllSubcomponents('vevent').map((part) => {
    const { uid, startDate, endDate, summary, location, description } = new ICAL.Event(part);
    return {
      id: uid,
      begin: startDate.toString(),
      einde: endDate.toString(),
      titel: summary,
      ...(location ? { plaats: location } : {}),
      omschrijving: description,
      afgezegd: part.getFirstPropertyValue('status') === 'CANCELLED',
    };
  });
