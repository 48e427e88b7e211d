import { randomBytes } from 'node:crypto';
import OAuth2Server from '@node-oauth/oauth2-server';
import { closestMatch } from 'leven';

/**
 * Standard OAuth 2.0 for the local issuer: client credentials (RFC 6749 §4.4, secret in the form or by HTTP basic) and the
 * authorization code flow with PKCE (RFC 7636). The client is an organisation by one of its names, every secret is right, and
 * nobody has to log in: one machine plays every organisation.
 */

/** An organisation that can hold a token, as the hub knows it. */
export interface TokenHolder {
  readonly sleutel: string;
  readonly scopes: readonly string[];
}

/** Somebody invented who can sign in at the pages of the hub. */
export interface Person {
  /** As the address of the page names it. */
  readonly id: string;
  readonly naam: string;
  /** For whom they speak; of who has none the issuer says an address alone, and the lists of the gemeenten say for whom. */
  readonly holder?: TokenHolder;
  /** An address that the issuer vouches for. */
  readonly adres?: string;
}

/** The client that the pages of the hub are here. */
export const LOKET = 'loket';

/** What a client asks, with its form or query as an object. */
export interface OauthRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, string>>;
}

export interface OauthResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface OauthOptions {
  readonly validSeconds: number;
  /** The organisations by every name that a client may give. */
  readonly holders: ReadonlyMap<string, TokenHolder>;
  readonly issueToken: (holder: TokenHolder) => Promise<string>;
  /** Who can sign in, by id. */
  readonly people: ReadonlyMap<string, Person>;
  /** An id token (OpenID Connect) of somebody who signed in. */
  readonly issueIdToken: (person: Person, nonce: string | undefined) => Promise<string>;
}

const CODE_SECONDS = 60;
const GRANTS = ['client_credentials', 'authorization_code'];

/** A code may only be sent to a programme on this machine. */
const isLoopback = (address: string): boolean =>
  URL.canParse(address) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);

const createModel = ({
  holders,
  issueToken,
  people,
  issueIdToken,
}: OauthOptions): OAuth2Server.AuthorizationCodeModel & OAuth2Server.ClientCredentialsModel => {
  const codes = new Map<string, OAuth2Server.AuthorizationCode>();
  /** The name is not repeated in the error: what it may hold is more than a description may (RFC 6749 §5.2). */
  const holderOf = (name: string): TokenHolder => {
    const holder = holders.get(name);
    if (holder !== undefined) return holder;
    const near = closestMatch(name, [...holders.keys()]);
    throw new OAuth2Server.InvalidClientError(`this hub knows no such organisation, did you mean ${near}?`);
  };
  return {
    getClient: async (name) => ({
      id: name === LOKET ? LOKET : holderOf(name).sleutel,
      grants: GRANTS,
      redirectUris: 'http://127.0.0.1',
    }),
    getUserFromClient: async ({ id }) => ({ id }),
    validateScope: async (_user, { id }) => (id === LOKET ? ['openid'] : [...holderOf(id).scopes]),
    validateRedirectUri: async (address) => isLoopback(address),
    // With that of the pages nothing can be asked: who signed in stands in the id token.
    generateAccessToken: async ({ id }) =>
      id === LOKET ? randomBytes(24).toString('base64url') : issueToken(holderOf(id)),
    // Tokens are signed, so nothing has to be kept of them.
    saveToken: async (token, client, user) => {
      const person = client.id === LOKET ? people.get(String(user['id'])) : undefined;
      if (person === undefined) return { ...token, client, user };
      const nonce = typeof user['nonce'] === 'string' ? user['nonce'] : undefined;
      return { ...token, client, user, id_token: await issueIdToken(person, nonce) };
    },
    getAccessToken: async () => undefined,
    generateAuthorizationCode: async () => randomBytes(24).toString('base64url'),
    saveAuthorizationCode: async (code, client, user) => {
      const saved = { ...code, client, user };
      codes.set(code.authorizationCode, saved);
      return saved;
    },
    getAuthorizationCode: async (code) => codes.get(code),
    revokeAuthorizationCode: async ({ authorizationCode }) => codes.delete(authorizationCode),
  };
};

/** The two endpoints of OAuth, as functions of a request. */
export const createOauth = (options: OauthOptions) => {
  const server = new OAuth2Server({ model: createModel(options) });
  const answer = async (
    { method, headers, query, body }: OauthRequest,
    act: (request: OAuth2Server.Request, response: OAuth2Server.Response) => Promise<unknown>,
  ): Promise<OauthResponse> => {
    const response = new OAuth2Server.Response({});
    try {
      const own = { method, headers: { ...headers }, query: { ...query }, body: { ...body } };
      await act(new OAuth2Server.Request(own), response);
    } catch (error) {
      const status = response.status ?? 200;
      // The library has put what is wrong in the answer, or it could not tell whom to send back to.
      if (status < 300)
        return {
          status: 400,
          headers: {},
          body:
            error instanceof Error
              ? { error: error.name, error_description: error.message }
              : { error: 'invalid_request' },
        };
    }
    return { status: response.status ?? 200, headers: { ...response.headers }, body: response.body };
  };
  return {
    token: (request: OauthRequest) =>
      answer(request, (given, response) =>
        server.token(given, response, {
          accessTokenLifetime: options.validSeconds,
          requireClientAuthentication: { authorization_code: false },
          allowExtendedTokenAttributes: true,
        }),
      ),
    authorize: (request: OauthRequest) =>
      answer(request, (given, response) =>
        server.authorize(given, response, {
          authorizationCodeLifetime: CODE_SECONDS,
          authenticateHandler: {
            handle: ({ query }: OAuth2Server.Request) =>
              query?.['client_id'] === LOKET
                ? { id: query['persoon'], nonce: query['nonce'] }
                : { id: query?.['client_id'] },
          },
        }),
      ),
  };
};
