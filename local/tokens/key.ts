import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import * as z from 'zod';
import { readKept } from '../kept-file.ts';
import { openSeal } from '../seal.ts';

/** The key with which the issuer signs tokens, and its public part for the JWKS. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

export const ALGORITHM = 'ES256';

const FILE_NAME = 'token-sleutel.json';

const PrivateJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

const LOST_KEY = 'remove it, and every token issued before becomes invalid';

const generatePrivateJwk = async (): Promise<z.infer<typeof PrivateJwk>> => {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return PrivateJwk.parse(await exportJWK(privateKey));
};

/** Reads the key from `dataDir`, or makes one and keeps it there, readable by its owner only. */
export const readOrCreateKey = async (dataDir?: string): Promise<SigningKey> => {
  const path = dataDir === undefined ? undefined : join(dataDir, FILE_NAME);
  const known = path === undefined ? undefined : readKept(path, PrivateJwk, LOST_KEY);
  const jwk = known ?? (await generatePrivateJwk());
  if (path !== undefined && dataDir !== undefined && known === undefined) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(path, openSeal().seal(JSON.stringify(jwk)), { mode: 0o600 });
  }
  const { d: _privateKey, ...publicPart } = jwk;
  const kid = await calculateJwkThumbprint(publicPart);
  const privateKey = await importJWK(jwk, ALGORITHM);
  if (privateKey instanceof Uint8Array) throw new Error('the signing key is not an elliptic curve key');
  return { kid, privateKey, publicJwk: { ...publicPart, kid, alg: ALGORITHM, use: 'sig' } };
};
