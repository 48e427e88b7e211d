import { isDeepStrictEqual } from 'node:util';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import type { RoutemapReport } from '../../contracts/internal/routemap-report.ts';
import {
  eventOfType,
  fieldsOfEvent,
  type IntakePart,
  type RoutemapEvent,
  type RoutemapType,
  typeOfEvent,
} from '../../contracts/routemap.ts';
import { type MeldingFeit, onMoment } from '../zaak/feiten.ts';

/**
 * What was reported along the routemap, and what of it stands. The same event reported by two is one event; a later report of
 * it counts in the place of an earlier one; a report can name an earlier one of its sender that no longer counts.
 */

/** What a report says beside the zaak and the day. */
export type RoutemapContent = Omit<RoutemapReport, 'zaakId' | 'datum' | 'startdatum' | 'verhuisdatum'>;

/** How a report of the routemap stands among the others: it counts, another said the same before it, or it was replaced. */
export type ReportStatus = 'geldig' | 'bevestiging' | 'vervangen' | 'ingetrokken';

/** The fact in a report: the day that its event is about, and the rest. */
export const reportIn = (
  type: RoutemapType,
  { zaakId: _zaakId, datum, startdatum, verhuisdatum, ingetrokken = false, ...rest }: RoutemapReport,
): Pick<MeldingFeit, 'datum' | 'routemap'> => {
  const day = { datum, startdatum, verhuisdatum }[dayField(type)];
  const routemap = ingetrokken ? { ...rest, ingetrokken } : rest;
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

/** The reports that a later one of their sender names in its place. */
const replacedIn = (reports: readonly RoutemapFeit[]): ReadonlySet<RoutemapFeit> => {
  const named = new Set(reports.map(({ bron, routemap }) => `${bron}#${routemap.vervangtBerichtId ?? ''}`));
  return new Set(reports.filter(({ bron, berichtId }) => named.has(`${bron}#${berichtId}`)));
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
): readonly (readonly [RoutemapFeit, ReportStatus])[] => {
  const open = reports
    .filter((one) => one.routemap.ingetrokken === undefined && !replaced.has(one))
    .toSorted(onMoment);
  const last = open.at(-1);
  const alike = open.filter((one) => last !== undefined && isDeepStrictEqual(said(one), said(last)));
  return reports.map((one) => {
    if (one.routemap.ingetrokken === true) return [one, 'ingetrokken'];
    if (!alike.includes(one)) return [one, 'vervangen'];
    return [one, one === alike[0] ? 'geldig' : 'bevestiging'];
  });
};

/** How each report of the routemap stands. Whatever order the reports came in, the outcome is the same. */
const allStatuses = (
  meldingen: readonly MeldingFeit[],
): readonly (readonly [RoutemapFeit, ReportStatus])[] => {
  const reports = meldingen.filter(isRoutemap);
  const replaced = replacedIn(reports);
  return [...Map.groupBy(reports, keyOf).values()].flatMap((group) => statusesOf(group, replaced));
};

/** The same by the id of the fact. */
export const reportStatuses = (meldingen: readonly MeldingFeit[]): ReadonlyMap<string, ReportStatus> =>
  new Map(allStatuses(meldingen).map(([{ feitId }, status]) => [feitId, status] as const));

/** The reports that count of what this gemeente and its partners did, at most one of each event and part. */
export const standingReports = (
  meldingen: readonly MeldingFeit[],
  gemeentecode: Gemeentecode | undefined,
): readonly RoutemapFeit[] =>
  allStatuses(meldingen.filter((one) => one.gemeentecode === gemeentecode)).flatMap(([report, status]) =>
    status === 'geldig' ? [report] : [],
  );

/** The one of an event, and of one part when it is a talk of the brede intake; undefined when there is none. */
export const standingReport = (
  meldingen: readonly MeldingFeit[],
  gemeentecode: Gemeentecode | undefined,
  event: RoutemapEvent,
  part?: IntakePart,
): RoutemapFeit | undefined => {
  const type = typeOfEvent(event);
  return standingReports(meldingen, gemeentecode).find(
    ({ melding, routemap }) => melding === type && routemap.onderdeel === part,
  );
};
