import { DEFAULTS } from './defaults.ts';
import type { EnvironmentInput } from './environment.ts';

/** The last environment before productie. It is the same in everything, but its people are invented. */
export const acceptatie: EnvironmentInput = {
  ...DEFAULTS,
  naam: 'acceptatie',
  gegevens: 'bewaren',
  budget: { dollarsPerMaand: 100 },
};
