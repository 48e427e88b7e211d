import * as z from 'zod';
import { APPOINTMENTS } from './appointments.ts';
import { InboundDatum, ZaakId } from './base-types.ts';
import { checkAlways, members } from './checks.ts';
import { routemapField } from './routemap-data.ts';
import { DAY_MS } from './time.ts';

/**
 * What was planned along the routemap: the calendar of a gemeente or a partner (`GET /agenda`), an iCalendar file (RFC 5545), and
 * what is planned for a day on its day list (`GET /dag`).
 */

/** An appointment on a day list. Nothing in it says who somebody is. */
export const DagAppointment = z
  .object({
    zaakId: ZaakId.meta({
      description: 'De zaak; bij een partner die per huishouden hoort het huishouden',
    }),
    gebeurtenis: z.enum(APPOINTMENTS).meta({
      title: 'Gebeurtenis',
      description: 'Waarmee de afspraak is gemeld',
      examples: ['brede-intake-uitgenodigd'],
    }),
    met: routemapField('met').optional(),
    onderdeel: routemapField('onderdeel').optional(),
    tijd: routemapField('tijd').optional(),
    plaats: routemapField('plaats').optional(),
    tolk: routemapField('tolk').optional(),
  })
  .meta({ title: 'Afspraak', description: 'Wat voor deze dag is afgesproken; zonder tijd de hele dag' });
export type DagAppointment = z.infer<typeof DagAppointment>;

/** Appointments in one file, at most: of a period with more the caller asks a shorter one. */
export const AGENDA_MAX = 1000;

/** The days that are shown when none are named: from today so long. */
export const AGENDA_AHEAD = 'P3M';

/** Days in one file, the first and the last among them, at most. */
export const AGENDA_DAYS = 366;

/** How long an appointment stands in a calendar: nobody reports when one ends. */
export const APPOINTMENT_HOURS = 1;

/** What is wrong with these days, both included, for who asks for them. */
export const faultInDays = (van: string, totEnMet: string): string | undefined => {
  const days = (Date.parse(totEnMet) - Date.parse(van)) / DAY_MS + 1;
  if (days < 1) return 'ligt voor van';
  return days > AGENDA_DAYS
    ? `ligt te ver na van: hoogstens ${AGENDA_DAYS} dagen, beide meegeteld`
    : undefined;
};

/** `GET /agenda?van=&totEnMet=`: the days, both included. */
export const AgendaQuery = z
  .strictObject({ van: InboundDatum.optional(), totEnMet: InboundDatum.optional() })
  .check(
    checkAlways<unknown>((query, announce) => {
      const { van, totEnMet } = members(query);
      if (typeof van !== 'string' || typeof totEnMet !== 'string') return;
      const fault = faultInDays(van, totEnMet);
      if (fault !== undefined) announce(['totEnMet'], fault);
    }),
  );
