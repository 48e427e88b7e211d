import { createHmac } from 'node:crypto';
import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import * as z from 'zod';
import type { Bsn, OntvangstId, Vnummer, ZaakId } from '../../contracts/base-types.ts';

/**
 * Keyed hashes (HMAC-SHA-256): no plain number is ever a key, a URL, a log line or an attribute. Each use has a domain
 * of its own, so that pseudonyms of different kinds cannot be compared.
 */
export interface Pseudonyms {
  zaakId(vNummer: Vnummer): ZaakId;
  bsnKey(bsn: Bsn): string;
  koppelingKey(koppelingId: string): string;
  ontvangstId(organisation: string, source: string, id: string): OntvangstId;
  /** Older zaken keep the id that an earlier secret gave them: their new key only leads to them (`findZaakId`). */
  readonly rekeyed: boolean;
  /** Digest of a message, the same for the same content in any order of members. */
  afdruk(value: unknown): string;
}

/** Sixteen bytes as a UUID version 8 (RFC 9562: custom). */
const toUuid = (bytes: Buffer): string => {
  const copy = Buffer.from(bytes.subarray(0, 16));
  copy.writeUInt8((copy.readUInt8(6) & 0x0f) | 0x80, 6);
  copy.writeUInt8((copy.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = copy.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** JSON with the members of every object in alphabetical order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );

const Rekeyed = z.object({ sleutel: z.string().min(32), generatie: z.int().min(2) });
/** How `nextSecret` begins. A generated key may hold any character, so a brace alone says nothing. */
const PREFIX_OF_REKEYED = '{"sleutel":"';

/** What `nextSecret` made; undefined for a key as it was generated. */
const readRekeyed = (secret: string): z.infer<typeof Rekeyed> | undefined => {
  if (!secret.startsWith(PREFIX_OF_REKEYED)) return undefined;
  try {
    return Rekeyed.parse(JSON.parse(secret));
  } catch {
    throw new Error('het geheim is niet te lezen'); // the parser's own message would quote the secret
  }
};

/** The secret that follows on this one: another key, and a mark that there was one before it. */
export const nextSecret = (secret: string, key: string): string => {
  const generation = readRekeyed(secret)?.generatie ?? 1;
  return JSON.stringify(Rekeyed.parse({ sleutel: key, generatie: generation + 1 }));
};

/** Pseudonyms under one secret: the key as it was generated, or what `nextSecret` made of it. */
export const createPseudonyms = (secret: string): Pseudonyms => {
  const rekeyed = readRekeyed(secret);
  const key = rekeyed?.sleutel ?? secret;
  const hmac = (domain: string, ...parts: readonly string[]): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([domain, ...parts]))
      .digest();
  return {
    rekeyed: rekeyed !== undefined,
    zaakId: (vNummer) => toUuid(hmac('zaak', vNummer)) as ZaakId,
    bsnKey: (bsn) => toUuid(hmac('bsn', bsn)),
    koppelingKey: (koppelingId) => toUuid(hmac('koppeling', koppelingId)),
    ontvangstId: (organisation, source, id) =>
      toUuid(hmac('ontvangst', organisation, source, id)) as OntvangstId,
    afdruk: (value) => hmac('afdruk', canonical(value)).toString('base64url'),
  };
};

/** The zaak of a V-nummer. Only after a re-keying this costs a read: an older zaak has kept its id. */
export async function findZaakId(
  {
    zaken,
    pseudonyms,
  }: {
    /** Says where the log of a zaak is (`Logs`). */
    readonly zaken: { doel(id: string): Promise<string> };
    readonly pseudonyms: Pick<Pseudonyms, 'zaakId' | 'rekeyed'>;
  },
  vNummer: Vnummer,
): Promise<ZaakId> {
  const zaakId = pseudonyms.zaakId(vNummer);
  return pseudonyms.rekeyed ? ((await zaken.doel(zaakId)) as ZaakId) : zaakId;
}

/** The secret itself, read once per cold start. */
export const fetchSecret = async (secretId: string): Promise<string> => {
  const secret = await getSecret(secretId);
  if (typeof secret !== 'string' || secret.length < 32) {
    throw new Error('een geheim van de hub ontbreekt of is te kort');
  }
  return secret;
};
