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

/** Clocks may differ a little. */
const SPELING_SECONDEN = 5;

const Claims = z.object({ sub: z.string().min(1), scope: z.string().default('') });

/** The issuer's keys could not be had: says nothing about the token. */
const isZonderSleutels = (fout: unknown): boolean =>
  !(fout instanceof errors.JOSEError) ||
  fout instanceof errors.JWKSTimeout ||
  fout instanceof errors.JWKSInvalid ||
  fout.code === 'ERR_JOSE_GENERIC';

/** Checks signature, issuer, audience and expiry; undefined when the token must be refused. */
export const maakTokencontrole =
  ({ uitgever, publiek, sleutels }: Tokenregels) =>
  async (token: string): Promise<Tokeninhoud | undefined> => {
    try {
      const { payload } = await jwtVerify(token, sleutels, {
        issuer: uitgever,
        audience: publiek,
        algorithms: ALGORITMEN,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: SPELING_SECONDEN,
      });
      const claims = Claims.safeParse(payload);
      if (!claims.success) return undefined;
      return {
        organisatie: claims.data.sub,
        scopes: claims.data.scope.split(' ').filter((scope) => scope !== ''),
      };
    } catch (fout) {
      if (!isZonderSleutels(fout)) return undefined;
      throw Object.assign(new Error('sleutels van de tokenuitgever zijn niet te lezen', { cause: fout }), {
        code: 'ETIMEDOUT',
      });
    }
  };
