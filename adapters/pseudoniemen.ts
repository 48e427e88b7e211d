import { createHmac } from 'node:crypto';
import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import * as z from 'zod';
import type { Bsn, OntvangstId, Vnummer, ZaakId } from '../contracts/basistypen.ts';

/**
 * Keyed hashes (HMAC-SHA-256): no plain number is ever a key, a URL, a log line or an attribute. Each use has a domain
 * of its own, so that pseudonyms of different kinds cannot be compared.
 */
export interface Pseudoniemen {
  zaakId(vNummer: Vnummer): ZaakId;
  bsnSleutel(bsn: Bsn): string;
  koppelingSleutel(koppelingId: string): string;
  ontvangstId(organisatie: string, source: string, id: string): OntvangstId;
  /** Older zaken keep the id that an earlier secret gave them: their new key only leads to them (`vindZaakId`). */
  readonly omgesleuteld: boolean;
  /** Digest of a message, the same for the same content in any order of members. */
  afdruk(waarde: unknown): string;
}

/** Sixteen bytes as a UUID version 8 (RFC 9562: custom). */
const alsUuid = (bytes: Buffer): string => {
  const kopie = Buffer.from(bytes.subarray(0, 16));
  kopie.writeUInt8((kopie.readUInt8(6) & 0x0f) | 0x80, 6);
  kopie.writeUInt8((kopie.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = kopie.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** JSON with the members of every object in alphabetical order. */
const canoniek = (waarde: unknown): string =>
  JSON.stringify(waarde, (_, lid: unknown) =>
    typeof lid === 'object' && lid !== null && !Array.isArray(lid)
      ? Object.fromEntries(Object.entries(lid).sort(([een], [ander]) => (een < ander ? -1 : 1)))
      : lid,
  );

const Omgesleuteld = z.object({ sleutel: z.string().min(32), generatie: z.int().min(2) });
/** How `volgendGeheim` begins. A generated key may hold any character, so a brace alone says nothing. */
const BEGIN_OMGESLEUTELD = '{"sleutel":"';

/** What `volgendGeheim` made; undefined for a key as it was generated. */
const leesOmgesleuteld = (geheim: string): z.infer<typeof Omgesleuteld> | undefined => {
  if (!geheim.startsWith(BEGIN_OMGESLEUTELD)) return undefined;
  try {
    return Omgesleuteld.parse(JSON.parse(geheim));
  } catch {
    throw new Error('het geheim is niet te lezen'); // the parser's own message would quote the secret
  }
};

/** The secret that follows on this one: another key, and a mark that there was one before it. */
export const volgendGeheim = (geheim: string, sleutel: string): string => {
  const generatie = leesOmgesleuteld(geheim)?.generatie ?? 1;
  return JSON.stringify(Omgesleuteld.parse({ sleutel, generatie: generatie + 1 }));
};

/** Pseudonyms under one secret: the key as it was generated, or what `volgendGeheim` made of it. */
export const maakPseudoniemen = (geheim: string): Pseudoniemen => {
  const omgesleuteld = leesOmgesleuteld(geheim);
  const sleutel = omgesleuteld?.sleutel ?? geheim;
  const hmac = (domein: string, ...delen: readonly string[]): Buffer =>
    createHmac('sha256', sleutel)
      .update(JSON.stringify([domein, ...delen]))
      .digest();
  return {
    omgesleuteld: omgesleuteld !== undefined,
    zaakId: (vNummer) => alsUuid(hmac('zaak', vNummer)) as ZaakId,
    bsnSleutel: (bsn) => alsUuid(hmac('bsn', bsn)),
    koppelingSleutel: (koppelingId) => alsUuid(hmac('koppeling', koppelingId)),
    ontvangstId: (organisatie, source, id) =>
      alsUuid(hmac('ontvangst', organisatie, source, id)) as OntvangstId,
    afdruk: (waarde) => hmac('afdruk', canoniek(waarde)).toString('base64url'),
  };
};

/** The zaak of a V-nummer. Only after a re-keying this costs a read: an older zaak has kept its id. */
export async function vindZaakId(
  {
    zaken,
    pseudoniemen,
  }: {
    /** Where the log of a zaak is (`Logboeken`). */
    readonly zaken: { doel(id: string): Promise<string> };
    readonly pseudoniemen: Pick<Pseudoniemen, 'zaakId' | 'omgesleuteld'>;
  },
  vNummer: Vnummer,
): Promise<ZaakId> {
  const zaakId = pseudoniemen.zaakId(vNummer);
  return pseudoniemen.omgesleuteld ? ((await zaken.doel(zaakId)) as ZaakId) : zaakId;
}

/** The secret itself, read once per cold start. */
export const haalGeheim = async (geheimId: string): Promise<string> => {
  const geheim = await getSecret(geheimId);
  if (typeof geheim !== 'string' || geheim.length < 32) {
    throw new Error('een geheim van de hub ontbreekt of is te kort');
  }
  return geheim;
};
