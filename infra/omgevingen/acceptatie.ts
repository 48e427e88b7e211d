import type { EnvironmentInput } from './omgeving.ts';
import { STANDARD } from './standaard.ts';

/** The last stop before productie and like it in everything; still with invented people. */
export const acceptatie: EnvironmentInput = {
  ...STANDARD,
  naam: 'acceptatie',
  gegevens: 'bewaren',
  budget: { dollarsPerMaand: 100 },
};
