import { randomBytes } from 'node:crypto';
import type * as OpenId from 'openid-client';
import * as z from 'zod';
import type { Seals } from '../../adapters/secrets/seals.ts';
import type { TokenIssuer } from '../../contracts/internal/token-issuer.ts';
import { known } from '../../domain/known.ts';
import { isLoopbackUrl } from '../../domain/loopback.ts';
import { once } from '../shared/once.ts';
import { isTemporary } from '../shared/rest/http/problems.ts';

/**
 * Signing in at the issuer of the environment: OpenID Connect, authorization code with PKCE, state and nonce. openid-client looks
 * after the flow; what the id token says of the organisation is read by the profile of the issuer, as of any token.
 */

/** What must come back, sealed in a cookie of this browser for ten minutes. */
const UnderWay = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string() });
export const SIGN_IN_SECONDS = 600;
const USE = 'aanmelden';

/** Who signed in: the id token, and what its holder is called. */
export interface SignedIn {
  readonly idToken: string;
  readonly naam: string;
}

export interface SignIn {
  /** The address at the issuer, and what the browser keeps meanwhile. */
  begin(now: Date): Promise<{ readonly address: string; readonly sealed: string }>;
  /** Who came back; undefined when this is not the end of what began here. */
  end(query: URLSearchParams, sealed: string | undefined, now: Date): Promise<SignedIn | undefined>;
}

const NameClaim = z.object({ name: z.string().trim().min(1).max(200) });

interface Options {
  readonly issuer: TokenIssuer;
  /** Where the issuer sends people back to. */
  readonly back: string;
  readonly seals: Seals;
  /** Loaded when somebody signs in: most requests are of who did before. */
  readonly load: () => Promise<typeof OpenId>;
}

/** Signing in at this issuer. Its configuration is fetched at the first, and the signature of an id token checked by its keys. */
export const createSignIn = ({ issuer, back, seals, load }: Options): SignIn => {
  const configuration = once(async (): Promise<OpenId.Configuration> => {
    const library = await load();
    const [client = ''] = issuer.publiek ?? [];
    const config = await library.discovery(new URL(issuer.uitgever), client, undefined, library.None(), {
      execute: isLoopbackUrl(issuer.uitgever) ? [library.allowInsecureRequests] : [],
    });
    // The signature is checked against the keys of the issuer, also where TLS says already whose the token is.
    library.enableNonRepudiationChecks(config);
    return config;
  });
  return {
    async begin(now) {
      const [library, config] = [await load(), await configuration()];
      const [state, nonce] = [randomBytes(24).toString('base64url'), randomBytes(24).toString('base64url')];
      const verifier = library.randomPKCECodeVerifier();
      const address = library.buildAuthorizationUrl(config, {
        redirect_uri: back,
        // By the mail address the list of medewerkers knows a person of whom the issuer names no organisation.
        scope: 'openid profile email',
        code_challenge: await library.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...known({ prompt: issuer.prompt }),
      });
      return {
        address: address.href,
        sealed: await seals.seal(USE, { state, nonce, verifier }, now, SIGN_IN_SECONDS),
      };
    },

    async end(query, sealed, now) {
      if (sealed === undefined) return undefined;
      const underWay = UnderWay.safeParse(await seals.open(USE, sealed, now));
      if (!underWay.success) return undefined;
      const { state, nonce, verifier } = underWay.data;
      const [library, config] = [await load(), await configuration()];
      try {
        const tokens = await library.authorizationCodeGrant(config, new URL(`${back}?${query}`), {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const name = NameClaim.safeParse(tokens.claims());
        return { idToken: tokens.id_token ?? '', naam: name.success ? name.data.name : '' };
      } catch (error) {
        // Another state or nonce, a verifier that is not that of the challenge, a code that was used: nobody signed in.
        if (!isTemporary(error)) return undefined;
        throw error;
      }
    },
  };
};
