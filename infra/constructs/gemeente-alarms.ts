import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { OWN_WORK } from '../../domain/logboek/own-work.ts';
import type { Environment } from '../environments/environment.ts';
import { createAlarm, ownMetric } from './alarms.ts';

/** Makes the alarms on what the watch measures of one gemeente: its termijnen, and messages that their partner does not get. */
export const alarmForGemeente = (
  scope: Construct,
  topic: ITopic,
  gemeentecode: string,
  { partner: days }: Pick<Environment['alarmNaDagen'], 'partner'>,
): void => {
  // This alarm is on termijnen that were exceeded since yesterday. An alarm on all exceeded ones would never end.
  createAlarm(scope, `TermijnAlarm-${gemeentecode}`, topic, {
    metric: ownMetric('bewaking', 'TermijnenNetOverschreden', gemeentecode),
    threshold: 1,
    holds: true,
    description: `Gemeente ${gemeentecode}: van een zaak is sinds gisteren een wettelijke termijn overschreden`,
  });
  // The next two alarms go off whatever the door of the partner is.
  createAlarm(scope, `GeparkeerdAlarm-${gemeentecode}`, topic, {
    metric: ownMetric('bewaking', 'Geparkeerd', gemeentecode),
    threshold: 1,
    description: `Gemeente ${gemeentecode}: een bericht aan een partner is geparkeerd; het wordt niet meer bezorgd tot iemand het opnieuw laat sturen`,
  });
  createAlarm(scope, `KlaargezetAlarm-${gemeentecode}`, topic, {
    metric: ownMetric('bewaking', 'OudsteKlaargezet', gemeentecode),
    threshold: Duration.days(days).toSeconds(),
    description: `Gemeente ${gemeentecode}: een bericht ligt al ${days * 24} uur klaar en is niet bij zijn partner`,
  });
  for (const door of DOORS) alarmAtReading(scope, topic, gemeentecode, door);
};

/** The functions at which a gemeente reads: by a programme, and by people at the pages. */
const DOORS = [
  { fn: 'api', prefix: '', by: '' },
  { fn: 'loket', prefix: 'Loket', by: 'in het loket ' },
] as const;

/** Makes the alarms on reading more, or other zaken, than a team does for its work. */
const alarmAtReading = (
  scope: Construct,
  topic: ITopic,
  gemeentecode: string,
  { fn, prefix, by }: (typeof DOORS)[number],
): void => {
  createAlarm(scope, `${prefix}ZoekAlarm-${gemeentecode}`, topic, {
    metric: ownMetric(fn, 'Zoekvragen', gemeentecode),
    threshold: OWN_WORK.searchedPer5Minutes,
    description: `Gemeente ${gemeentecode}: ${by}meer mensen opgezocht dan een team met de hand doet; ga na wie dat was`,
  });
  createAlarm(scope, `${prefix}LeesAlarm-${gemeentecode}`, topic, {
    metric: ownMetric(fn, 'GelezenZaken', gemeentecode),
    threshold: OWN_WORK.readPer5Minutes,
    description: `Gemeente ${gemeentecode}: ${by}meer zaken gelezen dan een team met de hand doet; ga na wie dat was`,
  });
  createAlarm(scope, `${prefix}BuitenWerkAlarm-${gemeentecode}`, topic, {
    metric: ownMetric(fn, 'GelezenBuitenWerk', gemeentecode),
    threshold: OWN_WORK.outsidePer5Minutes,
    description: `Gemeente ${gemeentecode}: ${by}zaken gelezen die zijn afgelopen of overgedragen; ga na waarom`,
  });
};
