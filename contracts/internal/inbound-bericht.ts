import * as z from 'zod';
import { BrpBericht } from './brp-bericht.ts';
import { CoaBericht } from './coa-bericht.ts';
import { DuoBericht } from './duo-bericht.ts';
import { MeldingBericht } from './melding-bericht.ts';

/** Every message that the hub accepts, as it travels on its bus and queues and as a receipt keeps it. */
export const InboundBericht = z.discriminatedUnion('type', [
  CoaBericht,
  BrpBericht,
  DuoBericht,
  MeldingBericht,
]);
export type InboundBericht = z.infer<typeof InboundBericht>;
