import { randomBytes } from 'node:crypto';
import OAuth2Server from '@node-oauth/oauth2-server';

/**
 * Standard OAuth 2.0 for the local issuer: client credentials (RFC 6749 §4.4, secret in the form or by HTTP basic) and the
 * authorization code flow with PKCE (RFC 7636). The client is an organisation by its key, every secret is right, and nobody
 * has to log in: one machine plays every organisation.
 */

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
  /** The scopes of an organisation; undefined when it is unknown. */
  readonly scopesOf: (key: string) => readonly string[] | undefined;
  readonly issueToken: (key: string) => Promise<string>;
}

const CODE_SECONDS = 60;
const GRANTS = ['client_credentials', 'authorization_code'];

/** A code may only be sent to a programme on this machine. */
const isLoopback = (address: string): boolean =>
  URL.canParse(address) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);

const createModel = ({
  scopesOf,
  issueToken,
}: OauthOptions): OAuth2Server.AuthorizationCodeModel & OAuth2Server.ClientCredentialsModel => {
  const codes = new Map<string, OAuth2Server.AuthorizationCode>();
  return {
    getClient: async (id) =>
      scopesOf(id) === undefined ? undefined : { id, grants: GRANTS, redirectUris: 'http://127.0.0.1' },
    getUserFromClient: async ({ id }) => ({ id }),
    validateScope: async (_user, { id }) => [...(scopesOf(id) ?? [])],
    validateRedirectUri: async (address) => isLoopback(address),
    generateAccessToken: ({ id }) => issueToken(id),
    // Tokens are signed, so nothing has to be kept of them.
    saveToken: async (token, client, user) => ({ ...token, client, user }),
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
          body: { error: error instanceof Error ? error.name : 'invalid_request' },
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
        }),
      ),
    authorize: (request: OauthRequest) =>
      answer(request, (given, response) =>
        server.authorize(given, response, {
          authorizationCodeLifetime: CODE_SECONDS,
          authenticateHandler: {
            handle: (asked: OAuth2Server.Request) => ({ id: asked.query?.['client_id'] }),
          },
        }),
      ),
  };
};
