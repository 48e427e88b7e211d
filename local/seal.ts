import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * What a hub keeps on disk is sealed (AES-256-GCM) with a key that lies outside its folder: whoever gets a copy of the
 * folder alone reads no person in it. Names of tables and queues, the keys of items, which are pseudonyms, and times stay
 * readable. What an earlier hub wrote without a seal is still read, and sealed when it is written again.
 */
export interface Seal {
  seal(text: string): string;
  /** Throws when the text was sealed with another key, or changed. */
  open(text: string): string;
  sealBytes(text: string): Buffer;
  openBytes(bytes: Uint8Array): string;
}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** JSON begins with neither of these. */
const TEXT_MARK = 'sealed:';
const BYTE_MARK = 0;

/** Seals with a key of 32 bytes. */
export const createSeal = (bytesOfKey: Uint8Array): Seal => {
  // Bytes would be made a key again for every text, which takes longer than to open it.
  const key = createSecretKey(bytesOfKey);
  const encrypted = (text: string): Buffer => {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, iv);
    const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(BYTE_MARK), iv, cipher.getAuthTag(), content]);
  };
  const decrypted = (bytes: Uint8Array): string => {
    const begin = 1 + IV_BYTES + TAG_BYTES;
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(1, 1 + IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(bytes.subarray(1 + IV_BYTES, begin));
    return Buffer.concat([decipher.update(bytes.subarray(begin)), decipher.final()]).toString('utf8');
  };
  return {
    seal: (text) => `${TEXT_MARK}${encrypted(text).toString('base64')}`,
    open: (text) =>
      text.startsWith(TEXT_MARK) ? decrypted(Buffer.from(text.slice(TEXT_MARK.length), 'base64')) : text,
    sealBytes: encrypted,
    openBytes: (bytes) => (bytes[0] === BYTE_MARK ? decrypted(bytes) : Buffer.from(bytes).toString('utf8')),
  };
};

/** Where the key lies: the file that HUB_DATA_SLEUTEL names, or one in the folder of the user's own settings. */
export const keyPath = (environment: Readonly<Record<string, string | undefined>> = process.env): string =>
  environment['HUB_DATA_SLEUTEL'] ??
  join(environment['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'inburgeringshub', 'data-sleutel');

/** Makes the file once, also when two processes do so at the same time, and never half of it. */
const makeKey = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const own = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(own, randomBytes(KEY_BYTES).toString('base64'), { mode: 0o600 });
  try {
    linkSync(own, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(own);
  }
};

/** The seal with the key of this user, which is made the first time. */
export const openSeal = (path = keyPath()): Seal => {
  if (!existsSync(path)) makeKey(path);
  const key = Buffer.from(readFileSync(path, 'utf8'), 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`${path} holds no key of ${KEY_BYTES} bytes`);
  return createSeal(key);
};

/** The seal of what lies in a folder. Without a folder nothing outlives the process, and nothing is sealed. */
export const sealFor = (dataDir: string | undefined): Pick<Seal, 'seal' | 'open'> =>
  dataDir === undefined ? { seal: (text) => text, open: (text) => text } : openSeal();

const PROOF = 'inburgeringshub';

/** Makes the folder of a hub's data, for its owner alone. Throws when what lies in it was sealed with another key. */
export const openDataFolder = (dataDir: string, path = keyPath()): void => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const proof = join(dataDir, 'zegel');
  if (!existsSync(proof)) {
    writeFileSync(proof, openSeal(path).seal(PROOF), { mode: 0o600 });
    return;
  }
  try {
    if (openSeal(path).open(readFileSync(proof, 'utf8')) === PROOF) return;
  } catch {
    // The error below says what to do.
  }
  throw new Error(
    `${path} does not open ${dataDir}: set HUB_DATA_SLEUTEL to the key that it was sealed with`,
  );
};
