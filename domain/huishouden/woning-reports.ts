import { ROUTEMAP, type RoutemapEvent } from '../../contracts/routemap.ts';
import { known } from '../known.ts';
import {
  eventIn,
  latestSaid,
  type RoutemapFeit,
  type SaidReport,
  type Stay,
  standingReport,
} from '../routemap/reports.ts';
import type { Zaak } from '../zaak/zaak.ts';
import type { Lid } from './lid.ts';

/**
 * What corporaties hear of the reports about homes on the zaak of one member: the order to search (R00.1), and what was decided of
 * what they proposed (R00.4, R01.T3). The household carries it to the zaak that stands for it. The signed contract (R01.1) it
 * carries to each zaak, because the partner that guides a member hears it.
 */

const SEARCH = 'woningzoekopdracht-verstuurd';
const DECISIONS: ReadonlySet<RoutemapEvent> = new Set([
  'woning-goedgekeurd',
  'woning-afgekeurd',
  'woning-geweigerd',
  'huurcontract-getekend',
]);

/** Whether the household hears of this event from the zaak of one member: a home was proposed, or something was decided of it. */
export const isHeardInHuishouden = (event: RoutemapEvent): boolean =>
  event === 'woning-voorgesteld' || DECISIONS.has(event);

/** Whether a report says that the contract of a home is signed. A partner that hears it hears it of each member. */
export const isContract = (report: SaidReport): boolean => eventIn(report)?.event === 'huurcontract-getekend';

/** A report as far as corporaties hear it. Of the contract that is its day. */
const heardByCorporatie = (
  { feitId, tijdstip, melding, datum, routemap }: RoutemapFeit,
  event: RoutemapEvent,
): SaidReport => {
  const told: readonly string[] = ROUTEMAP[event].horen?.corporatie ?? [];
  return {
    feitId,
    tijdstip,
    melding,
    ...known({ datum }),
    routemap: Object.fromEntries(Object.entries(routemap).filter(([name]) => told.includes(name))),
  };
};

/** The reports about homes on this zaak in a stay. */
export const woningReportsIn = (zaak: Zaak, stay: Stay): Pick<Lid, 'zoekopdracht' | 'beslissingen'> => {
  const search = standingReport(zaak.meldingen, stay, SEARCH);
  const beslissingen = latestSaid(zaak.meldingen, stay).flatMap((report) => {
    const event = eventIn(report)?.event;
    return event !== undefined && DECISIONS.has(event) ? [heardByCorporatie(report, event)] : [];
  });
  return {
    ...(search && { zoekopdracht: heardByCorporatie(search, SEARCH) }),
    ...(beslissingen.length > 0 && { beslissingen }),
  };
};
