import type { IncomingMessage, ServerResponse } from 'node:http';
import { SignJWT } from 'jose';
import * as z from 'zod';
import { antwoordJson, type Handler, leesJson, padOnder } from '../mount.ts';
import { ALGORITME, leesOfMaakSleutel } from './sleutel.ts';

/**
 * The token issuer of the LOCAL hub. It hands a token of any organisation to whoever asks, so that one machine can
 * play every organisation. It is not part of a deployment: there the organisations' own identity provider issues
 * tokens, and the API checks them with the same code.
 */

/** Where the local hub mounts the issuer. */
export const TOKENS_MOUNT = '/_lokaal/tokens';

/** The audience of every token for the hub. */
export const PUBLIEK = 'inburgeringshub';

const GELDIG_SECONDEN = 3600;

/** An organisation that can hold a token, as the hub knows it. */
export interface Tokenhouder {
  readonly sleutel: string;
  readonly scopes: readonly string[];
}

export interface TokenUitgeverOpties {
  /** `iss` of every token: the URL of the mount. */
  readonly uitgever: string;
  readonly publiek?: string;
  readonly dataDir?: string;
  readonly prefix?: string;
  /** Looks an organisation up by key or alias. */
  readonly zoekOrganisatie: (naam: string) => Tokenhouder | undefined;
  readonly nu?: () => Date;
}

const Verzoek = z.strictObject({ organisatie: z.string().min(1).max(100) });

/** Makes the issuer's handler: `GET /.well-known/jwks.json` and `POST /token {organisatie}`. */
export const maakTokenUitgever = async (opties: TokenUitgeverOpties): Promise<Handler> => {
  const prefix = opties.prefix ?? TOKENS_MOUNT;
  const sleutel = await leesOfMaakSleutel(opties.dataDir);

  const geefUit = async (houder: Tokenhouder): Promise<string> => {
    const nu = Math.floor((opties.nu?.() ?? new Date()).getTime() / 1000);
    return new SignJWT({ scope: houder.scopes.join(' ') })
      .setProtectedHeader({ alg: ALGORITME, kid: sleutel.kid, typ: 'at+jwt' })
      .setIssuer(opties.uitgever)
      .setAudience(opties.publiek ?? PUBLIEK)
      .setSubject(houder.sleutel)
      .setIssuedAt(nu)
      .setExpirationTime(nu + GELDIG_SECONDEN)
      .sign(sleutel.prive);
  };

  const bedien = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const pad = padOnder(req, prefix);
    if (req.method === 'GET' && pad === '/.well-known/jwks.json') {
      return antwoordJson(res, 200, { keys: [sleutel.publiek] }, { 'cache-control': 'public, max-age=300' });
    }
    if (req.method !== 'POST' || pad !== '/token') return antwoordJson(res, 404, { error: 'not_found' });
    const verzoek = await leesJson(req, Verzoek);
    if (!('waarde' in verzoek)) {
      return antwoordJson(res, verzoek.status, {
        error: 'invalid_request',
        error_description: verzoek.detail,
      });
    }
    const houder = opties.zoekOrganisatie(verzoek.waarde.organisatie);
    if (houder === undefined) {
      return antwoordJson(res, 400, { error: 'invalid_client', error_description: 'unknown organisation' });
    }
    const token = await geefUit(houder);
    return antwoordJson(
      res,
      200,
      {
        access_token: token,
        token_type: 'Bearer',
        expires_in: GELDIG_SECONDEN,
        organisatie: houder.sleutel,
        scope: houder.scopes.join(' '),
      },
      { 'cache-control': 'no-store' },
    );
  };

  return (req, res) => {
    bedien(req, res).catch((fout: unknown) => {
      if (res.headersSent) res.destroy(fout instanceof Error ? fout : undefined);
      else antwoordJson(res, 500, { error: 'server_error' });
    });
  };
};
