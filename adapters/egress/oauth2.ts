import * as z from 'zod';
import { known } from '../../domain/known.ts';
import type { Sender } from './sender.ts';

/** Access tokens of a receiver's own token address (RFC 6749 §4.4, client credentials). */

export interface TokenRequest {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientGeheim: string;
  readonly scope?: string | undefined;
}

export interface AccessTokens {
  /** A token for this abonnement, an earlier one while that is valid; undefined when the receiver gives none. */
  token(abonnementId: string, request: TokenRequest, timeoutMs: number): Promise<string | undefined>;
  /**
   * The receiver refused this token. The next is a new one, at most once a minute, because a receiver that refuses every token must
   * not make the hub call a token address again and again.
   */
  forget(abonnementId: string, token: string): void;
}

const TokenResponse = z.object({
  // Characters that may stand in a header, and no more than fit in one.
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().optional(),
});

interface Kept {
  /** The settings with which the token was asked: when they change, it cannot be used. */
  readonly askedWith: string;
  readonly response: Promise<z.infer<typeof TokenResponse> | undefined>;
  /** Absent while it is being fetched. */
  readonly token?: string;
  readonly validUntil: number;
}

/** The record of an abonnement for which the receiver gave no token. */
interface Failing {
  readonly askedWith: string;
  readonly times: number;
  /** The moment before which nothing is asked. */
  readonly until: number;
}

/** How long a token is used when nobody said how long it is valid. */
const UNKNOWN_MS = 5 * 60_000;
/** A token that is nearly over would be over when it arrives. */
const MARGIN_MS = 30_000;

/** A token is used for at least this long: one that ends at once must not cost a request for each message. */
const SHORTEST_MS = 5_000;

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
const FORGET_EVERY_MS = 60_000;

/** Form encoding, as §2.3.1 asks before Basic encodes it. */
const encoded = (value: string): string => new URLSearchParams({ w: value }).toString().slice(2);

const readToken = (body: string | undefined): z.infer<typeof TokenResponse> | undefined => {
  try {
    return TokenResponse.safeParse(JSON.parse(body ?? '')).data;
  } catch {
    return undefined;
  }
};

/**
 * Fetches tokens over the same checked addresses as messages, and keeps each until it ends. An address that gives none is left
 * alone for five seconds, then ten, up to five minutes.
 */
export const createAccessTokens = (sender: Sender, now: () => number = Date.now): AccessTokens => {
  const kept = new Map<string, Kept>();
  const failing = new Map<string, Failing>();
  const forgottenAt = new Map<string, number>();

  const fetch = async (
    { tokenUrl, clientId, clientGeheim, scope }: TokenRequest,
    timeoutMs: number,
  ): Promise<z.infer<typeof TokenResponse> | undefined> => {
    const basis = Buffer.from(`${encoded(clientId)}:${encoded(clientGeheim)}`).toString('base64');
    const query = { grant_type: 'client_credentials', ...known({ scope }) };
    const response = await sender.send({
      method: 'POST',
      url: tokenUrl,
      headers: {
        authorization: `Basic ${basis}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: Buffer.from(new URLSearchParams(query).toString()),
      timeoutMs,
      withBody: true,
    });
    return response.kind === 'response' && response.status === 200 ? readToken(response.body) : undefined;
  };

  return {
    async token(abonnementId, request, timeoutMs) {
      const askedWith = JSON.stringify(request);
      const earlier = kept.get(abonnementId);
      if (earlier?.askedWith === askedWith && earlier.validUntil > now())
        return (await earlier.response)?.access_token;
      const failed = failing.get(abonnementId);
      const failedSo = failed?.askedWith === askedWith ? failed : undefined;
      if (failedSo !== undefined && failedSo.until > now()) return undefined;
      // Lanes that ask meanwhile wait for this same request.
      const underway: Kept = {
        askedWith,
        response: fetch(request, timeoutMs),
        validUntil: Number.POSITIVE_INFINITY,
      };
      kept.set(abonnementId, underway);
      const response = await underway.response;
      if (kept.get(abonnementId) !== underway) return response?.access_token;
      if (response === undefined) {
        kept.delete(abonnementId);
        const times = (failedSo?.times ?? 0) + 1;
        const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (times - 1), LONGEST_PAUSE_MS);
        failing.set(abonnementId, { askedWith, times, until: now() + pauseMs });
        return undefined;
      }
      failing.delete(abonnementId);
      const { access_token: token, expires_in: seconds } = response;
      const validMs = seconds === undefined ? UNKNOWN_MS : seconds * 1000 - MARGIN_MS;
      const validUntil = now() + Math.max(validMs, SHORTEST_MS);
      kept.set(abonnementId, { ...underway, token, validUntil });
      return token;
    },

    forget(abonnementId, token) {
      if (kept.get(abonnementId)?.token !== token) return;
      if (now() - (forgottenAt.get(abonnementId) ?? Number.NEGATIVE_INFINITY) < FORGET_EVERY_MS) return;
      forgottenAt.set(abonnementId, now());
      kept.delete(abonnementId);
    },
  };
};
