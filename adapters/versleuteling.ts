import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { HubFout } from '../domain/fouten.ts';

/**
 * The secrets of abonnementen as they stand in the table: AES-256-GCM under a key of the hub alone, so that a reader of
 * the table cannot sign as the hub.
 */
export interface Versleuteling {
  /** `plaats` is where the text belongs, the id of the abonnement; elsewhere it cannot be read. */
  versleutel(tekst: string, plaats: string): string;
  /** Throws when the text was not made for this place, or with another key. */
  ontsleutel(versleuteld: string, plaats: string): string;
}

const VERSIE = 'v1';
const ALGORITME = 'aes-256-gcm';
const NONCE_BYTES = 12;
const ZEGEL_BYTES = 16;

/** Encryption under one secret of at least 32 characters. Form of the result: `v1.<base64url of nonce, seal, text>`. */
export const maakVersleuteling = (geheim: string): Versleuteling => {
  const sleutel = Buffer.from(hkdfSync('sha256', geheim, '', `inburgeringshub/abonnement/${VERSIE}`, 32));
  return {
    versleutel(tekst, plaats) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITME, sleutel, nonce, { authTagLength: ZEGEL_BYTES });
      cipher.setAAD(Buffer.from(plaats));
      const inhoud = Buffer.concat([cipher.update(tekst, 'utf8'), cipher.final()]);
      return `${VERSIE}.${Buffer.concat([nonce, cipher.getAuthTag(), inhoud]).toString('base64url')}`;
    },
    ontsleutel(versleuteld, plaats) {
      const [versie, deel = ''] = versleuteld.split('.');
      const bytes = Buffer.from(deel, 'base64url');
      if (versie !== VERSIE || bytes.length < NONCE_BYTES + ZEGEL_BYTES) {
        throw new HubFout('opnieuw', 'een versleuteld geheim heeft een onbekende vorm');
      }
      const decipher = createDecipheriv(ALGORITME, sleutel, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: ZEGEL_BYTES,
      });
      decipher.setAAD(Buffer.from(plaats));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + ZEGEL_BYTES));
      try {
        const inhoud = [decipher.update(bytes.subarray(NONCE_BYTES + ZEGEL_BYTES)), decipher.final()];
        return Buffer.concat(inhoud).toString('utf8');
      } catch {
        throw new HubFout('opnieuw', 'een versleuteld geheim is niet te lezen');
      }
    },
  };
};
