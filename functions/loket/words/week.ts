import { stringify } from 'csv-stringify/sync';
import type { AppointmentEntry } from '../../../adapters/table/lists/lists.ts';
import { partyIn, titleOfAppointment } from '../../../contracts/appointments.ts';
import { dayInWords } from './dates.ts';
import { shortId } from './states.ts';

/** Appointments as a partner reads them, on the page and in a spreadsheet. */

export interface AppointmentWords {
  readonly kenmerk: string;
  readonly datum: string;
  readonly tijd: string;
  readonly wat: string;
  readonly waar: string;
  readonly tolk: string;
}

/** An appointment in words, with nothing about whom it is but the first part of the id of the zaak. */
export const appointmentInWords = ({
  zaakId,
  gebeurtenis,
  deel,
  afspraakdatum,
  tijd = '',
  plaats = '',
  tolk,
}: AppointmentEntry): AppointmentWords => ({
  kenmerk: shortId(zaakId),
  datum: afspraakdatum,
  tijd,
  wat: titleOfAppointment(gebeurtenis, partyIn(gebeurtenis, deel)),
  waar: plaats,
  tolk: tolk === undefined ? '' : tolk ? 'ja' : 'nee',
});

/** A day (`2026-03-04`) and a time (`10:30`, or none) in words. */
export const whenInWords = (datum: string, tijd: string): string =>
  tijd === '' ? dayInWords(datum) : `${dayInWords(datum)}, ${tijd} uur`;

/**
 * The appointments as a file that a Dutch spreadsheet opens by itself: with semicolons and a mark of its encoding. Text that a
 * spreadsheet would calculate is made plain text.
 */
export const appointmentSheet = (appointments: readonly AppointmentEntry[]): string =>
  stringify(appointments.map(appointmentInWords), {
    header: true,
    columns: ['datum', 'tijd', 'wat', 'waar', 'tolk', 'kenmerk'],
    delimiter: ';',
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
