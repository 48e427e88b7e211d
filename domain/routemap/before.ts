import { eventOfType, ROUTEMAP, type RoutemapEvent, TEST_TAKEN } from '../../contracts/routemap.ts';
import { isHeardInHuishouden } from '../huishouden/woning-reports.ts';
import { takenAt } from '../zaak/lbt.ts';
import { situationOf } from '../zaak/situation.ts';
import { woningOf } from '../zaak/woning.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { allStatuses, type RoutemapFeit, SAID } from './reports.ts';

/**
 * The events that usually come before a report and that nobody reported, as far as the hub knows. No report is refused for that,
 * because the earlier report may be on its way. It follows from the facts alone: it goes once that report comes, and the end is the
 * same in any order.
 */

/** The events that a report misses, by the id of its fact. A report that misses none is absent. */
export type MissingBefore = ReadonlyMap<string, RoutemapEvent[]>;

/** The first day of an event of which a source tells as well. */
const TOLD_BY_SOURCE: Readonly<Partial<Record<RoutemapEvent, (zaak: Zaak) => string | undefined>>> = {
  [TEST_TAKEN]: takenAt,
};

const isBefore = (day: string | undefined, { datum = '' }: RoutemapFeit): boolean =>
  day !== undefined && day <= datum;

/** Whether two reports are about the same part of the brede intake and the same home, as far as both name one. */
const isSamePart = (one: Pick<RoutemapFeit, 'routemap'>, other: RoutemapFeit): boolean =>
  (['onderdeel', 'woningId'] as const).every((field) => {
    const parts = [one.routemap[field], other.routemap[field]];
    return parts.includes(undefined) || parts[0] === parts[1];
  });

/** Whether a report is of this event, or of one that implies it. */
const saysAlso = ({ melding }: Pick<RoutemapFeit, 'melding'>, earlier: RoutemapEvent): boolean => {
  const event = eventOfType(melding);
  return event !== undefined && (event === earlier || ROUTEMAP[event].geldtAls === earlier);
};

/** Whether another zaak of the household has this earlier event, of the same home and on an earlier day. */
const isSaidInHousehold = (zaak: Zaak, report: RoutemapFeit, earlier: RoutemapEvent): boolean => {
  const { beslissingen = [], voorstellen = {} } = woningOf(zaak);
  if (earlier === 'woning-voorgesteld')
    return isBefore(voorstellen[report.routemap.woningId ?? '']?.op, report);
  return beslissingen.some(
    (one) => saysAlso(one, earlier) && isSamePart(one, report) && isBefore(one.datum, report),
  );
};

/**
 * The earlier events that are missing before each report that counts. A zaak that is over hears no more of its household. An event
 * that another member may have reported is then not counted as missing, because it depends on the order of the messages whether the
 * zaak heard of it in time.
 */
export const missingBefore = (zaak: Zaak): MissingBefore => {
  const hasOthers = zaak.koppelingen.some(({ huishouden }) => huishouden.aantalPersonen > 1);
  const hearsNoMore = hasOthers && situationOf(zaak).status !== 'actief';
  const standing = allStatuses(zaak.meldingen).flatMap(([report, status]) =>
    SAID.includes(status) ? [report] : [],
  );
  const happened = (report: RoutemapFeit, earlier: RoutemapEvent): boolean =>
    isSaidInHousehold(zaak, report, earlier) ||
    isBefore(TOLD_BY_SOURCE[earlier]?.(zaak), report) ||
    standing.some(
      (one) =>
        saysAlso(one, earlier) &&
        one.gemeentecode === report.gemeentecode &&
        isSamePart(one, report) &&
        isBefore(one.datum, report),
    );
  return new Map(
    standing.flatMap((report) => {
      const event = eventOfType(report.melding);
      const usual = event === undefined ? [] : (ROUTEMAP[event].meestalNa ?? []);
      const missing = usual.filter(
        (earlier) => !(hearsNoMore && isHeardInHuishouden(earlier)) && !happened(report, earlier),
      );
      return missing.length === 0 ? [] : [[report.feitId, missing] as const];
    }),
  );
};
