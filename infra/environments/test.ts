import { DEFAULTS } from './defaults.ts';
import type { EnvironmentInput } from './environment.ts';

/** The environment in which partners and sources connect for the first time. Its people are invented. */
export const test: EnvironmentInput = {
  ...DEFAULTS,
  naam: 'test',
  gegevens: 'weggooien',
  bewaarDagen: { logs: 30, archief: 30 },
  budget: { dollarsPerMaand: 50 },
};
