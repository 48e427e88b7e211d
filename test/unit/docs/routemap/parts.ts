import { PARTNERROLLEN } from '../../../../contracts/partnerrollen.ts';
import {
  fieldsOfEvent,
  PART_OF_ROLE,
  ROUTEMAP,
  ROUTEMAP_EVENTS,
  type RoutemapEvent,
  typeOfEvent,
} from '../../../../contracts/routemap.ts';
import { organisations } from '../../../../domain/organisations.ts';
import { tableOf } from '../generated-parts.ts';
import { counts, missing, termijnenEndedBy, untold } from './lines.ts';

/** The parts of docs/routemap.md that come from the code: what runs, what can be reported, and what is not there. */

/** Who may report an event; a partner only of its own part of the brede intake. */
const reporters = (event: RoutemapEvent): string => {
  const { rollen = [] } = ROUTEMAP[event];
  const hasParts = fieldsOfEvent(event).includes('onderdeel');
  const partners = rollen.map((role) => (hasParts ? `${role} (${PART_OF_ROLE[role]})` : role));
  return ['gemeente', ...partners].join(', ');
};

/** What comes before an event: usually, or always, on the day that the report names in a field. */
const earlier = (event: RoutemapEvent): string => {
  const { meestalNa = [], nietZonder = {} } = ROUTEMAP[event];
  return [
    ...meestalNa.map((one) => `usually ${one}`),
    ...Object.entries(nietZonder).map(([field, one]) => `always ${one} (${field})`),
  ].join(', ');
};

/** Which partners hear of an event, each of its own part only. */
const hearers = (event: RoutemapEvent): string => Object.keys(ROUTEMAP[event].horen ?? {}).join(', ');

const reports = (): string =>
  tableOf(
    ['line', 'event', 'fields beside `zaakId`', 'reported by', 'heard by', 'comes after', 'ends'],
    ROUTEMAP_EVENTS.map((event) => {
      const { rows } = ROUTEMAP[event];
      const schema = `[\`${event}\`](../contracts/schemas/${typeOfEvent(event)}.json)`;
      return [
        rows.join(', '),
        schema,
        fieldsOfEvent(event).join(', '),
        reporters(event),
        hearers(event),
        earlier(event),
        termijnenEndedBy(event).join(', '),
      ];
    }),
  );

export const PARTS: Readonly<Record<string, () => string>> = { counts, reports, untold, missing };

/** What a partner of each role may report, as docs/partners/melden.md has it. */
const roles = (): string =>
  tableOf(
    ['partner', 'wat u kunt melden (`nl.inburgeringszaken.….v1`)'],
    PARTNERROLLEN.flatMap((role) => {
      const partner = organisations.find((one) => one.rol === 'partner' && one.partnerrol === role);
      const types = partner?.eventTypes ?? [];
      const short = types.map(
        (type) => `\`${type.replace('nl.inburgeringszaken.', '').replace('.v1', '')}\``,
      );
      return types.length === 0 ? [] : [[role, short.join(', ')]];
    }),
  );

export const PARTS_FOR_PARTNERS: Readonly<Record<string, () => string>> = { roles };
