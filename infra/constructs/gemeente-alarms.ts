import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { OWN_WORK } from '../../domain/logboek/own-work.ts';
import { createAlarm, ownMetric } from './alarms.ts';

/**
 * Makes the one alarm that each gemeente has of its own: a sum over all of them would go off every day, and hide the gemeente
 * that reads what it should not. It looks at the API and the pages for people together.
 */
export const alarmForGemeente = (scope: Construct, topic: ITopic, gemeentecode: string): void => {
  createAlarm(scope, 'RaadplegingenAlarm', topic, {
    metric: ownMetric('api', 'Raadplegingen', gemeentecode),
    threshold: OWN_WORK.per5Minutes,
    description: `Gemeente ${gemeentecode}: meer gezocht of gelezen dan een team met de hand doet, of in zaken die zijn afgelopen of overgedragen; ga na wie dat was`,
  });
};
