import { DEFAULTS } from './defaults.ts';
import type { EnvironmentInput } from './environment.ts';

/** This machine or an emulator. The addresses of the token issuer, of DUO and for alarms stay parameters. */
export const lokaal: EnvironmentInput = {
  ...DEFAULTS,
  naam: 'lokaal',
  gegevens: 'weggooien',
  loopback: true,
  // One thread of this machine serves them all at once.
  apiTegelijk: 10,
  loketTegelijk: 10,
  mail: { afzender: 'inburgeringshub@hub.example' },
};
