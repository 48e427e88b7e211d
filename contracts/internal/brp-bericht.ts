import * as z from 'zod';
import { PersoonIngeschreven, PersoonOverleden, PersoonVerhuisd } from '../brp.ts';
import { acceptedEvent } from './accepted-bericht.ts';

/** Messages for functions/brp. They hold personal data, and the archive leaves them out. */
export const BrpBericht = z.discriminatedUnion('type', [
  acceptedEvent('nl.brp.persoon.ingeschreven.v1', PersoonIngeschreven),
  acceptedEvent('nl.brp.persoon.verhuisd.v1', PersoonVerhuisd),
  acceptedEvent('nl.brp.persoon.overleden.v1', PersoonOverleden),
]);
export type BrpBericht = z.infer<typeof BrpBericht>;
