import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';

/**
 * Seals what the hub gives a browser to keep: encrypted and authenticated (JWE, A256GCM) under a key that is derived from a secret
 * of the hub, for one use. A seal for another use, that was changed, or that is too old counts as none.
 */
export interface Seals {
  seal(use: string, content: Readonly<Record<string, unknown>>, now: Date, seconds: number): Promise<string>;
  /** The content of a seal; undefined when it is not to be trusted. */
  open(use: string, sealed: string, now: Date): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** A mark of this text, which only the hub can make. */
  mark(text: string): string;
  /** Whether this is the mark of this text, in a time that does not tell how much of it is right. */
  isMark(mark: string, text: string): boolean;
}

const KEY_BYTES = 32;

/** Seals by keys that follow from this secret, one for each use. */
export const createSeals = (secret: string): Seals => {
  const keyOf = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `inburgeringshub/loket/${use}`, KEY_BYTES));
  const mark = (text: string): Buffer => createHmac('sha256', keyOf('formulier')).update(text).digest();
  return {
    seal: (use, content, now, seconds) =>
      new EncryptJWT({ ...content })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(Math.floor(now.getTime() / 1000) + seconds)
        .encrypt(keyOf(use)),
    async open(use, sealed, now) {
      try {
        const { payload } = await jwtDecrypt(sealed, keyOf(use), {
          currentDate: now,
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
          requiredClaims: ['exp'],
        });
        const { exp: _until, ...content } = payload;
        return content;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
    mark: (text) => mark(text).toString('base64url'),
    isMark: (given, text) => {
      const [own, other] = [mark(text), Buffer.from(given, 'base64url')];
      return own.length === other.length && timingSafeEqual(own, other);
    },
  };
};
