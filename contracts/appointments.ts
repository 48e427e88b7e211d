import { titleOf } from './hub-type.ts';
import { dayFieldOf, ROUTEMAP, ROUTEMAP_EVENTS, type RoutemapEvent } from './routemap.ts';
import type { RoutemapFieldName } from './routemap-data.ts';

/** What is planned along the routemap. What an answer says of it stands in `agenda.ts`: who needs the names alone loads no schemas. */

/** Fields in which an event says for which day something is planned. */
const PLANNED_DAYS: ReadonlySet<string> = new Set<RoutemapFieldName>([
  'afspraakdatum',
  'toetsdatum',
  'leverdatum',
  'verhuisdatum',
]);

/** Events that say on which day somebody is awaited, or something comes. */
export const APPOINTMENTS: readonly RoutemapEvent[] = ROUTEMAP_EVENTS.filter((event) =>
  PLANNED_DAYS.has(dayFieldOf(event)),
);

/** With whom an appointment is, or which part of the brede intake. */
export interface Party {
  readonly met?: string | undefined;
  readonly onderdeel?: string | undefined;
}

/** The party to an appointment, when there is one per party: which home or day it is about tells a reader nothing. */
export const partyIn = (gebeurtenis: RoutemapEvent, deel: string): Party => {
  const { per } = ROUTEMAP[gebeurtenis];
  return per === 'met' || per === 'onderdeel' ? { [per]: deel } : {};
};

const TITLES: Readonly<Partial<Record<RoutemapEvent, string>>> = {
  'kennismaking-gepland': 'Kennismaking',
  'brede-intake-uitgenodigd': 'Brede intake',
  'huurcontractdatum-voorgesteld': 'Huurcontract tekenen',
  'woninginrichting-afgesproken': 'Levering woninginrichting',
  'verhuizing-afgesproken': 'Verhuizing',
  'leerbaarheidstoets-ingepland': 'Leerbaarheidstoets',
};

/** An appointment as people read it: `Kennismaking: burgerzaken`. */
export const titleOfAppointment = (gebeurtenis: RoutemapEvent, { met, onderdeel }: Party): string =>
  [TITLES[gebeurtenis] ?? titleOf(gebeurtenis), met ?? onderdeel ?? []].flat().join(': ');
