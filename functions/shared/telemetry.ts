import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import {
  COUNTED_PER,
  type Emitter,
  METRIC_SERVICE,
  type MetricName,
  type MetricOf,
} from '../../contracts/internal/metrics.ts';

type About = Readonly<Record<string, string>>;

/** What a count is about: the gemeente among it where a function counts for each. */
type AboutOf<Name extends MetricName> = [Extract<Name, keyof typeof COUNTED_PER>] extends [never]
  ? [about?: About]
  : [about: About & { readonly gemeente: string }];

/** Logs carry ids and names of fields, never their values; a metric carries a count. */
export interface Telemetry<Name extends MetricName = never> {
  info(bericht: string, data: Readonly<Record<string, unknown>>): void;
  fout(bericht: string, data: Readonly<Record<string, unknown>>): void;
  /**
   * Counts one of the metrics that this function declares (`EMITTERS`). What it is `about` stands beside the count in the log,
   * where it can be searched, and is a dimension only where the metric says so: CloudWatch charges for each value of one.
   */
  readonly count: (metric: Name, count: number, ...about: AboutOf<Name>) => void;
}

/** What wiring adds: the bounds of one invocation. */
export interface Observer<Name extends MetricName> extends Telemetry<Name> {
  /** Every line from here on carries the id of this invocation. */
  begin(context: Context): void;
  /** Publishes what was counted: one EMF line for each thing that it is about. */
  publish(): void;
}

interface Measurement {
  readonly naam: MetricName;
  readonly aantal: number;
}

/** Powertools' logger and metrics; `POWERTOOLS_*` in the environment names the service of the log lines and the namespace. */
export const createTelemetry = <Function extends Emitter>(
  _fn: Function,
  logger = new Logger(),
): Observer<MetricOf<Function>> => {
  const metrics = new Metrics({ serviceName: METRIC_SERVICE });
  /** By their second dimension and what they are about, as JSON. */
  const measurements = new Map<string, Measurement[]>();
  return {
    info: (bericht, data) => logger.info(bericht, { ...data }),
    fout: (bericht, data) => logger.error(bericht, { ...data }),
    count: (naam, aantal, ...[about = {}]) => {
      const group = JSON.stringify([(COUNTED_PER as Partial<Record<MetricName, string>>)[naam], about]);
      measurements.set(group, [...(measurements.get(group) ?? []), { naam, aantal }]);
    },
    begin: (context) => logger.addContext(context),
    publish: () => {
      for (const [group, measured] of measurements) {
        const [per, about]: readonly [string | null, About] = JSON.parse(group);
        for (const [name, value] of Object.entries(about)) {
          if (name === per) metrics.addDimension(name, value);
          else metrics.addMetadata(name, value);
        }
        for (const { naam, aantal } of measured) metrics.addMetric(naam, MetricUnit.Count, aantal);
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
