import { isDeepStrictEqual } from 'node:util';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import type { RoutemapReport } from '../../contracts/internal/routemap-report.ts';
import {
  eventOfType,
  fieldsOfEvent,
  type IntakePart,
  type RoutemapEvent,
  type RoutemapType,
  TALK,
  typeOfEvent,
} from '../../contracts/routemap.ts';
import { type MeldingFeit, onMoment } from '../zaak/feiten.ts';

/**
 * What was reported along the routemap, and what of it stands. The same event reported by two is one event; a later report of
 * it counts in the place of an earlier one; a report can name an earlier one of its sender that no longer counts.
 */

/** What a report says beside the zaak and the day. */
export type RoutemapContent = Omit<RoutemapReport, 'zaakId' | 'datum' | 'startdatum' | 'verhuisdatum'>;

/**
 * How a report of the routemap stands among the others: it counts, another said the same before it, it was replaced; it takes
 * another one back, or names one that is not there.
 */
export type ReportStatus = 'geldig' | 'bevestiging' | 'vervangen' | 'ingetrokken' | 'trekt niets in';

/** The fact in a report: the day that its event is about, and the rest. */
export const reportIn = (
  type: RoutemapType,
  { zaakId: _zaakId, datum, startdatum, verhuisdatum, ingetrokken = false, ...rest }: RoutemapReport,
): Pick<MeldingFeit, 'datum' | 'routemap'> => {
  const day = { datum, startdatum, verhuisdatum }[dayField(type)];
  const said = ingetrokken ? { ...rest, ingetrokken } : rest;
  // In one order, so that two who name the same parts say the same.
  const routemap = rest.onderdelen === undefined ? said : { ...said, onderdelen: rest.onderdelen.toSorted() };
  return { ...(day === undefined ? {} : { datum: day }), routemap };
};

type DayField = 'datum' | 'startdatum' | 'verhuisdatum';

/** The field in which an event says on which day: its first. */
const dayField = (type: RoutemapType): DayField => {
  const event = eventOfType(type);
  const [first] = event === undefined ? ['datum' as const] : fieldsOfEvent(event);
  return first as DayField;
};

/** A report of an event of the routemap. */
export type RoutemapFeit = MeldingFeit & { readonly routemap: RoutemapContent };

const isRoutemap = (feit: MeldingFeit): feit is RoutemapFeit => feit.routemap !== undefined;

/** A talk of the brede intake is another one for each part; and each gemeente goes its own way with somebody. */
const keyOf = ({ melding, gemeentecode, routemap }: RoutemapFeit): string =>
  `${gemeentecode}#${melding}#${routemap.onderdeel ?? ''}`;

/** The organisation that a source names, whichever of its systems: `urn:nld:oin:<OIN>`. */
const senderOf = ({ bron }: RoutemapFeit): string => bron.split(':').slice(0, 4).join(':');

const nameOf = (report: RoutemapFeit, berichtId: string): string =>
  `${senderOf(report)}#${report.melding}#${berichtId}`;

/** The reports that another one of the same organisation about the same event names in its place. */
const replacedIn = (reports: readonly RoutemapFeit[]): ReadonlySet<RoutemapFeit> => {
  const named = new Set(
    reports.flatMap((one) => {
      const { vervangtBerichtId } = one.routemap;
      // A report cannot take its own place.
      return vervangtBerichtId === undefined || vervangtBerichtId === one.berichtId
        ? []
        : [nameOf(one, vervangtBerichtId)];
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

/** Reports of one event, each with how it stands. */
const statusesOf = (
  reports: readonly RoutemapFeit[],
  replaced: ReadonlySet<RoutemapFeit>,
  all: readonly RoutemapFeit[],
): readonly (readonly [RoutemapFeit, ReportStatus])[] => {
  const open = reports
    .filter((one) => one.routemap.ingetrokken === undefined && !replaced.has(one))
    .toSorted(onMoment);
  const last = open.at(-1);
  const alike = open.filter((one) => last !== undefined && isDeepStrictEqual(said(one), said(last)));
  return reports.map((one) => {
    if (one.routemap.ingetrokken === true)
      return [one, namesNothing(one, all) ? 'trekt niets in' : 'ingetrokken'];
    if (!alike.includes(one)) return [one, 'vervangen'];
    return [one, one === alike[0] ? 'geldig' : 'bevestiging'];
  });
};

/**
 * How each report of the routemap stands, among those that count here; one that does not can still replace one that does.
 * Whatever order the reports came in, the outcome is the same.
 */
const allStatuses = (
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

/** Whose reports: of this gemeente and its partners, about what happened since somebody is (again) there (`YYYY-MM-DD`). */
export interface Stay {
  readonly gemeentecode: Gemeentecode | undefined;
  readonly since: string;
}

/** The reports of a stay that count, at most one of each event and part. */
export const standingReports = (
  meldingen: readonly MeldingFeit[],
  { gemeentecode, since }: Stay,
): readonly RoutemapFeit[] =>
  allStatuses(meldingen, (one) => one.gemeentecode === gemeentecode && (one.datum ?? '') >= since).flatMap(
    ([report, status]) => (status === 'geldig' ? [report] : []),
  );

/** The one of an event without parts; undefined when there is none. */
export const standingReport = (
  meldingen: readonly MeldingFeit[],
  stay: Stay,
  event: Exclude<RoutemapEvent, typeof TALK>,
): RoutemapFeit | undefined => {
  const type = typeOfEvent(event);
  return standingReports(meldingen, stay).find(({ melding }) => melding === type);
};

/** The talks of the brede intake that were held, each by the report that counts. */
export const talksHeld = (
  meldingen: readonly MeldingFeit[],
  stay: Stay,
): ReadonlyMap<IntakePart, RoutemapFeit> => {
  const type = typeOfEvent(TALK);
  return new Map(
    standingReports(meldingen, stay).flatMap((report) => {
      const { onderdeel } = report.routemap;
      return report.melding === type && onderdeel !== undefined ? [[onderdeel, report] as const] : [];
    }),
  );
};
