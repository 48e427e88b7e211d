import {
  dayFieldOf,
  eventOfType,
  fieldsOfEvent,
  nameOfField,
  ROUTEMAP,
  type RoutemapEvent,
} from '../../contracts/routemap.ts';
import type { RoutemapContent, RoutemapFeit } from './reports.ts';

/**
 * Events of which each partner is told its own part alone (werkafspraken R10.4a to R10.4e). A report need not hold every part: those of
 * one day complete each other, and of each part the latest report that says something of it counts. A report of another day is
 * of another decision, and has none of the parts of the one before.
 */

type Part = readonly string[];

/**
 * The fields of each part; undefined of an event that is no such one. A field that no partner hears is of the part of the field before
 * it: the school of the inburgeringsaanbod of that for the taalschool.
 */
const partsOfEvent = (event: RoutemapEvent): readonly Part[] | undefined => {
  const { inDelen, horen = {} } = ROUTEMAP[event];
  if (inDelen !== true) return undefined;
  const roles: readonly (readonly string[])[] = Object.values(horen);
  const fields = fieldsOfEvent(event)
    .map(nameOfField)
    .filter((field) => field !== dayFieldOf(event));
  const ownPlaces = fields.map((field) => roles.findIndex((heard) => heard.includes(field)));
  const places = ownPlaces.map((_, index) => ownPlaces.slice(0, index + 1).findLast((own) => own !== -1));
  return roles.map((_, place) => fields.filter((__, index) => places[index] === place));
};

/** The parts of the event of a report. */
export const partsOf = ({ melding }: Pick<RoutemapFeit, 'melding'>): readonly Part[] | undefined => {
  const event = eventOfType(melding);
  return event && partsOfEvent(event);
};

const partIn = ({ routemap }: RoutemapFeit, part: Part): RoutemapContent =>
  Object.fromEntries(Object.entries(routemap).filter(([field]) => part.includes(field)));

const holdsPart = (report: RoutemapFeit, part: Part): boolean => Object.keys(partIn(report, part)).length > 0;

/** Of reports of one event, the oldest first, those of which a part counts, and all that say the same. */
export const standingInParts = (
  reports: readonly RoutemapFeit[],
  parts: readonly Part[],
  isSame: (one: RoutemapFeit, other: RoutemapFeit) => boolean,
): readonly RoutemapFeit[] => {
  const last = reports.at(-1);
  if (last === undefined) return [];
  const together = reports.filter(({ datum }) => datum === last.datum);
  const holders = parts.flatMap((part) => together.findLast((one) => holdsPart(one, part)) ?? []);
  return together.filter((one) => [last, ...holders].some((holder) => isSame(one, holder)));
};

/** These reports of one event as one, the oldest first: of each part what was said last, under the last of them. */
export const togetherInParts = (
  reports: readonly RoutemapFeit[],
  parts: readonly Part[],
): readonly RoutemapFeit[] => {
  const last = reports.at(-1);
  if (last === undefined) return [];
  const said = parts.map((part) => partIn(reports.findLast((one) => holdsPart(one, part)) ?? last, part));
  return [{ ...last, routemap: Object.assign({}, ...said) }];
};
