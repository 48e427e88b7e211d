import type * as z from 'zod';
import type { DuoSettings } from '../../adapters/duo/connection.ts';
import { fetchSecret } from '../../adapters/secrets/pseudonyms.ts';
import type { DuoEnvironment } from './duo-environment.ts';
import { createIdentityOf } from './duo-identity.ts';

type Environment = z.infer<z.ZodObject<typeof DuoEnvironment>>;

/** The connection to DUO that an environment describes, each gemeente with its own certificate. A function loads it when it calls DUO. */
export const duoSettings = (environment: Environment): DuoSettings => ({
  basisUrl: environment.DUO_BASIS_URL,
  duoOin: environment.DUO_OIN,
  identityOf: createIdentityOf({
    hubOin: environment.HUB_OIN,
    secretId: environment.DUO_CERTIFICAAT_GEHEIM_ID,
    secretPerGemeente: environment.DUO_CERTIFICAAT_PER_GEMEENTE ?? {},
    fetchSecret,
  }),
});
