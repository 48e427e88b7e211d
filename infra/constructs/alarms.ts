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

/** The period over which alarms and dashboards take a metric. */
export const WINDOW = Duration.minutes(5);

/**
 * What an alarm watches. The metric comes from the construct that emits it, so that name and dimensions cannot drift.
 */
export type AlarmOptions = {
  readonly metric: IMetric;
  readonly threshold: number;
  readonly description: string;
  /** How many periods in a row must be past the threshold; 1 by default. */
  readonly periods?: number;
  /** The alarm goes off when the value is below the threshold, or when nothing is measured. */
  readonly below?: true;
  /** The alarm keeps its state while nothing is measured, because the condition lasts longer than the gaps. */
  readonly holds?: true;
};

/** What a missing measurement means: a standstill for what must always run, and otherwise that nothing is wrong. */
const withoutMeasurement = ({ below, holds }: AlarmOptions): TreatMissingData => {
  if (holds === true) return TreatMissingData.IGNORE;
  return below === true ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING;
};

/** Makes an alarm that tells the topic when it goes off and when it recovers. */
export const createAlarm = (scope: Construct, id: string, topic: ITopic, options: AlarmOptions): Alarm => {
  const alarm = new Alarm(scope, id, {
    metric: options.metric,
    threshold: options.threshold,
    evaluationPeriods: options.periods ?? 1,
    comparisonOperator:
      options.below === true
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

/** Makes an alarm that goes off when a visible message lies in a dead-letter queue. */
export const alarmAtDeadLetters = (
  scope: Construct,
  id: string,
  topic: ITopic,
  deadLetters: IQueue,
  description: string,
): Alarm =>
  createAlarm(scope, id, topic, {
    metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: WINDOW, statistic: 'Maximum' }),
    threshold: 1,
    description,
  });

/** Makes an alarm that goes off when the oldest message in a queue waits longer than `maximum`. */
export const alarmAtAge = (
  scope: Construct,
  id: string,
  topic: ITopic,
  queue: IQueue,
  options: { readonly maximum: Duration; readonly description: string },
): Alarm =>
  createAlarm(scope, id, topic, {
    metric: queue.metricApproximateAgeOfOldestMessage({ period: WINDOW, statistic: 'Maximum' }),
    threshold: options.maximum.toSeconds(),
    description: options.description,
  });

/**
 * A metric of the hub, as this function emits it. `value` is that of the second dimension; it throws when a metric
 * with a second dimension gets none, or one without gets any.
 */
export const ownMetric = <Function extends FunctionName>(
  fn: Function,
  name: MetricOf<Function>,
  value?: string,
): Metric => {
  const { kind, dimension }: MetricValue = METRICS[name];
  if ((dimension === undefined) !== (value === undefined)) {
    throw new Error(
      `${name} ${dimension === undefined ? 'has no second dimension' : `needs a value of ${dimension}`}`,
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
