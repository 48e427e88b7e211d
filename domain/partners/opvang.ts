import { eventIn, type SaidReport } from '../routemap/reports.ts';
import { woningOf } from '../zaak/woning.ts';
import type { Zaak } from '../zaak/zaak.ts';

/**
 * What COA hears of what it may hear (`partners.csv`, werkafspraken R01.T3 and R05.T1): of a home as long as it is the one that is agreed,
 * and of nothing that came after the outflow, from which on COA has no part.
 */
export const heardByOpvang = (zaak: Zaak, reports: readonly SaidReport[]): readonly SaidReport[] => {
  const outflow = reports.find((report) => eventIn(report)?.event === 'azc-uitstroom-bevestigd')?.datum;
  return reports.filter((report) => {
    const { datum = '', routemap } = report;
    const isOther =
      eventIn(report)?.event === 'woning-goedgekeurd' && woningOf(zaak).woningId !== routemap.woningId;
    return !isOther && (outflow === undefined || datum <= outflow);
  });
};
