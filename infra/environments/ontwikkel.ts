import { DEFAULTS } from './defaults.ts';
import type { EnvironmentInput } from './environment.ts';

/** The environment in which developers try a change first. Its data can be thrown away. */
export const ontwikkel: EnvironmentInput = {
  ...DEFAULTS,
  naam: 'ontwikkel',
  gegevens: 'weggooien',
  bewaarDagen: { logs: 14, archief: 14 },
  budget: { dollarsPerMaand: 25 },
};
