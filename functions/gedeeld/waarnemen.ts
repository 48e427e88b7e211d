import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetriekNaam } from '../../contracts/metrieken.ts';

/** Logs carry ids and names of fields, never their values; a metric carries a count. */
export interface Waarnemen {
  info(bericht: string, gegevens: Readonly<Record<string, unknown>>): void;
  fout(bericht: string, gegevens: Readonly<Record<string, unknown>>): void;
  tel(metriek: MetriekNaam, aantal: number): void;
}

/** Powertools' logger and metrics; `POWERTOOLS_*` in the environment names service and namespace. */
export const maakWaarnemen = (): Waarnemen => {
  const logger = new Logger();
  const metrics = new Metrics();
  return {
    info: (bericht, gegevens) => logger.info(bericht, { ...gegevens }),
    fout: (bericht, gegevens) => logger.error(bericht, { ...gegevens }),
    tel: (metriek, aantal) => {
      metrics.addMetric(metriek, MetricUnit.Count, aantal);
      metrics.publishStoredMetrics();
    },
  };
};
