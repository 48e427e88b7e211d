import * as z from 'zod';
import { TokenIssuer } from '../../../contracts/internal/token-issuer.ts';
import { fromJson } from '../environment.ts';

/** What every function behind the REST API finds in its environment: whose tokens it takes, and where its problems live. */
export const GatewayEnvironment = z.object({
  HUB_BASIS_URL: z.url(),
  /** The logbook, in which stands what it shows before it shows it. */
  LOGBOEK_TABEL_NAAM: z.string().min(1),
  /** JSON: every issuer whose tokens are accepted. */
  TOKEN_UITGEVERS: fromJson(z.array(TokenIssuer).min(1)),
  /** The gateway lets nobody in without a client certificate (mutual TLS). */
  CLIENTCERTIFICAAT_VERPLICHT: z.literal('ja').optional(),
});
