import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { SignJWT } from 'jose';
import { type Handler, pathUnder, readText, sendJson } from '../mount.ts';
import { ALGORITHM, readOrCreateKey } from './key.ts';
import { LOKET, type Person, type TokenHolder } from './oauth.ts';
import { PEOPLE_STYLE, peoplePage } from './people.ts';

/**
 * The token issuer of the local hub. It gives a token of any organisation to any client, so that one machine can play
 * every organisation. A deployment does not have it: there the identity provider of the organisations issues tokens,
 * and the API checks them with the same code.
 */

/** Where the local hub mounts the issuer. */
export const TOKENS_MOUNT = '/_lokaal/tokens';

/** The audience of every token for the hub. */
export const AUDIENCE = 'inburgeringshub';

const VALID_SECONDS = 3600;

export interface TokenIssuerOptions {
  /** `iss` of every token: the URL of the mount. */
  readonly issuer: string;
  readonly audience?: string;
  readonly dataDir?: string;
  readonly prefix?: string;
  /** The organisations by every name that a client may give as its `client_id`. */
  readonly holders: ReadonlyMap<string, TokenHolder>;
  /** Who can sign in at the pages of the hub; nobody unless given. */
  readonly people?: readonly Person[];
  readonly now?: () => Date;
}

/** What a token says beside when it was issued, by whom and for whom. */
interface TokenClaims {
  readonly sub: string;
  readonly scopes?: readonly string[];
  readonly [claim: string]: string | boolean | readonly string[] | undefined;
}

/** The form or query of a request, of which a repeated field counts once. */
const fieldsOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(text));

const headersOf = ({ headers }: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

/** What the issuer offers, for clients that find it out by themselves (RFC 8414). */
const discovery = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  response_types_supported: ['code'],
  grant_types_supported: ['client_credentials', 'authorization_code'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
  code_challenge_methods_supported: ['S256'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: [ALGORITHM],
});

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PEOPLE_STYLE).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
};

const DISCOVERY_PATHS = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];

/** Makes the issuer's handler: its keys and discovery document, `GET /authorize` and `POST /token`. */
export const createTokenIssuer = async (options: TokenIssuerOptions): Promise<Handler> => {
  const prefix = options.prefix ?? TOKENS_MOUNT;
  const key = await readOrCreateKey(options.dataDir);

  const people = new Map((options.people ?? []).map((person) => [person.id, person]));

  const sign = (
    typ: 'at+jwt' | 'JWT',
    audience: string,
    { sub, scopes = [], ...claims }: TokenClaims,
  ): Promise<string> => {
    const now = Math.floor((options.now?.() ?? new Date()).getTime() / 1000);
    return new SignJWT({ scope: scopes.join(' '), ...claims })
      .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ })
      .setIssuer(options.issuer)
      .setAudience(audience)
      .setSubject(sub)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + VALID_SECONDS)
      .sign(key.privateKey);
  };
  const issueToken = ({ sleutel, scopes }: TokenHolder) =>
    sign('at+jwt', options.audience ?? AUDIENCE, { sub: sleutel, scopes });
  const issueIdToken = ({ id, holder, naam, adres }: Person, nonce: string | undefined) =>
    sign('JWT', LOKET, {
      sub: id,
      name: naam,
      ...(holder && { scopes: holder.scopes, organisatie: holder.sleutel }),
      ...(adres === undefined ? {} : { email: adres, email_verified: true }),
      ...(nonce === undefined ? {} : { nonce }),
    });

  // It takes longer to load than the rest of the issuer, and a hub starts before anybody asks for a token.
  let loaded: Promise<ReturnType<typeof import('./oauth.ts').createOauth>> | undefined;
  const load = async () => {
    const { createOauth } = await import('./oauth.ts');
    return createOauth({
      validSeconds: VALID_SECONDS,
      holders: options.holders,
      issueToken,
      people,
      issueIdToken,
    });
  };
  const oauth = () => {
    loaded ??= load();
    return loaded;
  };

  const serveOauth = async (
    req: IncomingMessage,
    res: ServerResponse,
    endpoint: 'token' | 'authorize',
  ): Promise<void> => {
    const body = req.method === 'POST' ? await readText(req) : '';
    if (body === undefined) return sendJson(res, 413, { error: 'invalid_request' });
    const {
      status,
      headers,
      body: content,
    } = await (await oauth())[endpoint]({
      method: req.method ?? 'GET',
      headers: headersOf(req),
      query: fieldsOf((req.url ?? '').split('?')[1] ?? ''),
      body: fieldsOf(body),
    });
    return sendJson(res, status, content ?? {}, { 'cache-control': 'no-store', ...headers });
  };

  /** Asks who signs in; undefined once that was chosen, or when it is no person that is asked for. */
  const choice = (req: IncomingMessage): string | undefined => {
    const query = (req.url ?? '').split('?')[1] ?? '';
    const { client_id: client, persoon = '' } = fieldsOf(query);
    return client === LOKET && !people.has(persoon)
      ? peoplePage([...people.values()], `${options.issuer}/authorize`, query)
      : undefined;
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const path = pathUnder(req, prefix);
    if (req.method === 'GET' && path === '/.well-known/jwks.json') {
      return sendJson(res, 200, { keys: [key.publicJwk] }, { 'cache-control': 'public, max-age=300' });
    }
    if (req.method === 'GET' && DISCOVERY_PATHS.includes(path))
      return sendJson(res, 200, discovery(options.issuer));
    if (req.method === 'GET' && path === '/authorize') {
      const page = choice(req);
      if (page === undefined) return serveOauth(req, res, 'authorize');
      res.writeHead(200, PAGE_HEADERS);
      return void res.end(page);
    }
    if (req.method === 'POST' && path === '/token') return serveOauth(req, res, 'token');
    return sendJson(res, 404, { error: 'not_found' });
  };

  return (req, res) => {
    serve(req, res).catch((error: unknown) => {
      if (res.headersSent) res.destroy(error instanceof Error ? error : undefined);
      else sendJson(res, 500, { error: 'server_error' });
    });
  };
};
