import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import {
  METRIC_NAMESPACE,
  METRICS,
  type MetricOf,
  type Metric as MetricValue,
} from '../../contracts/internal/metrics.ts';
import { type FunctionName, serviceName } from '../names.ts';

/** Period of every alarm, unless said otherwise. */
export const WINDOW = Duration.minutes(5);

/** What an alarm watches. The metric comes from the construct itself, so that name and dimensions cannot drift. */
export type AlarmOptions = {
  readonly metriek: IMetric;
  readonly drempel: number;
  readonly description: string;
  /** How many periods in a row must reach the threshold; 1 by default. */
  readonly windows?: number;
  /** `onder`: alarm when the value falls below the threshold, or when nothing is measured. */
  readonly richting?: 'vanaf' | 'onder';
  /** Keeps its state while nothing is measured: the condition lasts longer than the gaps. */
  readonly holds?: true;
};

/** What it means when nothing is measured: standstill for what must always run, nothing wrong for the rest. */
const withoutMeasurement = ({ richting, holds }: AlarmOptions): TreatMissingData => {
  if (holds === true) return TreatMissingData.IGNORE;
  return richting === 'onder' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING;
};

/** Makes an alarm that informs the topic when it goes off and when it recovers. */
export const createAlarm = (scope: Construct, id: string, topic: ITopic, options: AlarmOptions): Alarm => {
  const alarm = new Alarm(scope, id, {
    metric: options.metriek,
    threshold: options.drempel,
    evaluationPeriods: options.windows ?? 1,
    comparisonOperator:
      options.richting === 'onder'
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: withoutMeasurement(options),
    alarmDescription: options.description,
  });
  const action = new SnsAction(topic);
  alarm.addAlarmAction(action);
  alarm.addOkAction(action);
  return alarm;
};

/** Alarm as soon as one visible message lies in a dead-letter queue. */
export const alarmAtDeadLetters = (
  scope: Construct,
  id: string,
  topic: ITopic,
  bus: IQueue,
  description: string,
): Alarm =>
  createAlarm(scope, id, topic, {
    metriek: bus.metricApproximateNumberOfMessagesVisible({ period: WINDOW, statistic: 'Maximum' }),
    drempel: 1,
    description,
  });

/** Alarm as soon as the oldest message in a queue waits longer than allowed. */
export const alarmAtAge = (
  scope: Construct,
  id: string,
  topic: ITopic,
  queue: IQueue,
  options: { readonly maximum: Duration; readonly description: string },
): Alarm =>
  createAlarm(scope, id, topic, {
    metriek: queue.metricApproximateAgeOfOldestMessage({ period: WINDOW, statistic: 'Maximum' }),
    drempel: options.maximum.toSeconds(),
    description: options.description,
  });

/** A metric of our own, as this function emits it; with a second dimension for one of its values. */
export const ownMetric = <Function extends FunctionName>(
  fn: Function,
  name: MetricOf<Function>,
  value?: string,
): Metric => {
  const { kind, dimension }: MetricValue = METRICS[name];
  if ((dimension === undefined) !== (value === undefined)) {
    throw new Error(
      `${name} ${dimension === undefined ? 'heeft geen tweede dimensie' : `is per ${dimension}`}`,
    );
  }
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName: name,
    dimensionsMap: {
      service: serviceName(fn),
      ...(dimension === undefined || value === undefined ? {} : { [dimension]: value }),
    },
    statistic: kind === 'counter' ? 'Sum' : 'Maximum',
    period: WINDOW,
  });
};
