import { STANDARD } from './defaults.ts';
import type { EnvironmentInput } from './environment.ts';

/** Where a change is tried first; everything in it can be thrown away. */
export const ontwikkel: EnvironmentInput = {
  ...STANDARD,
  naam: 'ontwikkel',
  gegevens: 'weggooien',
  bewaarDagen: { logs: 14, archief: 14 },
  budget: { dollarsPerMaand: 25 },
};
