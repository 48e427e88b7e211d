import { OEFENGEMEENTE } from '../../contracts/basistypen.ts';
import type { EnvironmentInput } from './omgeving.ts';
import { STANDARD } from './standaard.ts';

/** This machine or an emulator: what differs per start (addresses, DUO, the alarms' address) stays a parameter. */
export const local: EnvironmentInput = {
  ...STANDARD,
  naam: 'lokaal',
  gemeenten: [...STANDARD.gemeenten, OEFENGEMEENTE],
  gegevens: 'weggooien',
  loopback: true,
};
