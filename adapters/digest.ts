import { createHash } from 'node:crypto';

/** A digest of a text (SHA-256, base64url). The table knows by it a text that cannot be guessed. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
