import * as z from 'zod';
import { ProcessorEnvironment } from '../shared/environment.ts';

/** What the API finds in its environment beside what every function that stores messages has. */
export const ApiEnvironment = ProcessorEnvironment.extend({
  HUB_BASIS_URL: z.url(),
  TOKEN_UITGEVER: z.string().min(1),
  TOKEN_PUBLIEK: z.string().min(1),
  TOKEN_JWKS_URL: z.url(),
  DUO_OIN: z.string().length(20),
  BEZORGING_WACHTRIJ_URL: z.url(),
  WEBHOOK_GEHEIM_ID: z.string().min(1),
  LOGBOEK_TABEL_NAAM: z.string().min(1),
  /** A hub on one's own machine: webhooks may go to that machine. */
  LOOPBACK_TOEGESTAAN: z.literal('ja').optional(),
});
