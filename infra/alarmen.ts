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
import { METRIEK_NAAMRUIMTE, type MetriekNaam } from '../contracts/metrieken.ts';
import { dienstnaam, type FunctieNaam } from './namen.ts';

/** Period of every alarm, unless said otherwise. */
export const VENSTER = Duration.minutes(5);

/** What an alarm watches. The metric comes from the construct itself, so that name and dimensions cannot drift. */
export type AlarmOpties = {
  readonly metriek: IMetric;
  readonly drempel: number;
  readonly omschrijving: string;
  /** How many periods in a row must reach the threshold; 1 by default. */
  readonly vensters?: number;
  /** `onder`: alarm when the value falls below the threshold, or when nothing is measured. */
  readonly richting?: 'vanaf' | 'onder';
};

/** Makes an alarm that informs the topic when it goes off and when it recovers. */
export const maakAlarm = (scope: Construct, id: string, onderwerp: ITopic, opties: AlarmOpties): Alarm => {
  const onder = opties.richting === 'onder';
  const alarm = new Alarm(scope, id, {
    metric: opties.metriek,
    threshold: opties.drempel,
    evaluationPeriods: opties.vensters ?? 1,
    comparisonOperator: onder
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: onder ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    alarmDescription: opties.omschrijving,
  });
  const actie = new SnsAction(onderwerp);
  alarm.addAlarmAction(actie);
  alarm.addOkAction(actie);
  return alarm;
};

/** Alarm as soon as one visible message lies in a dead-letter queue. */
export const alarmOpDodeBrieven = (
  scope: Construct,
  id: string,
  onderwerp: ITopic,
  bus: IQueue,
  omschrijving: string,
): Alarm =>
  maakAlarm(scope, id, onderwerp, {
    metriek: bus.metricApproximateNumberOfMessagesVisible({ period: VENSTER, statistic: 'Maximum' }),
    drempel: 1,
    omschrijving,
  });

/** Alarm as soon as the oldest message in a queue waits longer than allowed. */
export const alarmOpLeeftijd = (
  scope: Construct,
  id: string,
  onderwerp: ITopic,
  wachtrij: IQueue,
  opties: { readonly maximaal: Duration; readonly omschrijving: string },
): Alarm =>
  maakAlarm(scope, id, onderwerp, {
    metriek: wachtrij.metricApproximateAgeOfOldestMessage({ period: VENSTER, statistic: 'Maximum' }),
    drempel: opties.maximaal.toSeconds(),
    omschrijving: opties.omschrijving,
  });

/** A metric of our own, as one function emits it. */
export const eigenMetriek = (naam: MetriekNaam, functie: FunctieNaam): Metric =>
  new Metric({
    namespace: METRIEK_NAAMRUIMTE,
    metricName: naam,
    dimensionsMap: { service: dienstnaam(functie) },
    statistic: 'Sum',
    period: VENSTER,
  });
