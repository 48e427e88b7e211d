import {
  type Environment,
  type EnvironmentInput,
  readEnvironment,
} from '../infra/environments/environment.ts';
import { OWN_GEMEENTEN } from '../infra/gemeenten/profiles.ts';

export const ACCOUNT = '123456789012';
/** The AWS account of a partner. */
export const PARTNER_ACCOUNT = '210987654321';

/** An environment productie for the tests, which thus do not depend on the files in `infra/environments/`. */
export const TRIAL = {
  naam: 'productie',
  regio: 'eu-west-1',
  gemeenten: OWN_GEMEENTEN,
  gegevens: 'bewaren',
  bewaarDagen: { logs: 90, archief: 365 },
  alarmNaDagen: { wachtend: 14, partner: 1 },
  stilteDagen: { coa: 14, brp: 14, duo: 30 },
  ophalenTegelijk: 40,
  apiTegelijk: 200,
  loketTegelijk: 20,
  mail: { afzender: 'inburgeringshub@hub.example' },
  labels: { eigenaar: 'team-proef', kostenplaats: '0907-12' },
} as const satisfies EnvironmentInput;

/** `TRIAL` with the values that a test gives, checked by the schema of environments. */
export const trialEnvironment = (otherwise: Partial<EnvironmentInput> = {}): Environment =>
  readEnvironment({ ...TRIAL, ...otherwise });

/** A value for every field that an environment can leave out. */
export const COMPLETE = {
  account: ACCOUNT,
  regio: 'eu-central-1',
  verwerkenTegelijk: 50,
  alarmEmailadres: 'beheer@hub.example',
  tokens: {
    eigen: { domeinvoorvoegsel: 'inburgeringshub-gennep' },
    uitgevers: [
      {
        naam: 'gennep',
        uitgever: 'https://tokens.hub.example',
        publiek: ['inburgeringshub'],
        jwksUrl: 'https://tokens.hub.example/jwks.json',
        gemeenten: ['0907'],
      },
    ],
  },
  loketEigen: { domeinvoorvoegsel: 'inburgeringshub-gennep-mensen' },
  duo: {
    basisUrl: 'https://duo.hub.example',
    oin: '00000099000000004000',
    certificaatGeheimArn: `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:duo-certificaat-AbCdEf`,
    gemeenten: {
      '0907': {
        certificaatGeheimArn: `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:duo-0907-MnOpQr`,
      },
    },
  },
  webhook: {
    certificaatGeheimArn: `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:webhook-certificaat-GhIjKl`,
  },
  wachtrijToegang: {
    '0907': { taalschool: { principals: [`arn:aws:iam::${PARTNER_ACCOUNT}:role/berichten-lezen`] } },
  },
  domein: {
    naam: 'hub.gennep.example',
    certificaatArn: `arn:aws:acm:eu-central-1:${ACCOUNT}:certificate/0907`,
    truststore: { bucket: 'truststore-gennep', sleutel: 'ca.pem' },
  },
  reservekopie: {
    kluisArn: 'arn:aws:backup:eu-central-1:333333333333:backup-vault:hub-gennep',
    bewaarDagen: 35,
  },
  spoor: { bucket: 'logarchief-gennep' },
  rechtengrens: 'inburgeringshub-rechtengrens',
  budget: { dollarsPerMaand: 100, ookAan: ['financien@hub.example'] },
} satisfies Partial<EnvironmentInput>;
