import { isContract } from '../huishouden/woning-reports.ts';
import { eventIn, latestReports, latestSaid, type SaidReport, standingReport } from '../routemap/reports.ts';
import { plus } from '../termijnen/calendar.ts';
import { situationOf } from '../zaak/situation.ts';
import { stayOf } from '../zaak/termijn-ends.ts';
import { woningBy, woningMeldingenIn, woningOf } from '../zaak/woning.ts';
import type { Zaak } from '../zaak/zaak.ts';

/**
 * The steps that COA is told, among those that it may hear (`partners.csv`, werkafspraken R01.T3 and R05.T1). COA hears of a home
 * as long as it is the agreed home. COA hears nothing that was said after the outflow, because it has no part in what follows.
 * Steps from before the outflow stay as they were.
 */
export const heardByOpvang = (zaak: Zaak): readonly SaidReport[] => {
  const stay = stayOf(situationOf(zaak));
  const { woningId: agreedNow, beslissingen = [] } = woningOf(zaak);
  const outflow = standingReport(zaak.meldingen, stay, 'azc-uitstroom-bevestigd')?.datum;
  const isInTime = ({ datum = '' }: SaidReport): boolean => outflow === undefined || datum <= outflow;
  const inAzc = outflow === undefined ? stay : { ...stay, before: plus(outflow, 'P1D') };
  // A next home does not take back the home to which the person left.
  const woningId = outflow === undefined ? agreedNow : woningBy(woningMeldingenIn(zaak, inAzc)).woningId;
  const contracts = beslissingen.filter((report) => isContract(report) && isInTime(report));
  return latestReports([...latestSaid(zaak.meldingen, inAzc), ...contracts]).filter(
    (report) => eventIn(report)?.event !== 'woning-goedgekeurd' || report.routemap.woningId === woningId,
  );
};
