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
import { METRIEK_NAAMRUIMTE, METRIEKEN, type Metriek, type MetriekVan } from '../contracts/metrieken.ts';
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
  /** Keeps its state while nothing is measured: the condition lasts longer than the gaps. */
  readonly houdtStand?: true;
};

/** What it means when nothing is measured: standstill for what must always run, nothing wrong for the rest. */
const zonderMeting = ({ richting, houdtStand }: AlarmOpties): TreatMissingData => {
  if (houdtStand === true) return TreatMissingData.IGNORE;
  return richting === 'onder' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING;
};

/** Makes an alarm that informs the topic when it goes off and when it recovers. */
export const maakAlarm = (scope: Construct, id: string, onderwerp: ITopic, opties: AlarmOpties): Alarm => {
  const alarm = new Alarm(scope, id, {
    metric: opties.metriek,
    threshold: opties.drempel,
    evaluationPeriods: opties.vensters ?? 1,
    comparisonOperator:
      opties.richting === 'onder'
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: zonderMeting(opties),
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

/** A metric of our own, as this function emits it; with a second dimension for one of its values. */
export const eigenMetriek = <Functie extends FunctieNaam>(
  functie: Functie,
  naam: MetriekVan<Functie>,
  waarde?: string,
): Metric => {
  const { soort, dimensie }: Metriek = METRIEKEN[naam];
  if ((dimensie === undefined) !== (waarde === undefined)) {
    throw new Error(
      `${naam} ${dimensie === undefined ? 'heeft geen tweede dimensie' : `is per ${dimensie}`}`,
    );
  }
  return new Metric({
    namespace: METRIEK_NAAMRUIMTE,
    metricName: naam,
    dimensionsMap: {
      service: dienstnaam(functie),
      ...(dimensie === undefined || waarde === undefined ? {} : { [dimensie]: waarde }),
    },
    statistic: soort === 'teller' ? 'Sum' : 'Maximum',
    period: VENSTER,
  });
};
