import { createEncryption, type Encryption } from '../../../../adapters/secrets/encryption.ts';
import { addKey, dropKeys, readKeys, switchKey } from '../../../../adapters/secrets/encryption-keys.ts';
import type { Kanalen } from '../../../../adapters/table/kanalen.ts';
import type { Abonnement } from '../../../../domain/delivery/abonnement.ts';
import type { KanaalId } from '../../../../domain/partners/address.ts';

/** Another key for the secrets of abonnementen, step by step; each may be cut off and repeated. */

/** The secret that holds the keys. */
export interface KeyVault {
  read(): Promise<string>;
  /** The new value holds at once for everybody who asks from then on. */
  write(secret: string): Promise<void>;
}

export interface ResealWorld {
  readonly vault: KeyVault;
  /** Every abonnement that there is. */
  abonnementen(): AsyncIterable<{ readonly kanaal: KanaalId; readonly id: string }>;
  readonly kanalen: Pick<Kanalen, 'abonnement' | 'replace' | 'record'>;
  /** No instance of a function goes on with keys that it read before; what was in hand is done. */
  readonly refresh: () => Promise<void>;
  readonly newKey: () => string;
  readonly now: () => Date;
  readonly onStep: (step: string) => void;
}

/** What became of the abonnementen; the lists hold their ids. */
export interface Resealing {
  readonly resealed: number;
  /** Somebody changed it again and again: its secrets stand under an older key yet. */
  readonly left: readonly string[];
  /** A secret of it cannot be read under any key: its partner has to ask for a new one. */
  readonly unreadable: readonly string[];
}

/** How often somebody else may change an abonnement meanwhile. */
const ATTEMPTS = 5;

/** The abonnement under the key of now, without secrets that sign no more; the same one when nothing changes. */
export const resealed = (
  abonnement: Abonnement,
  { encrypt, decrypt, isCurrent }: Encryption,
  now: Date,
): Abonnement => {
  const { id, geheimen, oauth2 } = abonnement;
  const anew = (encrypted: string): string =>
    isCurrent(encrypted) ? encrypted : encrypt(decrypt(encrypted, id), id);
  const signing = geheimen.filter(({ tot }) => tot === undefined || Date.parse(tot) > now.getTime());
  const isUpToDate =
    geheimen.every(({ versleuteld }) => isCurrent(versleuteld)) &&
    (oauth2 === undefined || isCurrent(oauth2.clientGeheim));
  if (isUpToDate) return abonnement;
  return {
    ...abonnement,
    geheimen: signing.map((secret) => ({ ...secret, versleuteld: anew(secret.versleuteld) })),
    ...(oauth2 === undefined ? {} : { oauth2: { ...oauth2, clientGeheim: anew(oauth2.clientGeheim) } }),
  };
};

type Lot = 'fresh' | 'resealed' | 'left' | 'unreadable';

const resealOne = async (
  { kanalen, now }: ResealWorld,
  encryption: Encryption,
  kanaal: KanaalId,
  id: string,
): Promise<Lot> => {
  for (let time = 0; time < ATTEMPTS; time++) {
    const present = await kanalen.abonnement(kanaal, id);
    if (present === undefined) return 'fresh';
    let after: Abonnement;
    try {
      after = resealed(present, encryption, now());
    } catch {
      return 'unreadable';
    }
    if (after === present) return 'fresh';
    // A version higher, so that whoever read the old secrets cannot write them back.
    if ((await kanalen.replace(kanaal, present, after)) === undefined) continue;
    await kanalen.record(id, {
      tijdstip: now().toISOString(),
      naam: 'geheim-opnieuw-versleuteld',
      door: 'hub',
      gegevens: {},
    });
    return 'resealed';
  }
  return 'left';
};

/** Puts the secrets of every abonnement under the key that encrypts now. */
export const resealAll = async (world: ResealWorld): Promise<Resealing> => {
  world.onStep('secrets of abonnementen are put under the key of now');
  const encryption = createEncryption(await world.vault.read());
  const lots: Record<Lot, string[]> = { fresh: [], resealed: [], left: [], unreadable: [] };
  for await (const { kanaal, id } of world.abonnementen()) {
    lots[await resealOne(world, encryption, kanaal, id)].push(id);
  }
  return { resealed: lots.resealed.length, left: lots.left, unreadable: lots.unreadable };
};

/**
 * A new key encrypts from now on. Every function can read under it before the first one encrypts, so that at no moment
 * a secret stands in the table that somebody cannot read.
 */
export const renewKey = async (world: ResealWorld): Promise<void> => {
  const { vault, refresh, newKey, onStep } = world;
  onStep('a new key is added, which only decrypts as yet');
  await vault.write(addKey(await vault.read(), newKey()));
  await refresh();
  onStep('the new key encrypts');
  await vault.write(switchKey(await vault.read()));
  await refresh();
};

/** Takes the older keys away once nothing stands under them; says false, and leaves them, while something does. */
export const dropOldKeys = async (world: ResealWorld): Promise<Resealing & { readonly dropped: boolean }> => {
  const { vault, refresh, onStep } = world;
  // A run that was cut off may have left instances that encrypt under an older key.
  await refresh();
  const resealing = await resealAll(world);
  const secret = await vault.read();
  if (resealing.left.length > 0 || readKeys(secret).keys.size === 1) return { ...resealing, dropped: false };
  onStep('the older keys go');
  await vault.write(dropKeys(secret));
  await refresh();
  return { ...resealing, dropped: true };
};
