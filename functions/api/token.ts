import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import type { Tokeninhoud } from './afhankelijkheden.ts';

/** Who issues tokens, for whom, and where the keys are. */
export interface Tokenregels {
  readonly uitgever: string;
  readonly publiek: string;
  readonly sleutels: JWTVerifyGetKey;
}

/** Public-key signatures only: with these, `none` and a shared secret cannot be slipped in. */
const ALGORITMEN = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** How long a token still counts after `exp`, because clocks differ a little. */
const EXPIRY_TOLERANCE_SECONDS = 5;

/** How far `nbf` may lie ahead: the clock of an issuer may run a minute fast, and such a token is no danger. */
const NOT_BEFORE_TOLERANCE_SECONDS = 60;

const Claims = z.object({ sub: z.string().min(1), scope: z.string().default(''), exp: z.number() });

/** The issuer's keys could not be had: says nothing about the token. */
const isZonderSleutels = (fout: unknown): boolean =>
  !(fout instanceof errors.JOSEError) ||
  fout instanceof errors.JWKSTimeout ||
  fout instanceof errors.JWKSInvalid ||
  fout.code === 'ERR_JOSE_GENERIC';

/** How long a token that was found right is taken as such without looking again: a withdrawn key counts soon. */
const ONTHOUDEN_MS = 60_000;
const HOOGSTENS_ONTHOUDEN = 200;

interface Onthouden {
  readonly inhoud: Tokeninhoud;
  readonly tot: number;
}

/** Checks signature, issuer, audience and expiry; undefined when the token must be refused. */
export const maakTokencontrole = ({ uitgever, publiek, sleutels }: Tokenregels) => {
  const onthouden = new Map<string, Onthouden>();

  const controleer = async (token: string): Promise<Onthouden | undefined> => {
    const { payload } = await jwtVerify(token, sleutels, {
      issuer: uitgever,
      audience: publiek,
      algorithms: ALGORITMEN,
      requiredClaims: ['exp', 'sub'],
      // jose has one tolerance for both claims; `exp` is held to its own below.
      clockTolerance: NOT_BEFORE_TOLERANCE_SECONDS,
    });
    const claims = Claims.safeParse(payload);
    if (!claims.success || claims.data.exp + EXPIRY_TOLERANCE_SECONDS <= Date.now() / 1000) return undefined;
    const { sub, scope, exp } = claims.data;
    return {
      inhoud: { organisatie: sub, scopes: scope.split(' ').filter((deel) => deel !== '') },
      tot: Math.min(exp * 1000, Date.now() + ONTHOUDEN_MS),
    };
  };

  return async (token: string): Promise<Tokeninhoud | undefined> => {
    const bekend = onthouden.get(token);
    if (bekend !== undefined && Date.now() < bekend.tot) return bekend.inhoud;
    try {
      const gevonden = await controleer(token);
      if (gevonden === undefined) return undefined;
      if (onthouden.size >= HOOGSTENS_ONTHOUDEN) onthouden.clear();
      onthouden.set(token, gevonden);
      return gevonden.inhoud;
    } catch (fout) {
      if (!isZonderSleutels(fout)) return undefined;
      throw Object.assign(new Error('sleutels van de tokenuitgever zijn niet te lezen', { cause: fout }), {
        code: 'ETIMEDOUT',
      });
    }
  };
};
