import { OEFENGEMEENTE } from '../../contracts/basistypen.ts';
import type { OmgevingInvoer } from './omgeving.ts';
import { STANDAARD } from './standaard.ts';

/** Where partners and sources connect for the first time, with invented people; may be built up anew. */
export const test: OmgevingInvoer = {
  ...STANDAARD,
  naam: 'test',
  gemeenten: [...STANDAARD.gemeenten, OEFENGEMEENTE],
  gegevens: 'weggooien',
  bewaarDagen: { logs: 30, archief: 30 },
  budget: { dollarsPerMaand: 50 },
};
