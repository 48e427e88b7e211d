import type { IncomingMessage, ServerResponse } from 'node:http';
import { SignJWT } from 'jose';
import * as z from 'zod';
import { type Handler, parseBody, pathUnder, sendJson } from '../mount.ts';
import { ALGORITHM, readOrCreateKey } from './key.ts';

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

/** An organisation that can hold a token, as the hub knows it. */
export interface TokenHolder {
  readonly sleutel: string;
  readonly scopes: readonly string[];
}

export interface TokenIssuerOptions {
  /** `iss` of every token: the URL of the mount. */
  readonly issuer: string;
  readonly audience?: string;
  readonly dataDir?: string;
  readonly prefix?: string;
  /** Finds an organisation by its key or alias. */
  readonly findOrganisation: (name: string) => TokenHolder | undefined;
  readonly now?: () => Date;
}

const Request = z.strictObject({ organisatie: z.string().min(1).max(100) });

/** Makes the issuer's handler: `GET /.well-known/jwks.json` and `POST /token {organisatie}`. */
export const createTokenIssuer = async (options: TokenIssuerOptions): Promise<Handler> => {
  const prefix = options.prefix ?? TOKENS_MOUNT;
  const key = await readOrCreateKey(options.dataDir);

  const issueToken = async (holder: TokenHolder): Promise<string> => {
    const now = Math.floor((options.now?.() ?? new Date()).getTime() / 1000);
    return new SignJWT({ scope: holder.scopes.join(' ') })
      .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ: 'at+jwt' })
      .setIssuer(options.issuer)
      .setAudience(options.audience ?? AUDIENCE)
      .setSubject(holder.sleutel)
      .setIssuedAt(now)
      .setExpirationTime(now + VALID_SECONDS)
      .sign(key.privateKey);
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const path = pathUnder(req, prefix);
    if (req.method === 'GET' && path === '/.well-known/jwks.json') {
      return sendJson(res, 200, { keys: [key.publicJwk] }, { 'cache-control': 'public, max-age=300' });
    }
    if (req.method !== 'POST' || path !== '/token') return sendJson(res, 404, { error: 'not_found' });
    const request = await parseBody(req, Request);
    if (!('value' in request)) {
      return sendJson(res, request.status, {
        error: 'invalid_request',
        error_description: request.detail,
      });
    }
    const holder = options.findOrganisation(request.value.organisatie);
    if (holder === undefined) {
      return sendJson(res, 400, { error: 'invalid_client', error_description: 'unknown organisation' });
    }
    const token = await issueToken(holder);
    return sendJson(
      res,
      200,
      {
        access_token: token,
        token_type: 'Bearer',
        expires_in: VALID_SECONDS,
        organisatie: holder.sleutel,
        scope: holder.scopes.join(' '),
      },
      { 'cache-control': 'no-store' },
    );
  };

  return (req, res) => {
    serve(req, res).catch((error: unknown) => {
      if (res.headersSent) res.destroy(error instanceof Error ? error : undefined);
      else sendJson(res, 500, { error: 'server_error' });
    });
  };
};
