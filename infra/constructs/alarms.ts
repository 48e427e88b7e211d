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
  METRIC_SERVICE,
  METRICS,
  type MetricOf,
} from '../../contracts/internal/metrics.ts';
import { known } from '../../domain/known.ts';
import type { FunctionName } from '../names.ts';

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
};

/** What a missing measurement means: a standstill for what must always run, and otherwise that nothing is wrong. */
const withoutMeasurement = ({ below }: AlarmOptions): TreatMissingData =>
  below === true ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING;

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

/**
 * A metric of the hub, as this function emits it: under one service for the whole hub, whichever of its functions counts, and
 * of one gemeente when it is counted for each.
 */
export const ownMetric = <Function extends FunctionName>(
  _fn: Function,
  name: MetricOf<Function>,
  gemeente?: string,
): Metric =>
  new Metric({
    namespace: METRIC_NAMESPACE,
    metricName: name,
    dimensionsMap: { service: METRIC_SERVICE, ...known({ gemeente }) },
    statistic: METRICS[name].kind === 'counter' ? 'Sum' : 'Maximum',
    period: WINDOW,
  });
