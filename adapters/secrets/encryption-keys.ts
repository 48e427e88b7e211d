import * as z from 'zod';

/**
 * The keys under which secrets of abonnementen stand in the table, as the secret holds them. Every encrypted text names the version
 * of its key, so that a key can be replaced while both are still there.
 */
export interface EncryptionKeys {
  /** The version that encrypts; every other one only decrypts. */
  readonly current: number;
  readonly keys: ReadonlyMap<number, string>;
}

const Kept = z
  .strictObject({
    versleutelt: z.int().min(1),
    sleutels: z.array(z.strictObject({ versie: z.int().min(1), sleutel: z.string().min(32) })).min(1),
  })
  .refine(({ versleutelt, sleutels }) => sleutels.some(({ versie }) => versie === versleutelt));

/** The begin of a secret with several keys. A generated key has no punctuation. */
const PREFIX_OF_SEVERAL = '{"versleutelt":';

/** The keys in a secret: several, or the generated one, which is version 1. */
export const readKeys = (secret: string): EncryptionKeys => {
  if (!secret.startsWith(PREFIX_OF_SEVERAL)) return { current: 1, keys: new Map([[1, secret]]) };
  try {
    const { versleutelt, sleutels } = Kept.parse(JSON.parse(secret));
    return { current: versleutelt, keys: new Map(sleutels.map(({ versie, sleutel }) => [versie, sleutel])) };
  } catch {
    throw new Error('het geheim is niet te lezen'); // the parser's own message would quote the secret
  }
};

const write = ({ current, keys }: EncryptionKeys): string =>
  JSON.stringify(
    Kept.parse({
      versleutelt: current,
      sleutels: [...keys].map(([versie, sleutel]) => ({ versie, sleutel })),
    }),
  );

const newestOf = ({ keys }: EncryptionKeys): number => Math.max(...keys.keys());

/** The secret with one more key, which only decrypts for now; the same secret when it has such a key already. */
export const addKey = (secret: string, key: string): string => {
  const present = readKeys(secret);
  const newest = newestOf(present);
  if (newest > present.current) return secret;
  return write({ current: present.current, keys: new Map([[newest + 1, key], ...present.keys]) });
};

/** The secret whose newest key encrypts. */
export const switchKey = (secret: string): string => {
  const present = readKeys(secret);
  const newest = newestOf(present);
  return newest === present.current ? secret : write({ ...present, current: newest });
};

/** The secret with only the key that encrypts: a text under any other key cannot be read any more. */
export const dropKeys = (secret: string): string => {
  const { current, keys } = readKeys(secret);
  if (keys.size === 1) return secret;
  return write({ current, keys: new Map([...keys].filter(([version]) => version === current)) });
};
