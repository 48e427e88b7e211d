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

/** Meetvenster van elk alarm, tenzij anders gezegd. */
export const VENSTER = Duration.minutes(5);

/** Wat een alarm bewaakt. De metriek komt van het construct zelf, zodat naam en dimensies niet uiteen kunnen lopen. */
export type AlarmOpties = {
  readonly metriek: IMetric;
  readonly drempel: number;
  readonly omschrijving: string;
  /** Aantal vensters achter elkaar dat de drempel geraakt moet zijn; standaard 1. */
  readonly vensters?: number;
  /** `onder`: alarm als de waarde onder de drempel zakt, of als er niets gemeten wordt. */
  readonly richting?: 'vanaf' | 'onder';
};

/** Maakt een alarm dat het alarmonderwerp inlicht, bij het afgaan en bij het herstel. */
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

/** Alarm zodra er één zichtbaar bericht in een dodebrievenbus ligt. */
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

/** Alarm zodra het oudste bericht in een wachtrij langer wacht dan toegestaan. */
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

/** Een eigen metriek zoals één functie haar uitzendt. */
export const eigenMetriek = (naam: MetriekNaam, functie: FunctieNaam): Metric =>
  new Metric({
    namespace: METRIEK_NAAMRUIMTE,
    metricName: naam,
    dimensionsMap: { service: dienstnaam(functie) },
    statistic: 'Sum',
    period: VENSTER,
  });
