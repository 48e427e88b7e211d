import { OEFENGEMEENTE } from '../../contracts/base-types.ts';
import { STANDARD } from './defaults.ts';
import type { EnvironmentInput } from './environment.ts';

/** This machine or an emulator: what differs per start (addresses, DUO, the alarms' address) stays a parameter. */
export const local: EnvironmentInput = {
  ...STANDARD,
  naam: 'lokaal',
  gemeenten: [...STANDARD.gemeenten, OEFENGEMEENTE],
  gegevens: 'weggooien',
  loopback: true,
};
