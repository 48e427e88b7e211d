import { OWN_GEMEENTEN } from '../gemeenten/profiles.ts';
import type { EnvironmentInput } from './environment.ts';

/** What every environment starts from; a file of its own may say otherwise. */
export const STANDARD = {
  regio: 'eu-west-1',
  gemeenten: OWN_GEMEENTEN,
  bewaarDagen: { logs: 90, archief: 365 },
  alarmNaDagen: { wachtend: 14, partner: 1 },
  stilteDagen: { coa: 14, brp: 14, duo: 30 },
  labels: { eigenaar: 'team-inburgering' },
} as const satisfies Partial<EnvironmentInput>;
