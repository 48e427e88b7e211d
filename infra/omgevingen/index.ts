import { acceptatie } from './acceptatie.ts';
import { lokaal } from './lokaal.ts';
import {
  leesOmgeving,
  OMGEVINGEN,
  type Omgeving,
  type OmgevingInvoer,
  type OmgevingNaam,
} from './omgeving.ts';
import { ontwikkel } from './ontwikkel.ts';
import { productie } from './productie.ts';
import { test } from './test.ts';

const perNaam = { lokaal, ontwikkel, test, acceptatie, productie } as const satisfies Readonly<
  Record<OmgevingNaam, OmgevingInvoer>
>;

const isNaam = (naam: unknown): naam is OmgevingNaam => OMGEVINGEN.some((bekend) => bekend === naam);

/** The environment with this name, checked; `productie` when none was chosen. */
export const kiesOmgeving = (naam: unknown = 'productie'): Omgeving => {
  if (!isNaam(naam)) {
    throw new Error(`omgeving ${String(naam)} bestaat niet; kies uit ${OMGEVINGEN.join(', ')}`);
  }
  return leesOmgeving(perNaam[naam]);
};
