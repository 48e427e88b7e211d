import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { HubError } from '../../domain/errors.ts';

/**
 * The secrets of abonnementen as they stand in the table: AES-256-GCM under a key of the hub alone, so that a reader of
 * the table cannot sign as the hub.
 */
export interface Encryption {
  /** `place` is where the text belongs, the id of the abonnement; elsewhere it cannot be read. */
  encrypt(text: string, place: string): string;
  /** Throws when the text was not made for this place, or with another key. */
  decrypt(encrypted: string, place: string): string;
}

const VERSION = 'v1';
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const SEAL_BYTES = 16;

/** Encryption under one secret of at least 32 characters. Form of the result: `v1.<base64url of nonce, seal, text>`. */
export const createEncryption = (secret: string): Encryption => {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `inburgeringshub/abonnement/${VERSION}`, 32));
  return {
    encrypt(text, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: SEAL_BYTES });
      cipher.setAAD(Buffer.from(place));
      const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64url')}`;
    },
    decrypt(encrypted, place) {
      const [version, part = ''] = encrypted.split('.');
      const bytes = Buffer.from(part, 'base64url');
      if (version !== VERSION || bytes.length < NONCE_BYTES + SEAL_BYTES) {
        throw new HubError('opnieuw', 'een versleuteld geheim heeft een onbekende vorm');
      }
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: SEAL_BYTES,
      });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + SEAL_BYTES));
      try {
        const content = [decipher.update(bytes.subarray(NONCE_BYTES + SEAL_BYTES)), decipher.final()];
        return Buffer.concat(content).toString('utf8');
      } catch {
        throw new HubError('opnieuw', 'een versleuteld geheim is niet te lezen');
      }
    },
  };
};
