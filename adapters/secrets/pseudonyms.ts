import { createHmac } from 'node:crypto';
import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import * as z from 'zod';
import type { Bsn, HuishoudenId, OntvangstId, Vnummer, ZaakId } from '../../contracts/base-types.ts';
import { isObject } from '../../contracts/is-object.ts';

/**
 * Keyed hashes (HMAC-SHA-256): no plain number is ever a key, a URL, a log line or an attribute. Each use has a domain
 * of its own, so that pseudonyms of different kinds cannot be compared.
 */
export interface Pseudonyms {
  zaakId(vNummer: Vnummer): ZaakId;
  /**
   * The id of a zaak that is opened under a BSN, before any message names a V-nummer beside it. When the BSN turned out to be of
   * somebody else than the zaak opened under it, the BSN opens another one.
   */
  zaakIdUnderBsn(bsn: Bsn, openedBefore?: number): ZaakId;
  bsnKey(bsn: Bsn): string;
  koppelingKey(koppelingId: string): string;
  /** The household of a koppeling, or of a zaak that came without one. */
  huishoudenId(of: string): HuishoudenId;
  ontvangstId(organisation: string, source: string, id: string): OntvangstId;
  /** A person who signs in, by the name that the hub gives the issuer and the subject of its tokens. */
  medewerker(issuer: string, subject: string): string;
  /** Digest of a message, which is the same for the same content in any order of members. */
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
    isObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );

const Rekeyed = z.object({ sleutel: z.string().min(32), generatie: z.int().min(2) });
/** The begin of a result of `nextSecret`. A generated key may hold any character, so a brace alone says nothing. */
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
    zaakId: (vNummer) => toUuid(hmac('zaak', vNummer)) as ZaakId,
    zaakIdUnderBsn: (bsn, openedBefore = 0) =>
      toUuid(hmac('zaak onder bsn', bsn, ...(openedBefore === 0 ? [] : [String(openedBefore)]))) as ZaakId,
    bsnKey: (bsn) => toUuid(hmac('bsn', bsn)),
    huishoudenId: (of) => toUuid(hmac('huishouden', of)) as HuishoudenId,
    koppelingKey: (koppelingId) => toUuid(hmac('koppeling', koppelingId)),
    ontvangstId: (organisation, source, id) =>
      toUuid(hmac('ontvangst', organisation, source, id)) as OntvangstId,
    medewerker: (issuer, subject) => toUuid(hmac('medewerker', issuer, subject)),
    afdruk: (value) => hmac('afdruk', canonical(value)).toString('base64url'),
  };
};

/** Where the log of a zaak is, as `findZaakId` asks it (`Logs`). */
interface FindNeeds {
  readonly zaken: { resolve(id: string): Promise<{ readonly id: string; readonly gewistOp?: string }> };
  readonly pseudonyms: Pick<Pseudonyms, 'zaakId'>;
}

/**
 * The zaak of a V-nummer. It may have another id than the V-nummer gives: a zaak from before keeps the id of an earlier secret, a
 * zaak that was opened under the BSN keeps that id, and after an erasing the V-nummer leads to a zaak that begins anew. Costs a
 * read.
 */
export const findZaak = async (
  { zaken, pseudonyms }: FindNeeds,
  vNummer: Vnummer,
): Promise<{ readonly zaakId: ZaakId; readonly gewistOp?: string }> => {
  const { id, ...rest } = await zaken.resolve(pseudonyms.zaakId(vNummer));
  return { zaakId: id as ZaakId, ...rest };
};

/** The id of that zaak alone. */
export const findZaakId = async (needed: FindNeeds, vNummer: Vnummer): Promise<ZaakId> =>
  (await findZaak(needed, vNummer)).zaakId;

/** The secret itself, read once per cold start. */
export const fetchSecret = async (secretId: string): Promise<string> => {
  const secret = await getSecret(secretId);
  if (typeof secret !== 'string' || secret.length < 32) {
    throw new Error('een geheim van de hub ontbreekt of is te kort');
  }
  return secret;
};
