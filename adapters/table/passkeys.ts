import type { Gemeentecode } from '../../contracts/base-types.ts';
import { DAY_SECONDS } from '../../contracts/time.ts';
import { HubError } from '../../domain/errors.ts';
import { PASSKEY_DAYS, PASSKEY_SECONDS, type Passkey } from '../../domain/passkeys.ts';
import { digestOf } from '../digest.ts';
import { AGAIN, retry } from '../retry.ts';
import { expiresAfter } from './expires-after.ts';
import type { MedewerkerPlace } from './medewerkers.ts';
import type { Item, Table } from './table.ts';

/**
 * Passkeys of who is on the list of a gemeente: a partition per entry. Its key is what an authenticator gets as the handle of its
 * user: an authenticator keeps one passkey per handle, and who speaks for two organisations has one for each.
 */

/** A passkey as it stands in the table. */
export interface KeptPasskey extends Passkey {
  /** What the pages call it by. */
  readonly id: string;
  readonly place: MedewerkerPlace;
  readonly versie: number;
}

/** The handle of this entry: a digest, so that it says nothing of who it is. */
export const handleOf = ({ gemeentecode, id, organisatie }: MedewerkerPlace): string =>
  digestOf(JSON.stringify([gemeentecode, id, organisatie]));

/** More often than anybody signs in with a passkey while it is erased. */
const ERASE_ATTEMPTS = 10;

const partitionOf = (handle: string): string => `PASSKEY#${handle}`;

const toItem = (handle: string, { id, place, versie, ...passkey }: KeptPasskey, now: Date): Item => ({
  pk: partitionOf(handle),
  sk: id,
  versie,
  gemeentecode: place.gemeentecode,
  medewerker: place.id,
  organisatie: place.organisatie,
  inhoud: JSON.stringify(passkey),
  verlooptOp: expiresAfter(now, PASSKEY_DAYS * DAY_SECONDS),
});

/** Undefined of what was erased, and of what was not used for too long: the table may keep either for a while. */
const toPasskey = (item: Item | undefined, now: Date): KeptPasskey | undefined => {
  if (item?.['inhoud'] === undefined || Number(item['verlooptOp']) <= expiresAfter(now, 0)) return undefined;
  return {
    ...(JSON.parse(String(item['inhoud'])) as Passkey),
    id: item.sk,
    versie: Number(item['versie']),
    place: {
      gemeentecode: String(item['gemeentecode']) as Gemeentecode,
      id: String(item['medewerker']),
      organisatie: String(item['organisatie']),
    },
  };
};

/** The passkeys of people in this table. */
export const createPasskeys = (table: Pick<Table, 'read' | 'partition' | 'insert' | 'replace'>) => {
  /**
   * Writes over a passkey, of which the key stays: as long as the answer that made it can come again, that must not add it
   * anew. When it changes meanwhile, because somebody signs in with it, it is read and written over again; throws a
   * `HubError` ('retry') when it changes every time.
   */
  const erase = ({ pk, sk }: Item, now: Date): Promise<void> =>
    retry(
      async () => {
        const item = await table.read({ pk, sk });
        if (item?.['inhoud'] === undefined) return;
        const versie = Number(item['versie']);
        const erased = { pk, sk, versie: versie + 1, verlooptOp: expiresAfter(now, 2 * PASSKEY_SECONDS) };
        return (await table.replace(erased, { versie })) ? undefined : AGAIN;
      },
      {
        times: ERASE_ATTEMPTS,
        pauseMs: () => 0,
        exhausted: () => new HubError('retry', 'een passkey veranderde steeds'),
      },
    );

  return {
    /** Those of an entry, the oldest first. Strongly consistent. */
    async list(place: MedewerkerPlace, now: Date): Promise<readonly KeptPasskey[]> {
      const items = await table.partition(partitionOf(handleOf(place)));
      return items
        .flatMap((item) => toPasskey(item, now) ?? [])
        .toSorted((one, other) => (one.sinds < other.sinds ? -1 : 1));
    },

    /** The passkey that an authenticator calls so, of the user with this handle. Strongly consistent. */
    async find(handle: string, credentialId: string, now: Date): Promise<KeptPasskey | undefined> {
      return toPasskey(await table.read({ pk: partitionOf(handle), sk: digestOf(credentialId) }), now);
    },

    /** Whether it is there, or was a moment ago. Strongly consistent. */
    async knows(place: MedewerkerPlace, { credentialId }: Pick<Passkey, 'credentialId'>): Promise<boolean> {
      const key = { pk: partitionOf(handleOf(place)), sk: digestOf(credentialId) };
      return (await table.read(key)) !== undefined;
    },

    /** Keeps a passkey, and gives it; undefined when it is there, or was a moment ago. */
    async add(place: MedewerkerPlace, passkey: Passkey, now: Date): Promise<KeptPasskey | undefined> {
      const kept = { ...passkey, id: digestOf(passkey.credentialId), place, versie: 1 };
      return (await table.insert(toItem(handleOf(place), kept, now))) ? kept : undefined;
    },

    /** Writes down that it signed in, and how far its authenticator counted; false when somebody changed it meanwhile. */
    use: (passkey: KeptPasskey, counter: number, now: Date): Promise<boolean> => {
      const { place, versie } = passkey;
      const used = { ...passkey, counter, gebruiktOp: now.toISOString(), versie: versie + 1 };
      return table.replace(toItem(handleOf(place), used, now), { versie });
    },

    /** Erases one of an entry; nothing when there is none. */
    remove: (place: MedewerkerPlace, id: string, now: Date): Promise<void> =>
      erase({ pk: partitionOf(handleOf(place)), sk: id }, now),

    /** Erases all of an entry. */
    async removeAll(place: MedewerkerPlace, now: Date): Promise<void> {
      const items = await table.partition(partitionOf(handleOf(place)));
      await Promise.all(items.map((item) => erase(item, now)));
    },
  };
};

export type Passkeys = ReturnType<typeof createPasskeys>;
