import { STANDARD } from './defaults.ts';
import type { EnvironmentInput } from './environment.ts';

/** The last stop before productie and like it in everything; still with invented people. */
export const acceptatie: EnvironmentInput = {
  ...STANDARD,
  naam: 'acceptatie',
  gegevens: 'bewaren',
  budget: { dollarsPerMaand: 100 },
};
