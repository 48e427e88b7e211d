import type { TokenIssuer } from '../../../contracts/internal/token-issuer.ts';
import type { Dependencies } from './dependencies.ts';

/** Every request needs it: loaded while the function fetches whatever else it needs. */
export const loadTokenCheck = async (
  issuers: readonly TokenIssuer[],
): Promise<Dependencies['checkToken']> => {
  const [{ createRemoteJWKSet }, { createTokenCheck }] = await Promise.all([
    import('jose'),
    import('./http/token.ts'),
  ]);
  return createTokenCheck(
    issuers.map((profile) => ({ profile, keys: createRemoteJWKSet(new URL(profile.jwksUrl)) })),
  );
};
