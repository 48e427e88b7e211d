import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Finding } from '../../contracts/internal/metrics.ts';
import type { Environment } from '../environments/environment.ts';
import { createAlarm, ownMetric, WINDOW } from './alarms.ts';
import type { FunctionContext } from './function.ts';

/** What every alarm of a finding of the watch is called, and what it says. */
const findings = ({
  alarmNaDagen,
}: Environment): Readonly<Record<Finding, { readonly id: string; readonly description: string }>> => ({
  DodeBrieven: {
    id: 'DodeBrievenAlarm',
    description:
      'Er liggen dode brieven: van een functie, van een regel of van een partner. Het log van bewaking noemt waar (de bewaking vond iets), hub redrive telt ze',
  },
  BlijftLiggen: {
    id: 'BlijftLiggenAlarm',
    description:
      'Er blijft iets langer liggen dan afgesproken: aangenomen berichten, berichten die op een persoon wachten, aankondigingen van zaken, meldingen aan DUO, zaken die een wijziging van partners nog niet volgen, werk op een wachtrij, een taak van de klok, of het vervangen van de zoeksleutels. Het log van bewaking noemt wat',
  },
  StilleBronnen: {
    id: 'StilteAlarm',
    description:
      'Van een bron kwam langer dan afgesproken geen nieuw bericht. Het log van bewaking noemt de bron',
  },
  TermijnenNetOverschreden: {
    id: 'TermijnAlarm',
    description:
      'Van een zaak bleek vandaag dat een wettelijke termijn overschreden is. Het log van bewaking noemt de gemeente en de zaken',
  },
  Geparkeerd: {
    id: 'GeparkeerdAlarm',
    description:
      'Een bericht aan een partner is geparkeerd; het wordt niet meer bezorgd tot iemand het opnieuw laat sturen. Het log van bewaking noemt de partner',
  },
  TeLangKlaargezet: {
    id: 'KlaargezetAlarm',
    description: `Een partner heeft een bericht na ${alarmNaDagen.partner * 24} uur nog niet, langs welke deur ook. Het log van bewaking noemt de partner`,
  },
});

/** A metric that Lambda counts over all functions of the account in this region: it has no dimensions. */
const ofAllFunctions = (metricName: 'Errors' | 'Throttles'): Metric =>
  new Metric({ namespace: 'AWS/Lambda', metricName, statistic: 'Sum', period: WINDOW });

/**
 * Makes the alarms that are one for the whole hub, however many functions, sources, gemeenten and partners it has: CloudWatch
 * charges for each alarm. What went wrong where stands in the log.
 */
export const createHubAlarms = (scope: Construct, { alarmTopic, environment }: FunctionContext): void => {
  const hub = new Construct(scope, 'Hub');
  createAlarm(hub, 'FoutenAlarm', alarmTopic, {
    metric: ofAllFunctions('Errors'),
    threshold: 1,
    description: 'Een functie is met een fout gestopt; het dashboard toont welke',
  });
  createAlarm(hub, 'AfgeknepenAlarm', alarmTopic, {
    metric: ofAllFunctions('Throttles'),
    threshold: 1,
    periods: 3,
    description: 'Een functie wordt een kwartier lang afgeknepen; het dashboard toont welke',
  });
  createAlarm(hub, 'QuarantaineAlarm', alarmTopic, {
    metric: ownMetric('coa', 'InQuarantaine'),
    threshold: 1,
    description: 'Een bericht is in quarantaine gezet; hub quarantaine toont welk en waarom',
  });
  for (const [name, { id, description }] of Object.entries(findings(environment))) {
    createAlarm(hub, id, alarmTopic, {
      metric: ownMetric('bewaking', name as Finding),
      threshold: 1,
      description,
    });
  }
};
