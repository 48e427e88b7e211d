import { isDeepStrictEqual } from 'node:util';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import type { RoutemapReport } from '../../contracts/internal/routemap-report.ts';
import {
  type DayField,
  dayFieldOf,
  eventOfType,
  type IntakePart,
  partOf,
  type RepeatedEvent,
  type RoutemapEvent,
  type RoutemapType,
  TALK,
  typeOfEvent,
} from '../../contracts/routemap.ts';
import { known } from '../known.ts';
import { oncePerKey } from '../once.ts';
import { daySaid } from '../termijnen/calendar.ts';
import { comparableId } from '../zaak/bericht-id.ts';
import { type MeldingFeit, onMoment } from '../zaak/feiten.ts';
import { partsOf, standingInParts, togetherInParts } from './parts.ts';

/**
 * What was reported along the routemap, and what of it stands. The same event reported by two is one event; a later report of
 * it counts in the place of an earlier one; a report can name an earlier one of its sender that no longer counts.
 */

/** What a report says beside the zaak and the day. */
export type RoutemapContent = Omit<RoutemapReport, 'zaakId' | DayField>;

/**
 * How a report of the routemap stands among the others: it counts, another said the same before it, it was replaced; it takes
 * another one back, or names one that is not there.
 */
export type ReportStatus = 'geldig' | 'bevestiging' | 'vervangen' | 'ingetrokken' | 'trekt niets in';

/** The fact in a report: the day that its event is about, and the rest. */
export const reportIn = (
  type: RoutemapType,
  { zaakId: _zaakId, ingetrokken = false, ...report }: RoutemapReport,
): Pick<MeldingFeit, 'datum' | 'routemap'> => {
  const event = eventOfType(type);
  const { [event === undefined ? 'datum' : dayFieldOf(event)]: day, ...rest } = report;
  const said = ingetrokken ? { ...rest, ingetrokken } : rest;
  return { ...known({ datum: day }), routemap: inOneOrder(said) };
};

/** What is said with its lists in one order, so that two who name the same say the same. */
const inOneOrder = (said: RoutemapContent): RoutemapContent =>
  Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value]),
  );

/** A report of an event of the routemap. */
export type RoutemapFeit = MeldingFeit & { readonly routemap: RoutemapContent };

const isRoutemap = (feit: MeldingFeit): feit is RoutemapFeit => feit.routemap !== undefined;

/** Of some events there is one for each part or day; and each gemeente goes its own way with somebody. */
const keyOf = (report: RoutemapFeit): string =>
  `${report.gemeentecode}#${eventIn(report)?.sleutel ?? report.melding}`;

/** The event that is reported, and the key by which who hears of it knows it again; undefined when the routemap has it no more. */
export const eventIn = ({
  melding,
  datum,
  routemap,
}: Pick<RoutemapFeit, 'melding' | 'datum' | 'routemap'>):
  | { readonly event: RoutemapEvent; readonly sleutel: string }
  | undefined => {
  const event = eventOfType(melding);
  return event && { event, sleutel: `routemap:${event}:${partOf(event, { ...routemap, datum })}` };
};

/** The organisation that a source names, whichever of its systems: `urn:nld:oin:<OIN>`. */
const senderOf = ({ bron }: RoutemapFeit): string => bron.split(':').slice(0, 4).join(':');

const nameOf = (report: RoutemapFeit, berichtId: string): string =>
  `${senderOf(report)}#${report.melding}#${comparableId(berichtId)}`;

/** The reports that another one of the same organisation about the same event names in its place. */
const replacedIn = (reports: readonly RoutemapFeit[]): ReadonlySet<RoutemapFeit> => {
  const named = new Set(
    reports.flatMap((one) => {
      const { vervangtBerichtId } = one.routemap;
      // A report cannot take its own place.
      const replaced = vervangtBerichtId === undefined ? undefined : nameOf(one, vervangtBerichtId);
      return replaced === undefined || replaced === nameOf(one, one.berichtId) ? [] : [replaced];
    }),
  );
  return new Set(reports.filter((one) => named.has(nameOf(one, one.berichtId))));
};

