import { STANDARD } from './defaults.ts';
import type { EnvironmentInput } from './environment.ts';

/** This machine or an emulator: what differs per start (addresses, DUO, the alarms' address) stays a parameter. */
export const local: EnvironmentInput = {
  ...STANDARD,
  naam: 'lokaal',
  gegevens: 'weggooien',
  loopback: true,
};
