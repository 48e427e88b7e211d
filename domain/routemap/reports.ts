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
 * The reports along the routemap, and which of them count. The same event reported by two organisations is one event. A later
 * report of an event replaces an earlier one. A report can also take back an earlier report of its sender, which then no longer
 * counts.
 */

/** The content of a report without the zaak and the day. */
export type RoutemapContent = Omit<RoutemapReport, 'zaakId' | DayField>;

/**
 * How a report of the routemap stands among the others. It counts, another report said the same before it, or a later one replaced
 * it. It may also take an earlier report back, or name one that is not there.
 */
export type ReportStatus = 'geldig' | 'bevestiging' | 'vervangen' | 'ingetrokken' | 'trekt niets in';

/** The part of a fact that a report fills: the day that its event is about, and the rest. */
export const reportIn = (
  type: RoutemapType,
  { zaakId: _zaakId, ingetrokken = false, ...report }: RoutemapReport,
): Pick<MeldingFeit, 'datum' | 'routemap'> => {
  const event = eventOfType(type);
  const { [event === undefined ? 'datum' : dayFieldOf(event)]: day, ...rest } = report;
  const said = ingetrokken ? { ...rest, ingetrokken } : rest;
  return { ...known({ datum: day }), routemap: inOneOrder(said) };
};

/** The content of a report with its lists sorted, so that two reports that name the same things are the same. */
const inOneOrder = (said: RoutemapContent): RoutemapContent =>
  Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value]),
  );

/** A report of an event of the routemap. */
export type RoutemapFeit = MeldingFeit & { readonly routemap: RoutemapContent };

const isRoutemap = (feit: MeldingFeit): feit is RoutemapFeit => feit.routemap !== undefined;

/** The key of the event of a report. Some events have one report for each part or day, and each gemeente has its own reports. */
const keyOf = (report: RoutemapFeit): string =>
  `${report.gemeentecode}#${eventIn(report)?.sleutel ?? report.melding}`;

/**
 * The event of a report, and the key by which receivers know the event again; undefined when the routemap has the event no more.
 */
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

/** The organisation that sent a report, without its system: `urn:nld:oin:<OIN>`. */
const senderOf = ({ bron }: RoutemapFeit): string => bron.split(':').slice(0, 4).join(':');

const nameOf = (report: RoutemapFeit, berichtId: string): string =>
  `${senderOf(report)}#${report.melding}#${comparableId(berichtId)}`;

/** The reports that another report of the same organisation about the same event names as replaced. */
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

/** Whether a report names a report that nobody sent, or that another organisation sent. */
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

/**
 * The reports that say what counts, of reports of one event with the oldest first: the last report, and earlier reports that say
 * the same.
 */
const standingAmong = (reports: readonly RoutemapFeit[]): readonly RoutemapFeit[] => {
  const last = reports.at(-1);
  if (last === undefined) return [];
  const parts = partsOf(last);
  return parts === undefined
    ? reports.filter((one) => isSame(one, last))
    : standingInParts(reports, parts, isSame);
};

/** Each report of one event, with how it stands. */
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
 * The status of each report of the routemap that `counts` selects. A report that is not selected can still replace a selected one.
 * The outcome is the same in whatever order the reports came in.
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

/** The status of each report, by the id of its fact. */
export const reportStatuses = (meldingen: readonly MeldingFeit[]): ReadonlyMap<string, ReportStatus> =>
  new Map(allStatuses(meldingen).map(([{ feitId }, status]) => [feitId, status] as const));

/**
 * A stay, by which reports are chosen: those of this gemeente and its partners, about what happened since the person is there
 * (`YYYY-MM-DD`), and before the day on which they left, if they did. What was planned before they `left` the last time is over,
 * also when its day is in this stay.
 */
export interface Stay {
  readonly gemeentecode: Gemeentecode | undefined;
  readonly since: string;
  readonly left?: string;
  readonly before?: string;
}

