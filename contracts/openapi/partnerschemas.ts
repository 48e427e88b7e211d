import type { z } from 'zod';
import {
  gemeldVoor,
  gewijzigdVoor,
  PARTNERROLLEN,
  type PartnerberichtSoort,
  type Partnerrol,
  Vervallen,
} from '../partnerberichten.ts';

/** The messages to partners under the names that they have in openapi.json and asyncapi.yaml. */

export const metHoofdletter = (woord: string): string => woord.charAt(0).toUpperCase() + woord.slice(1);

/** Name of the schema of one kind of message to one role; `vervallen` is the same for all. */
export const schemanaam = (soort: PartnerberichtSoort, rol: Partnerrol): string =>
  soort === 'vervallen' ? 'Vervallen' : `${metHoofdletter(soort)}${metHoofdletter(rol)}`;

/** Every schema of a message to a partner, by name. */
export const partnerberichten: Readonly<Record<string, z.ZodType>> = {
  ...Object.fromEntries(
    PARTNERROLLEN.flatMap((rol): [string, z.ZodType][] => [
      [schemanaam('gemeld', rol), gemeldVoor(rol)],
      [schemanaam('gewijzigd', rol), gewijzigdVoor(rol)],
    ]),
  ),
  Vervallen,
};
