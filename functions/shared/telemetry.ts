import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import {
  type DimensionValue,
  dimensionOf,
  type Emitter,
  METRICS,
  type MetricName,
  type MetricOf,
  type WithDimension,
} from '../../contracts/internal/metrics.ts';

/** Logs carry ids and names of fields, never their values; a metric carries a count. */
export interface Telemetry<Name extends MetricName = never> {
  info(bericht: string, data: Readonly<Record<string, unknown>>): void;
  fout(bericht: string, data: Readonly<Record<string, unknown>>): void;
  /** Counts one of the metrics that this function declares (`EMITTERS`). */
  readonly count: (metric: Exclude<Name, WithDimension>, count: number) => void;
  /** The same for a metric with a second dimension. */
  readonly countPer: <N extends Extract<Name, WithDimension>>(
    metric: N,
    value: DimensionValue<N>,
    count: number,
  ) => void;
}

/** What wiring adds: the bounds of one invocation. */
export interface Observer<Name extends MetricName> extends Telemetry<Name> {
  /** Every line from here on carries the id of this invocation. */
  begin(context: Context): void;
  /** Publishes what was counted: one EMF line per combination of dimensions. */
  publish(): void;
}

interface Measurement {
  readonly naam: MetricName;
  readonly aantal: number;
}

/** Powertools' logger and metrics; `POWERTOOLS_*` in the environment names service and namespace. */
export const createTelemetry = <Function extends Emitter>(
  _fn: Function,
  logger = new Logger(),
): Observer<MetricOf<Function>> => {
  const metrics = new Metrics();
  /** By the second dimension, `gemeente=0907`; the empty text when there is none. */
  const measurements = new Map<string, Measurement[]>();
  const record = (group: string, measurement: Measurement): void => {
    measurements.set(group, [...(measurements.get(group) ?? []), measurement]);
  };
  return {
    info: (bericht, data) => logger.info(bericht, { ...data }),
    fout: (bericht, data) => logger.error(bericht, { ...data }),
    count: (name, count) => record('', { naam: name, aantal: count }),
    countPer: (name, value, count) => record(`${dimensionOf(name)}=${value}`, { naam: name, aantal: count }),
    begin: (context) => logger.addContext(context),
    publish: () => {
      for (const [group, measured] of measurements) {
        const [dimension = '', value = ''] = group.split('=');
        if (dimension !== '') metrics.addDimension(dimension, value);
        for (const { naam, aantal } of measured) {
          metrics.addMetric(naam, MetricUnit[METRICS[naam].unit], aantal);
        }
        metrics.publishStoredMetrics();
      }
      measurements.clear();
    },
  };
};

/** Marks the bounds of every invocation, also of one that fails. */
export const perInvocation = ({
  begin,
  publish,
}: Pick<Observer<never>, 'begin' | 'publish'>): MiddlewareObj => ({
  before: ({ context }) => begin(context),
  after: publish,
  onError: publish,
});
