import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { HubError } from '../../domain/errors.ts';
import { readKeys } from './encryption-keys.ts';

/**
 * Encrypts the secrets of abonnementen for the table: AES-256-GCM under a key that only the hub has, so that a reader of the table
 * cannot sign as the hub.
 */
export interface Encryption {
  /** `place` is where the text belongs, which is the id of the abonnement. It cannot be read elsewhere. */
  encrypt(text: string, place: string): string;
  /** Throws when the text was not made for this place, or with a key that is not there. */
  decrypt(encrypted: string, place: string): string;
  /** Whether the text stands under the key that encrypts now. */
  isCurrent(encrypted: string): boolean;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const SEAL_BYTES = 16;
/** The version of the key, then nonce, seal and text. */
const FORM = /^v([1-9]\d*)\.([\w-]+)$/;

const versionOf = (encrypted: string): number => Number(FORM.exec(encrypted)?.[1]);

const decryptUnder = (key: Buffer, bytes: Buffer, place: string): string => {
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: SEAL_BYTES,
  });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + SEAL_BYTES));
  try {
    const content = [decipher.update(bytes.subarray(NONCE_BYTES + SEAL_BYTES)), decipher.final()];
    return Buffer.concat(content).toString('utf8');
  } catch {
    throw new HubError('retry', 'een versleuteld geheim is niet te lezen');
  }
};

/**
 * Encryption under the keys of a secret (`encryption-keys.ts`), of at least 32 characters each. Form of the result:
 * `v<version of the key>.<base64url of nonce, seal, text>`.
 */
export const createEncryption = (secret: string): Encryption => {
  const { current, keys } = readKeys(secret);
  const derived = new Map(
    [...keys].map(([version, key]) => [
      version,
      Buffer.from(hkdfSync('sha256', key, '', `inburgeringshub/abonnement/v${version}`, 32)),
    ]),
  );
  const keyOf = (version: number): Buffer => {
    const key = derived.get(version);
    if (key !== undefined) return key;
    throw new HubError('retry', 'een versleuteld geheim is van een sleutel die er niet is');
  };
  return {
    encrypt(text, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, keyOf(current), nonce, { authTagLength: SEAL_BYTES });
      cipher.setAAD(Buffer.from(place));
      const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `v${current}.${Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64url')}`;
    },
    decrypt(encrypted, place) {
      const bytes = Buffer.from(FORM.exec(encrypted)?.[2] ?? '', 'base64url');
      if (bytes.length < NONCE_BYTES + SEAL_BYTES) {
        throw new HubError('retry', 'een versleuteld geheim heeft een onbekende vorm');
      }
      return decryptUnder(keyOf(versionOf(encrypted)), bytes, place);
    },
    isCurrent: (encrypted) => versionOf(encrypted) === current,
  };
};
