import * as z from 'zod';
import { Koppeling, KoppelingIngetrokken } from '../coa.ts';
import { acceptedEvent } from './accepted-bericht.ts';

/** Messages for functions/coa. They hold personal data, and the archive leaves them out. */
export const CoaBericht = z.discriminatedUnion('type', [
  acceptedEvent('nl.tvs.koppeling.geregistreerd.v1', Koppeling),
  acceptedEvent('nl.tvs.koppeling.gewijzigd.v1', Koppeling),
  acceptedEvent('nl.tvs.koppeling.ingetrokken.v1', KoppelingIngetrokken),
]);
export type CoaBericht = z.infer<typeof CoaBericht>;
