import * as z from 'zod';
import { StilstaandBericht } from '../contracts/berichten.ts';

/** The hub's answers as the command line reads them: the API's own contract, and the two that it does not fix. */
export type {
  FoundZaak,
  Ontvangst,
  Tijdlijn,
  TijdlijnGebeurtenis,
} from '../contracts/api.ts';
export type { Balans, Difference, Disappeared, Openstaand, Postbalans } from '../contracts/balans.ts';
export { BerichtState } from '../contracts/berichten.ts';
export type { Kpis } from '../contracts/kpis.ts';
export type { TijdlijnTermijn } from '../contracts/termijnen.ts';

/** What a token issuer answers (RFC 6749 §5.1). */
export const TokenAnswer = z.object({ access_token: z.string() });

/** What a token issuer answers when it gives none (RFC 6749 §5.2). */
export const TokenRefusal = z.object({ error: z.string(), error_description: z.string().optional() });

export type { StilstaandBericht };

/** A partner message, whatever the partner's fields are. */
export const Bericht = z.looseObject({
  id: z.string(),
  type: z.string(),
  /** The zaak, or the household. */
  subject: z.string(),
  time: z.string(),
  data: z.looseObject({ gemeentecode: z.string(), volgnummer: z.int() }),
});
export type Bericht = z.infer<typeof Bericht>;

export const Berichten = z.object({
  berichten: z.array(Bericht),
  stilstaand: z.array(StilstaandBericht).default([]),
  na: z.string().optional(),
});

/** An error answer (problem+json), as far as shown to the user. */
export const Problem = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string().optional(), detail: z.string() })).optional(),
});
