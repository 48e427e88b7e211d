import { STANDARD } from './defaults.ts';
import type { EnvironmentInput } from './environment.ts';

/** Where partners and sources connect for the first time, with invented people; may be built up anew. */
export const test: EnvironmentInput = {
  ...STANDARD,
  naam: 'test',
  gegevens: 'weggooien',
  bewaarDagen: { logs: 30, archief: 30 },
  budget: { dollarsPerMaand: 50 },
};
