import * as z from 'zod';

const Omgeving = z.object({
  TABEL_NAAM: z.string().min(1),
  BUS_NAAM: z.string().min(1),
  SLEUTEL_GEHEIM_ID: z.string().min(1),
  HUB_BASIS_URL: z.url(),
  TOKEN_UITGEVER: z.string().min(1),
  TOKEN_PUBLIEK: z.string().min(1),
  TOKEN_JWKS_URL: z.url(),
});

/** The environment of the function; a variable that is missing stops the cold start. */
export const leesOmgeving = (omgeving: NodeJS.ProcessEnv): z.infer<typeof Omgeving> =>
  Omgeving.parse(omgeving);
