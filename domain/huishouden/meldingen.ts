import { aboutWhat, PARTNERROLLEN } from '../../contracts/partnerrollen.ts';
import { eventOfType, ROUTEMAP, type RoutemapEvent } from '../../contracts/routemap.ts';
import { known } from '../known.ts';
import {
  allStatuses,
  latestReports,
  latestSaid,
  type RoutemapFeit,
  SAID,
  type Stay,
} from '../routemap/reports.ts';
import { daySaid } from '../termijnen/calendar.ts';
import { onMoment } from '../zaak/feiten.ts';
import type { Zaak } from '../zaak/zaak.ts';
import type { Lid } from './lid.ts';

/** Reports on the zaak of a member that are told per household: what was agreed of the furnishing of a home (R02.2). */

/** The fields of an event that partners that serve a household are told. */
const toldPerHuishouden = (event: RoutemapEvent): readonly string[] =>
  PARTNERROLLEN.flatMap((role) =>
    aboutWhat(role) === 'huishouden' ? (ROUTEMAP[event].horen?.[role] ?? []) : [],
  );

/**
 * What was said last of each event in a stay. The day of such a report is a planned day, which may lie after the day on which a
 * member leaves. So in a stay that ended, the day on which it was said counts when that is the earlier one.
 */
const saidIn = (zaak: Zaak, stay: Stay): readonly RoutemapFeit[] => {
  const { gemeentecode, since, before } = stay;
  if (before === undefined) return latestSaid(zaak.meldingen, stay);
  const isBefore = (day: string): boolean => day >= since && day < before;
  const statuses = allStatuses(zaak.meldingen, (report) => {
    const { datum = '' } = report;
    const said = daySaid(report);
    return report.gemeentecode === gemeentecode && isBefore(datum < said ? datum : said);
  });
  return latestReports(statuses.flatMap(([report, status]) => (SAID.includes(status) ? [report] : [])));
};

/** The reports of this member in a stay that stand, as far as they are told per household. */
export const meldingenIn = (zaak: Zaak, stay: Stay): Pick<Lid, 'meldingen'> => {
  const meldingen = saidIn(zaak, stay).flatMap((report) => {
    const { feitId, tijdstip, melding, datum } = report;
    const event = eventOfType(melding);
    const told: readonly string[] = event === undefined ? [] : toldPerHuishouden(event);
    if (told.length === 0) return [];
    const routemap = Object.fromEntries(
      Object.entries(report.routemap).filter(([name]) => told.includes(name)),
    );
    return [{ feitId, tijdstip, melding, ...known({ datum }), routemap }];
  });
  return meldingen.length === 0 ? {} : { meldingen: meldingen.toSorted(onMoment) };
};
