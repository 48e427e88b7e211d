import type { OmgevingInvoer } from './omgeving.ts';
import { STANDAARD } from './standaard.ts';

/** The last stop before productie and like it in everything; still with invented people. */
export const acceptatie: OmgevingInvoer = {
  ...STANDAARD,
  naam: 'acceptatie',
  gegevens: 'bewaren',
  budget: { dollarsPerMaand: 100 },
};
