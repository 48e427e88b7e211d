import * as z from 'zod';
import { StilstaandBericht } from '../contracts/berichten.ts';

/** The answers as the command line reads them: those of the contract of the API, and a few that the contract does not define. */
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

/** The answer of a token issuer that gives a token (RFC 6749 §5.1). */
export const TokenAnswer = z.object({ access_token: z.string() });

/** The answer of a token issuer that refuses a token (RFC 6749 §5.2). */
export const TokenRefusal = z.object({ error: z.string(), error_description: z.string().optional() });

export type { StilstaandBericht };

/** A message to a partner, with any fields: these differ for each partner. */
export const Bericht = z.looseObject({
  id: z.string(),
  type: z.string(),
  /** The id of the zaak or of the household. */
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

/** The parts of an error answer (problem+json) that the user is shown. */
export const Problem = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string().optional(), detail: z.string() })).optional(),
});
