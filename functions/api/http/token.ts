import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import type { TokenContent } from '../dependencies.ts';

/** Who issues tokens, for whom, and where the keys are. */
export interface TokenRules {
  readonly uitgever: string;
  readonly publiek: string;
  readonly sleutels: JWTVerifyGetKey;
}

/** Public-key signatures only: with these, `none` and a shared secret cannot be slipped in. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** How long a token still counts after `exp`, because clocks differ a little. */
const EXPIRY_TOLERANCE_SECONDS = 5;

/** How far `nbf` may lie ahead: the clock of an issuer may run a minute fast, and such a token is no danger. */
const NOT_BEFORE_TOLERANCE_SECONDS = 60;

const Claims = z.object({ sub: z.string().min(1), scope: z.string().default(''), exp: z.number() });

/** The issuer's keys could not be had: says nothing about the token. */
const isWithoutKeys = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  error.code === 'ERR_JOSE_GENERIC';

/** How long a token that was found right is taken as such without looking again: a withdrawn key counts soon. */
const REMEMBER_MS = 60_000;
const AT_MOST_REMEMBER = 200;

interface Remember {
  readonly inhoud: TokenContent;
  readonly tot: number;
}

/** Checks signature, issuer, audience and expiry; undefined when the token must be refused. */
export const createTokenCheck = ({ uitgever, publiek, sleutels }: TokenRules) => {
  const remember = new Map<string, Remember>();

  const check = async (token: string): Promise<Remember | undefined> => {
    const { payload } = await jwtVerify(token, sleutels, {
      issuer: uitgever,
      audience: publiek,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'sub'],
      // jose has one tolerance for both claims; `exp` is held to its own below.
      clockTolerance: NOT_BEFORE_TOLERANCE_SECONDS,
    });
    const claims = Claims.safeParse(payload);
    if (!claims.success || claims.data.exp + EXPIRY_TOLERANCE_SECONDS <= Date.now() / 1000) return undefined;
    const { sub, scope, exp } = claims.data;
    return {
      inhoud: { organisatie: sub, scopes: scope.split(' ').filter((part) => part !== '') },
      tot: Math.min(exp * 1000, Date.now() + REMEMBER_MS),
    };
  };

  return async (token: string): Promise<TokenContent | undefined> => {
    const known = remember.get(token);
    if (known !== undefined && Date.now() < known.tot) return known.inhoud;
    try {
      const found = await check(token);
      if (found === undefined) return undefined;
      if (remember.size >= AT_MOST_REMEMBER) remember.clear();
      remember.set(token, found);
      return found.inhoud;
    } catch (error) {
      if (!isWithoutKeys(error)) return undefined;
      throw Object.assign(new Error('sleutels van de tokenuitgever zijn niet te lezen', { cause: error }), {
        code: 'ETIMEDOUT',
      });
    }
  };
};
