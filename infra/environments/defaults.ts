import { OWN_GEMEENTEN } from '../gemeenten/profiles.ts';
import type { EnvironmentInput } from './environment.ts';

/** The values that every environment starts from. The file of an environment may change them. */
export const DEFAULTS = {
  regio: 'eu-west-1',
  gemeenten: OWN_GEMEENTEN,
  bewaarDagen: { logs: 90, archief: 365 },
  alarmNaDagen: { wachtend: 14, partner: 1 },
  stilteDagen: { coa: 14, brp: 14, duo: 30 },
  ophalenTegelijk: 50,
  apiTegelijk: 300,
  loketTegelijk: 50,
  labels: { eigenaar: 'team-inburgering' },
} as const satisfies Partial<EnvironmentInput>;
