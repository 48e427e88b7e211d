import { OEFENGEMEENTE } from '../../contracts/basistypen.ts';
import type { OmgevingInvoer } from './omgeving.ts';
import { STANDAARD } from './standaard.ts';

/** Where a change is tried first; everything in it can be thrown away. */
export const ontwikkel: OmgevingInvoer = {
  ...STANDAARD,
  naam: 'ontwikkel',
  gemeenten: [...STANDAARD.gemeenten, OEFENGEMEENTE],
  gegevens: 'weggooien',
  bewaarDagen: { logs: 14, archief: 14 },
  budget: { dollarsPerMaand: 25 },
};
