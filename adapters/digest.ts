import { createHash } from 'node:crypto';

/** A digest of a text (SHA-256, base64url), by which the table knows what cannot be guessed without having it. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
