import { DEFAULTS } from './defaults.ts';
import type { EnvironmentInput } from './environment.ts';

/** The environment with real people. Its account, addresses and certificates are still to be added (docs/deploy.md). */
export const productie: EnvironmentInput = {
  ...DEFAULTS,
  naam: 'productie',
  gegevens: 'bewaren',
  budget: { dollarsPerMaand: 200 },
};
