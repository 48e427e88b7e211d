import type { Dependencies } from './dependencies.ts';
import type { TokenEnvironment } from './environment.ts';

/** Every request needs it: loaded while the function fetches whatever else it needs. */
export const loadTokenCheck = async (environment: TokenEnvironment): Promise<Dependencies['checkToken']> => {
  const [{ createRemoteJWKSet }, { createTokenCheck }] = await Promise.all([
    import('jose'),
    import('./http/token.ts'),
  ]);
  return createTokenCheck({
    uitgever: environment.TOKEN_UITGEVER,
    publiek: environment.TOKEN_PUBLIEK,
    sleutels: createRemoteJWKSet(new URL(environment.TOKEN_JWKS_URL)),
  });
};
