import {
  dayFieldOf,
  eventOfType,
  fieldsOfEvent,
  nameOfField,
  ROUTEMAP,
  ROUTEMAP_EVENTS,
  type RoutemapEvent,
} from '../../contracts/routemap.ts';
import type { RoutemapContent, RoutemapFeit } from './reports.ts';

/**
 * Events of which each partner is told only its own part (werkafspraken R10.4a to R10.4e). A report need not hold every part.
 * Reports of one day complete each other: for each part the latest report with that part counts. A report of another day is about
 * another decision, and takes over no parts of the decision before.
 */

/** Fields that count together. Their values are those of the latest report that says something of the fields `by`. */
interface Part {
  readonly fields: readonly string[];
  readonly by: readonly string[];
}

/**
 * The parts of an event. A field that no partner hears completes the part of the field before it, as the school of the
 * inburgeringsaanbod completes the part for the taalschool. A report with that field alone changes only that field; a report of the
 * part without the field takes it away.
 */
const partsOfEvent = (event: RoutemapEvent): readonly Part[] => {
  const roles: readonly (readonly string[])[] = Object.values(ROUTEMAP[event].horen ?? {});
  const fields = fieldsOfEvent(event)
    .map(nameOfField)
    .filter((field) => field !== dayFieldOf(event));
  const heardBy = fields.map((field) => roles.findIndex((heard) => heard.includes(field)));
  const beside = heardBy.map((_, index) => heardBy.slice(0, index + 1).findLast((role) => role !== -1));
  return roles.flatMap((_, role) => {
    const heard = fields.filter((__, index) => heardBy[index] === role);
    const all = fields.filter((__, index) => beside[index] === role);
    return [
      { fields: heard, by: heard },
      { fields: all.filter((field) => !heard.includes(field)), by: all },
    ];
  });
};

const PARTS: ReadonlyMap<RoutemapEvent, readonly Part[]> = new Map(
  ROUTEMAP_EVENTS.filter((event) => ROUTEMAP[event].inDelen === true).map((event) => [
    event,
    partsOfEvent(event),
  ]),
);

/** The parts of the event of a report; undefined when the event is not told in parts. */
export const partsOf = ({ melding }: Pick<RoutemapFeit, 'melding'>): readonly Part[] | undefined => {
  const event = eventOfType(melding);
  return event && PARTS.get(event);
};

const fieldsIn = ({ routemap }: RoutemapFeit, fields: readonly string[]): RoutemapContent =>
  Object.fromEntries(Object.entries(routemap).filter(([field]) => fields.includes(field)));

/** The latest of these reports that says something of a part. */
const holderOf = (reports: readonly RoutemapFeit[], { by }: Part): RoutemapFeit | undefined =>
  reports.findLast((one) => Object.keys(fieldsIn(one, by)).length > 0);

/**
 * The reports that stand, of reports of one event with the oldest first: those of which a part counts, and those that say the same.
 */
export const standingInParts = (
  reports: readonly RoutemapFeit[],
  parts: readonly Part[],
  isSame: (one: RoutemapFeit, other: RoutemapFeit) => boolean,
): readonly RoutemapFeit[] => {
  const last = reports.at(-1);
  if (last === undefined) return [];
  const together = reports.filter(({ datum }) => datum === last.datum);
  const holders = parts.flatMap((part) => holderOf(together, part) ?? []);
  return together.filter((one) => [last, ...holders].some((holder) => isSame(one, holder)));
};

/** Reports of one event, oldest first, as one report: each part as it was said last, under the last of the reports. */
export const togetherInParts = (
  reports: readonly RoutemapFeit[],
  parts: readonly Part[],
): readonly RoutemapFeit[] => {
  const last = reports.at(-1);
  if (last === undefined) return [];
  const said = parts.map((part) => fieldsIn(holderOf(reports, part) ?? last, part.fields));
  return [{ ...last, routemap: Object.assign({}, ...said) }];
};