/** Whether a report names one that nobody sent, or that came from another organisation. */
const namesNothing = (report: RoutemapFeit, all: readonly RoutemapFeit[]): boolean => {
  const { vervangtBerichtId } = report.routemap;
  return (
    vervangtBerichtId !== undefined &&
    !all.some((one) => nameOf(one, one.berichtId) === nameOf(report, vervangtBerichtId))
  );
};

/** What two reports of one event must have in common to be the same. */
const said = ({ datum, routemap }: RoutemapFeit) => {
  const { vervangtBerichtId: _vervangt, ...rest } = routemap;
  return { datum, ...rest };
};

const isSame = (one: RoutemapFeit, other: RoutemapFeit): boolean => isDeepStrictEqual(said(one), said(other));

/** Of reports of one event, the oldest first, those that say what counts: the last one, and who said the same before it. */
const standingAmong = (reports: readonly RoutemapFeit[]): readonly RoutemapFeit[] => {
  const last = reports.at(-1);
  if (last === undefined) return [];
  const parts = partsOf(last);
  return parts === undefined
    ? reports.filter((one) => isSame(one, last))
    : standingInParts(reports, parts, isSame);
};

/** Reports of one event, each with how it stands. */
const statusesOf = (
  reports: readonly RoutemapFeit[],
  replaced: ReadonlySet<RoutemapFeit>,
  all: readonly RoutemapFeit[],
): readonly (readonly [RoutemapFeit, ReportStatus])[] => {
  const open = reports
    .filter((one) => one.routemap.ingetrokken === undefined && !replaced.has(one))
    .toSorted(onMoment);
  const standing = standingAmong(open);
  return reports.map((one) => {
    if (one.routemap.ingetrokken === true)
      return [one, namesNothing(one, all) ? 'trekt niets in' : 'ingetrokken'];
    if (!standing.includes(one)) return [one, 'vervangen'];
    return [one, standing.find((other) => isSame(other, one)) === one ? 'geldig' : 'bevestiging'];
  });
};

/**
 * How each report of the routemap stands, among those that count here; one that does not can still replace one that does.
 * Whatever order the reports came in, the outcome is the same.
 */
export const allStatuses = (
  meldingen: readonly MeldingFeit[],
  counts: (report: RoutemapFeit) => boolean = () => true,
): readonly (readonly [RoutemapFeit, ReportStatus])[] => {
  const reports = meldingen.filter(isRoutemap);
  const replaced = replacedIn(reports);
  return [...Map.groupBy(reports.filter(counts), keyOf).values()].flatMap((group) =>
    statusesOf(group, replaced, reports),
  );
};

/** The same by the id of the fact. */
export const reportStatuses = (meldingen: readonly MeldingFeit[]): ReadonlyMap<string, ReportStatus> =>
  new Map(allStatuses(meldingen).map(([{ feitId }, status]) => [feitId, status] as const));

/**
 * Whose reports: of this gemeente and its partners, about what happened since somebody is (again) there (`YYYY-MM-DD`), and before
 * the day on which they left, if they did. What was planned before they `left` the last time is over, also when its day is in this stay.
 */
export interface Stay {
  readonly gemeentecode: Gemeentecode | undefined;
  readonly since: string;
  readonly left?: string;
  readonly before?: string;
}

type Statuses = ReturnType<typeof allStatuses>;

const perStay = oncePerKey<readonly MeldingFeit[], Statuses>();

/** How the reports of a stay stand, worked out once: every term, task and appointment of a zaak asks for the same. */
const statusesIn = (meldingen: readonly MeldingFeit[], stay: Stay): Statuses =>
  perStay(meldingen, `${stay.gemeentecode}#${stay.since}#${stay.before}#${stay.left}`, () =>
    allStatuses(
      meldingen,
      (report) => report.gemeentecode === stay.gemeentecode && isAboutStay(report, stay),
    ),
  );

/** Whether what was said is about this stay: by the day that it names, and by when it was said where somebody left since. */
export const isAboutStay = (
  report: Pick<MeldingFeit, 'datum' | 'tijdstip'>,
  { since, before, left = '' }: Omit<Stay, 'gemeentecode'>,
): boolean => {
  const { datum = '' } = report;
  const isWithin = datum >= since && (before === undefined || datum < before);
  const wasAhead = datum >= left && daySaid(report) < left;
  return isWithin && !wasAhead;
};

/** How a report stands that says what counts, as the first or as one that says the same. */
export const SAID: readonly ReportStatus[] = ['geldig', 'bevestiging'];

