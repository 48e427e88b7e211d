import * as z from 'zod';
import type { Verzender } from './verzender.ts';

/** Access tokens of a receiver's own token address (RFC 6749 §4.4, client credentials). */

export interface Tokenaanvraag {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientGeheim: string;
  readonly scope?: string | undefined;
}

export interface Toegangstokens {
  /** A token for this abonnement, an earlier one while that is valid; undefined when none is to be had. */
  token(abonnementId: string, aanvraag: Tokenaanvraag, tijdslimietMs: number): Promise<string | undefined>;
  /** The receiver refused this token: the next is a new one. */
  vergeet(abonnementId: string, token: string): void;
}

const Tokenantwoord = z.object({
  // What may stand in a header, and not more than fits in one.
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().optional(),
});

interface Bewaard {
  /** What it was asked with: settings that changed make it useless. */
  readonly voor: string;
  readonly antwoord: Promise<z.infer<typeof Tokenantwoord> | undefined>;
  /** Only once it is there. */
  readonly token?: string;
  readonly geldigTot: number;
}

/** How long a token is used of which nobody said how long it is valid. */
const ONBEKEND_MS = 5 * 60_000;
/** A token that is nearly over would be over when it arrives. */
const MARGE_MS = 30_000;

/** Form encoding, as §2.3.1 asks before Basic encodes it. */
const gecodeerd = (waarde: string): string => new URLSearchParams({ w: waarde }).toString().slice(2);

const leesToken = (body: string | undefined): z.infer<typeof Tokenantwoord> | undefined => {
  try {
    return Tokenantwoord.safeParse(JSON.parse(body ?? '')).data;
  } catch {
    return undefined;
  }
};

/** Fetches tokens over the same checked addresses as messages, and keeps each until it ends. */
export const maakToegangstokens = (verzender: Verzender, nu: () => number = Date.now): Toegangstokens => {
  const bewaard = new Map<string, Bewaard>();

  const haal = async (
    { tokenUrl, clientId, clientGeheim, scope }: Tokenaanvraag,
    tijdslimietMs: number,
  ): Promise<z.infer<typeof Tokenantwoord> | undefined> => {
    const basis = Buffer.from(`${gecodeerd(clientId)}:${gecodeerd(clientGeheim)}`).toString('base64');
    const vraag = { grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) };
    const antwoord = await verzender.verstuur({
      methode: 'POST',
      url: tokenUrl,
      headers: {
        authorization: `Basic ${basis}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: Buffer.from(new URLSearchParams(vraag).toString()),
      tijdslimietMs,
      metBody: true,
    });
    return antwoord.soort === 'antwoord' && antwoord.status === 200 ? leesToken(antwoord.body) : undefined;
  };

  return {
    async token(abonnementId, aanvraag, tijdslimietMs) {
      const voor = JSON.stringify(aanvraag);
      const eerder = bewaard.get(abonnementId);
      if (eerder?.voor === voor && eerder.geldigTot > nu()) return (await eerder.antwoord)?.access_token;
      // Lanes that ask meanwhile wait for this one.
      const onderweg: Bewaard = {
        voor,
        antwoord: haal(aanvraag, tijdslimietMs),
        geldigTot: Number.POSITIVE_INFINITY,
      };
      bewaard.set(abonnementId, onderweg);
      const antwoord = await onderweg.antwoord;
      if (bewaard.get(abonnementId) !== onderweg) return antwoord?.access_token;
      if (antwoord === undefined) {
        bewaard.delete(abonnementId);
        return undefined;
      }
      const { access_token: token, expires_in: seconden } = antwoord;
      const geldigTot = nu() + (seconden === undefined ? ONBEKEND_MS : seconden * 1000 - MARGE_MS);
      bewaard.set(abonnementId, { ...onderweg, token, geldigTot });
      return token;
    },

    vergeet(abonnementId, token) {
      if (bewaard.get(abonnementId)?.token === token) bewaard.delete(abonnementId);
    },
  };
};
