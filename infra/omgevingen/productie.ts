import type { OmgevingInvoer } from './omgeving.ts';
import { STANDAARD } from './standaard.ts';

/** The real one. Give it its account, addresses and certificates before the first deployment: docs/deploy.md. */
export const productie: OmgevingInvoer = {
  ...STANDAARD,
  naam: 'productie',
  gegevens: 'bewaren',
  budget: { dollarsPerMaand: 200 },
};
