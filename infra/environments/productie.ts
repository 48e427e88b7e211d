import { STANDARD } from './defaults.ts';
import type { EnvironmentInput } from './environment.ts';

/** The real one. Give it its account, addresses and certificates before the first deployment: docs/deploy.md. */
export const production: EnvironmentInput = {
  ...STANDARD,
  naam: 'productie',
  gegevens: 'bewaren',
  budget: { dollarsPerMaand: 200 },
};
