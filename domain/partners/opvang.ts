import { isContract } from '../huishouden/woning-reports.ts';
import { eventIn, latestReports, latestSaid, type SaidReport, standingReport } from '../routemap/reports.ts';
import { plus } from '../termijnen/calendar.ts';
import { situationOf } from '../zaak/situation.ts';
import { stayOf } from '../zaak/termijn-ends.ts';
import { woningBy, woningMeldingenIn, woningOf } from '../zaak/woning.ts';
import type { Zaak } from '../zaak/zaak.ts';

/**
 * What COA hears, of what it may hear (`partners.csv`, werkafspraken R01.T3 and R05.T1). It hears of a home as long as that is the
 * agreed one. It hears nothing that was said after the outflow, because COA has no part in what follows; what was said before that
 * stands as it was.
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
