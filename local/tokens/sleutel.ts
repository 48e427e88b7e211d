import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/** The issuer's own signing key. */
export interface Ondertekensleutel {
  readonly kid: string;
  readonly prive: CryptoKey;
  readonly publiek: JWK;
}

export const ALGORITME = 'ES256';

const BESTANDSNAAM = 'token-sleutel.json';

const PriveJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

const bewaarde = (pad: string): z.infer<typeof PriveJwk> | undefined => {
  let tekst: string;
  try {
    tekst = readFileSync(pad, 'utf8');
  } catch (fout) {
    if (fout instanceof Error && 'code' in fout && fout.code === 'ENOENT') return undefined;
    throw fout;
  }
  try {
    return PriveJwk.parse(JSON.parse(tekst));
  } catch {
    throw new Error(`${pad} is not a signing key; remove it and every token issued before becomes invalid`);
  }
};

const nieuwe = async (): Promise<z.infer<typeof PriveJwk>> => {
  const { privateKey } = await generateKeyPair(ALGORITME, { extractable: true });
  return PriveJwk.parse(await exportJWK(privateKey));
};

/** Reads the key from `dataDir`, or makes one (and keeps it there, readable by its owner only). */
export const leesOfMaakSleutel = async (dataDir?: string): Promise<Ondertekensleutel> => {
  const pad = dataDir === undefined ? undefined : join(dataDir, BESTANDSNAAM);
  const bekend = pad === undefined ? undefined : bewaarde(pad);
  const jwk = bekend ?? (await nieuwe());
  if (pad !== undefined && dataDir !== undefined && bekend === undefined) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(pad, JSON.stringify(jwk), { mode: 0o600 });
  }
  const { d: _prive, ...publiek } = jwk;
  const kid = await calculateJwkThumbprint(publiek);
  const prive = await importJWK(jwk, ALGORITME);
  if (prive instanceof Uint8Array) throw new Error('the signing key is not an elliptic curve key');
  return { kid, prive, publiek: { ...publiek, kid, alg: ALGORITME, use: 'sig' } };
};
