import { decodeJwt, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { TokenIssuer } from '../../../../contracts/internal/token-issuer.ts';
import type { TokenContent } from '../dependencies.ts';
import { AHEAD_TOLERANCE_SECONDS, readClaims } from './claims.ts';

/** An issuer with where its keys are had. */
export interface TrustedIssuer {
  readonly profile: TokenIssuer;
  readonly keys: JWTVerifyGetKey;
}

/** Public-key signatures only: with these, `none` and a shared secret cannot be slipped in. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** The issuer's keys could not be had: says nothing about the token. */
const isWithoutKeys = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  error.code === 'ERR_JOSE_GENERIC';

/**
 * How long a token that was found right is taken as such without looking again: a withdrawn key counts soon. Whether it was
 * shut out is no part of this, and is asked at every request.
 */
const REMEMBER_MS = 60_000;
const AT_MOST_REMEMBER = 200;

interface Remember {
  readonly content: TokenContent;
  readonly until: number;
}

/** What the token says of its issuer, before anything is checked: it only chooses the issuer to check it by. */
const claimedIssuer = (token: string): string | undefined => {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined; // not a JWT, so of no issuer
  }
};

/** Checks a token by the profile of its own issuer, and of no other; undefined when it must be refused. */
export const createTokenCheck = (issuers: readonly TrustedIssuer[]) => {
  const perIssuer = new Map(issuers.map((issuer) => [issuer.profile.uitgever, issuer]));
  const remember = new Map<string, Remember>();

  const check = async (token: string, { profile, keys }: TrustedIssuer): Promise<Remember | undefined> => {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: profile.uitgever,
      ...(profile.publiek === undefined ? {} : { audience: [...profile.publiek] }),
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'iat'],
      // jose has one tolerance for `nbf` and `exp`; readClaims holds `exp` to its own.
      clockTolerance: AHEAD_TOLERANCE_SECONDS,
    });
    const now = Date.now();
    const content = readClaims(profile, protectedHeader, payload, now / 1000);
    return content && { content, until: Math.min((payload.exp ?? 0) * 1000, now + REMEMBER_MS) };
  };

  return async (token: string): Promise<TokenContent | undefined> => {
    const known = remember.get(token);
    if (known !== undefined && Date.now() < known.until) return known.content;
    const issuer = perIssuer.get(claimedIssuer(token) ?? '');
    if (issuer === undefined) return undefined;
    try {
      const found = await check(token, issuer);
      if (found === undefined) return undefined;
      if (remember.size >= AT_MOST_REMEMBER) remember.clear();
      remember.set(token, found);
      return found.content;
    } catch (error) {
      if (!isWithoutKeys(error)) return undefined;
      throw Object.assign(new Error('sleutels van de tokenuitgever zijn niet te lezen', { cause: error }), {
        code: 'ETIMEDOUT',
      });
    }
  };
};
