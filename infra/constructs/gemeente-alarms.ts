import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Environment } from '../environments/environment.ts';
import { createAlarm, ownMetric } from './alarms.ts';

/** Alarms on what the watch measures of one gemeente: its terms, and its messages whatever their door. */
export const alarmForGemeente = (
  scope: Construct,
  topic: ITopic,
  gemeentecode: string,
  { partner: days }: Pick<Environment['alarmNaDagen'], 'partner'>,
): void => {
  // On what was exceeded since yesterday: an alarm on all that ever was would never end.
  createAlarm(scope, `TermijnAlarm-${gemeentecode}`, topic, {
    metriek: ownMetric('bewaking', 'TermijnenNetOverschreden', gemeentecode),
    drempel: 1,
    holds: true,
    description: `Gemeente ${gemeentecode}: van een zaak is sinds gisteren een wettelijke termijn overschreden`,
  });
  // A message that its partner does not get is a phone call.
  createAlarm(scope, `GeparkeerdAlarm-${gemeentecode}`, topic, {
    metriek: ownMetric('bewaking', 'Geparkeerd', gemeentecode),
    drempel: 1,
    description: `Gemeente ${gemeentecode}: een bericht aan een partner is geparkeerd; het wordt niet meer bezorgd tot iemand het opnieuw laat sturen`,
  });
  createAlarm(scope, `KlaargezetAlarm-${gemeentecode}`, topic, {
    metriek: ownMetric('bewaking', 'OudsteKlaargezet', gemeentecode),
    drempel: Duration.days(days).toSeconds(),
    description: `Gemeente ${gemeentecode}: een bericht ligt al ${days * 24} uur klaar en is niet bij zijn partner`,
  });
};