/** The reports of a stay that stand so. Of an event that is told in parts all that is said of it is one report. */
const inStay = (
  meldingen: readonly MeldingFeit[],
  stay: Stay,
  statuses: readonly ReportStatus[],
): readonly RoutemapFeit[] => {
  const standing = statusesIn(meldingen, stay).flatMap(([report, status]) =>
    (partsOf(report) === undefined ? statuses : SAID).includes(status) ? [report] : [],
  );
  return [
    ...Map.groupBy(standing, (one) => (partsOf(one) === undefined ? one : keyOf(one))).values(),
  ].flatMap((same) => {
    const parts = same[0] && partsOf(same[0]);
    return parts === undefined ? same : togetherInParts(same.toSorted(onMoment), parts);
  });
};

/** The reports of a stay that count, at most one of each event and part. */
export const standingReports = (meldingen: readonly MeldingFeit[], stay: Stay): readonly RoutemapFeit[] =>
  inStay(meldingen, stay, ['geldig']);

/** The reports of a stay that say what counts: the first of each event and part, and who says the same after it. */
export const saidReports = (meldingen: readonly MeldingFeit[], stay: Stay): readonly RoutemapFeit[] =>
  inStay(meldingen, stay, SAID);

/** The first report of an event in a stay that says this and counts, of what is said in parts too. */
export const firstSaying = (
  meldingen: readonly MeldingFeit[],
  stay: Stay,
  event: RoutemapEvent,
  says: (report: RoutemapFeit) => boolean,
): RoutemapFeit | undefined => {
  const type = typeOfEvent(event);
  return statusesIn(meldingen, stay)
    .flatMap(([one, status]) => (one.melding === type && SAID.includes(status) && says(one) ? [one] : []))
    .toSorted(onMoment)[0];
};

/** The reports of a stay that count, and those in which their sender said the same again: who only confirms another says nothing anew. */
export const saidAgain = (meldingen: readonly MeldingFeit[], stay: Stay): readonly RoutemapFeit[] => {
  const standing = new Map(standingReports(meldingen, stay).map((one) => [keyOf(one), one]));
  return saidReports(meldingen, stay).filter((one) => {
    const first = standing.get(keyOf(one)) ?? one;
    return first.partner === one.partner && senderOf(first) === senderOf(one);
  });
};

/** What is reported, without where and by whom. */
export type SaidReport = Pick<RoutemapFeit, 'feitId' | 'tijdstip' | 'melding' | 'datum' | 'routemap'>;

/** Of each event and part the latest report. */
export const latestReports = <Report extends SaidReport>(reports: readonly Report[]): readonly Report[] =>
  [...Map.groupBy(reports, (one) => eventIn(one)?.sleutel).values()].flatMap((same) =>
    same.toSorted(onMoment).slice(-1),
  );

/** Of each event and part in a stay the report that last said what counts: who says it again says it now. */
export const latestSaid = (meldingen: readonly MeldingFeit[], stay: Stay): readonly RoutemapFeit[] =>
  latestReports(saidReports(meldingen, stay));

/** The one of an event that stands once; undefined when there is none. */
export const standingReport = (
  meldingen: readonly MeldingFeit[],
  stay: Stay,
  event: Exclude<RoutemapEvent, RepeatedEvent>,
): RoutemapFeit | undefined => {
  const type = typeOfEvent(event);
  return standingReports(meldingen, stay).find(({ melding }) => melding === type);
};

/** The parts of the brede intake of which an event was reported, each with the report that counts. */
const perPart =
  (event: RoutemapEvent) =>
  (meldingen: readonly MeldingFeit[], stay: Stay): ReadonlyMap<IntakePart, RoutemapFeit> => {
    const type = typeOfEvent(event);
    return new Map(
      standingReports(meldingen, stay).flatMap((report) => {
        const { onderdeel } = report.routemap;
        return report.melding === type && onderdeel !== undefined ? [[onderdeel, report] as const] : [];
      }),
    );
  };

/** The talks of the brede intake that were held. */
export const talksHeld = perPart(TALK);

/** The advices to the casusregisseur that are in (R04.4, R07.4, R08.4). */
export const advicesGiven = perPart('intake-advies-uitgebracht');
