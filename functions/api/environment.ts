import * as z from 'zod';
import { ProcessorEnvironment } from '../shared/environment.ts';
import { GatewayEnvironment } from '../shared/rest/environment.ts';

/** What the API finds in its environment beside what every function that stores messages has. */
export const ApiEnvironment = ProcessorEnvironment.extend({
  ...GatewayEnvironment.shape,
  DUO_OIN: z.string().length(20),
  BEZORGING_WACHTRIJ_URL: z.url(),
  WEBHOOK_GEHEIM_ID: z.string().min(1),
  /** A hub on one's own machine: webhooks may go to that machine. */
  LOOPBACK_TOEGESTAAN: z.literal('ja').optional(),
});