type Statuses = ReturnType<typeof allStatuses>;

const perStay = oncePerKey<readonly MeldingFeit[], Statuses>();

/** How the reports of a stay stand. It is worked out once, because every term, task and appointment of a zaak asks for it. */
const statusesIn = (meldingen: readonly MeldingFeit[], stay: Stay): Statuses =>
  perStay(meldingen, `${stay.gemeentecode}#${stay.since}#${stay.before}#${stay.left}`, () =>
    allStatuses(
      meldingen,
      (report) => report.gemeentecode === stay.gemeentecode && isAboutStay(report, stay),
    ),
  );

/**
 * Whether a report is about this stay: by the day that it names, and when the person left since, by the day on which it was said.
 */
export const isAboutStay = (
  report: Pick<MeldingFeit, 'datum' | 'tijdstip'>,
  { since, before, left = '' }: Omit<Stay, 'gemeentecode'>,
): boolean => {
  const { datum = '' } = report;
  const isWithin = datum >= since && (before === undefined || datum < before);
  const wasAhead = datum >= left && daySaid(report) < left;
  return isWithin && !wasAhead;
};

/** The statuses of a report whose content counts: the first report, or a later report with the same content. */
export const SAID: readonly ReportStatus[] = ['geldig', 'bevestiging'];

/** The reports of a stay with one of these statuses. Reports of an event that is told in parts are one report together. */
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

/** The reports of a stay that count: at most one of each event and part. */
export const standingReports = (meldingen: readonly MeldingFeit[], stay: Stay): readonly RoutemapFeit[] =>
  inStay(meldingen, stay, ['geldig']);

/** The reports of a stay whose content counts: the first report of each event and part, and later reports with the same content. */
export const saidReports = (meldingen: readonly MeldingFeit[], stay: Stay): readonly RoutemapFeit[] =>
  inStay(meldingen, stay, SAID);

/**
 * The first report of an event in a stay that counts and says this. It also looks at the reports of an event that is told in parts.
 */
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

/**
 * The reports of a stay that count, and those in which the sender said the same again. A report of another organisation that only
 * confirms says nothing anew.
 */
export const saidAgain = (meldingen: readonly MeldingFeit[], stay: Stay): readonly RoutemapFeit[] => {
  const standing = new Map(standingReports(meldingen, stay).map((one) => [keyOf(one), one]));
  return saidReports(meldingen, stay).filter((one) => {
    const first = standing.get(keyOf(one)) ?? one;
    return first.partner === one.partner && senderOf(first) === senderOf(one);
  });
};

/** The content of a report, without its gemeente and its sender. */
export type SaidReport = Pick<RoutemapFeit, 'feitId' | 'tijdstip' | 'melding' | 'datum' | 'routemap'>;

/** The latest report of each event and part. */
export const latestReports = <Report extends SaidReport>(reports: readonly Report[]): readonly Report[] =>
  [...Map.groupBy(reports, (one) => eventIn(one)?.sleutel).values()].flatMap((same) =>
    same.toSorted(onMoment).slice(-1),
  );

/** The latest report of each event and part in a stay that says what counts. When it is said again, it counts from then. */
export const latestSaid = (meldingen: readonly MeldingFeit[], stay: Stay): readonly RoutemapFeit[] =>
  latestReports(saidReports(meldingen, stay));

/** The report of this event that counts, for an event that stands once; undefined when there is none. */
export const standingReport = (
  meldingen: readonly MeldingFeit[],
  stay: Stay,
  event: Exclude<RoutemapEvent, RepeatedEvent>,
): RoutemapFeit | undefined => {
  const type = typeOfEvent(event);
  return standingReports(meldingen, stay).find(({ melding }) => melding === type);
};

/** The parts of the brede intake of which this event was reported, each with the report that counts. */
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

/** The advices that the casusregisseur has (R04.4, R07.4, R08.4). */
export const advicesGiven = perPart('intake-advies-uitgebracht');
