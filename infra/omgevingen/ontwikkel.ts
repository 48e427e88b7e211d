import { OEFENGEMEENTE } from '../../contracts/basistypen.ts';
import type { EnvironmentInput } from './omgeving.ts';
import { STANDARD } from './standaard.ts';

/** Where a change is tried first; everything in it can be thrown away. */
export const ontwikkel: EnvironmentInput = {
  ...STANDARD,
  naam: 'ontwikkel',
  gemeenten: [...STANDARD.gemeenten, OEFENGEMEENTE],
  gegevens: 'weggooien',
  bewaarDagen: { logs: 14, archief: 14 },
  budget: { dollarsPerMaand: 25 },
};
