import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import {
  type DimensieWaarde,
  dimensieVan,
  METRIEKEN,
  type MetDimensie,
  type MetriekNaam,
  type MetriekVan,
  type Uitzender,
} from '../../contracts/metrieken.ts';

/** Logs carry ids and names of fields, never their values; a metric carries a count. */
export interface Waarnemen<Naam extends MetriekNaam = never> {
  info(bericht: string, gegevens: Readonly<Record<string, unknown>>): void;
  fout(bericht: string, gegevens: Readonly<Record<string, unknown>>): void;
  /** Counts one of the metrics that this function declares (`UITZENDERS`). */
  readonly tel: (metriek: Exclude<Naam, MetDimensie>, aantal: number) => void;
  /** The same for a metric with a second dimension. */
  readonly telPer: <N extends Extract<Naam, MetDimensie>>(
    metriek: N,
    waarde: DimensieWaarde<N>,
    aantal: number,
  ) => void;
}

/** What wiring adds: the bounds of one invocation. */
export interface Waarnemer<Naam extends MetriekNaam> extends Waarnemen<Naam> {
  /** Every line from here on carries the id of this invocation. */
  begin(context: Context): void;
  /** Publishes what was counted: one EMF line per combination of dimensions. */
  publiceer(): void;
}

interface Meting {
  readonly naam: MetriekNaam;
  readonly aantal: number;
}

/** Powertools' logger and metrics; `POWERTOOLS_*` in the environment names service and namespace. */
export const maakWaarnemen = <Functie extends Uitzender>(
  _functie: Functie,
  logger = new Logger(),
): Waarnemer<MetriekVan<Functie>> => {
  const metrics = new Metrics();
  /** By the second dimension, `gemeente=0907`; the empty text when there is none. */
  const metingen = new Map<string, Meting[]>();
  const noteer = (groep: string, meting: Meting): void => {
    metingen.set(groep, [...(metingen.get(groep) ?? []), meting]);
  };
  return {
    info: (bericht, gegevens) => logger.info(bericht, { ...gegevens }),
    fout: (bericht, gegevens) => logger.error(bericht, { ...gegevens }),
    tel: (naam, aantal) => noteer('', { naam, aantal }),
    telPer: (naam, waarde, aantal) => noteer(`${dimensieVan(naam)}=${waarde}`, { naam, aantal }),
    begin: (context) => logger.addContext(context),
    publiceer: () => {
      for (const [groep, gemeten] of metingen) {
        const [dimensie = '', waarde = ''] = groep.split('=');
        if (dimensie !== '') metrics.addDimension(dimensie, waarde);
        for (const { naam, aantal } of gemeten) {
          metrics.addMetric(naam, MetricUnit[METRIEKEN[naam].eenheid], aantal);
        }
        metrics.publishStoredMetrics();
      }
      metingen.clear();
    },
  };
};

/** Marks the bounds of every invocation, also of one that fails. */
export const perAanroep = ({
  begin,
  publiceer,
}: Pick<Waarnemer<never>, 'begin' | 'publiceer'>): MiddlewareObj => ({
  before: ({ context }) => begin(context),
  after: publiceer,
  onError: publiceer,
});
