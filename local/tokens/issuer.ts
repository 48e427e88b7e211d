import type { IncomingMessage, ServerResponse } from 'node:http';
import { SignJWT } from 'jose';
import * as z from 'zod';
import { type Handler, padUnder, parseBody, responseJson } from '../mount.ts';
import { ALGORITHM, readOrCreateKey } from './key.ts';

/**
 * The token issuer of the LOCAL hub. It hands a token of any organisation to whoever asks, so that one machine can
 * play every organisation. It is not part of a deployment: there the organisations' own identity provider issues
 * tokens, and the API checks them with the same code.
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
  readonly uitgever: string;
  readonly publiek?: string;
  readonly dataDir?: string;
  readonly prefix?: string;
  /** Looks an organisation up by key or alias. */
  readonly findOrganisation: (name: string) => TokenHolder | undefined;
  readonly now?: () => Date;
}

const Request = z.strictObject({ organisatie: z.string().min(1).max(100) });

/** Makes the issuer's handler: `GET /.well-known/jwks.json` and `POST /token {organisatie}`. */
export const createTokenIssuer = async (options: TokenIssuerOptions): Promise<Handler> => {
  const prefix = options.prefix ?? TOKENS_MOUNT;
  const key = await readOrCreateKey(options.dataDir);

  const giveOut = async (holder: TokenHolder): Promise<string> => {
    const now = Math.floor((options.now?.() ?? new Date()).getTime() / 1000);
    return new SignJWT({ scope: holder.scopes.join(' ') })
      .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ: 'at+jwt' })
      .setIssuer(options.uitgever)
      .setAudience(options.publiek ?? AUDIENCE)
      .setSubject(holder.sleutel)
      .setIssuedAt(now)
      .setExpirationTime(now + VALID_SECONDS)
      .sign(key.privateKey);
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const pad = padUnder(req, prefix);
    if (req.method === 'GET' && pad === '/.well-known/jwks.json') {
      return responseJson(res, 200, { keys: [key.publiek] }, { 'cache-control': 'public, max-age=300' });
    }
    if (req.method !== 'POST' || pad !== '/token') return responseJson(res, 404, { error: 'not_found' });
    const request = await parseBody(req, Request);
    if (!('waarde' in request)) {
      return responseJson(res, request.status, {
        error: 'invalid_request',
        error_description: request.detail,
      });
    }
    const holder = options.findOrganisation(request.waarde.organisatie);
    if (holder === undefined) {
      return responseJson(res, 400, { error: 'invalid_client', error_description: 'unknown organisation' });
    }
    const token = await giveOut(holder);
    return responseJson(
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
      else responseJson(res, 500, { error: 'server_error' });
    });
  };
};
