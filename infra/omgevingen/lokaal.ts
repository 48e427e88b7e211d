import { OEFENGEMEENTE } from '../../contracts/basistypen.ts';
import type { OmgevingInvoer } from './omgeving.ts';
import { STANDAARD } from './standaard.ts';

/** This machine or an emulator: what differs per start (addresses, DUO, the alarms' address) stays a parameter. */
export const lokaal: OmgevingInvoer = {
  ...STANDAARD,
  naam: 'lokaal',
  gemeenten: [...STANDAARD.gemeenten, OEFENGEMEENTE],
  gegevens: 'weggooien',
  loopback: true,
};
