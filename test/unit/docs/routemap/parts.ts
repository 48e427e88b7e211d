import {
  fieldsOfEvent,
  PART_OF_ROLE,
  ROUTEMAP,
  ROUTEMAP_EVENTS,
  type RoutemapEvent,
  typeOfEvent,
} from '../../../../contracts/routemap.ts';
import { gemeenteProfiles } from '../../../../domain/gemeenten/index.ts';
import { tableOf } from '../generated-parts.ts';

/** The part of docs/routemap.md that comes from the code: what can be reported along the routemap. */

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

/** The terms of all gemeenten that an event ends. */
const termsEndedBy = (event: RoutemapEvent): string =>
  gemeenteProfiles
    .flatMap(({ termijnen }) => termijnen)
    .filter(({ eindGebeurtenis }) => eindGebeurtenis === event)
    .map(({ id }) => id)
    .join(', ');

const reports = (): string =>
  tableOf(
    ['line', 'event', 'fields beside `zaakId`', 'reported by', 'comes after', 'ends'],
    ROUTEMAP_EVENTS.map((event) => {
      const { rows } = ROUTEMAP[event];
      const schema = `[\`${event}\`](../contracts/schemas/${typeOfEvent(event)}.json)`;
      return [
        rows.join(', '),
        schema,
        fieldsOfEvent(event).join(', '),
        reporters(event),
        earlier(event),
        termsEndedBy(event),
      ];
    }),
  );

export const PARTS: Readonly<Record<string, () => string>> = { reports };
