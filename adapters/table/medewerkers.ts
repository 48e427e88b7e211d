import type { Gemeentecode } from '../../contracts/base-types.ts';
import { DAY_SECONDS } from '../../contracts/time.ts';
import { type Medewerker, sameAddress } from '../../domain/medewerkers.ts';
import { expiresAfter } from './expires-after.ts';
import { LOGBOEK_YEARS } from './logboek.ts';
import type { Item, Key, Table } from './table.ts';

/**
 * Who may speak for which organisation, as a beheerder of the gemeente wrote down: a partition per gemeente. Ids are random,
 * so that they outlive the secret of the lookup keys; names and addresses stand in the item alone, as those of inburgeraars
 * do. What has ended stays as long as a logbook may name its id, so that no issuer lets in whom the gemeente ended.
 */

/** Whose entry of which organisation, in the list of a gemeente. */
export interface MedewerkerPlace extends Pick<Medewerker, 'id' | 'organisatie'> {
  readonly gemeentecode: Gemeentecode;
}

/** An entry with the list that it stands in. */
export type MedewerkerEntry = Medewerker & MedewerkerPlace;

const PARTITION = 'MEDEWERKER#';

const keyOf = ({ gemeentecode, id, organisatie }: MedewerkerPlace): Key => ({
  pk: `${PARTITION}${gemeentecode}`,
  sk: `${id}#${organisatie}`,
});

const toEntry = ({ pk, sk, persoon }: Item): MedewerkerEntry => {
  const [id = '', organisatie = ''] = sk.split('#');
  return {
    gemeentecode: pk.slice(PARTITION.length) as Gemeentecode,
    id,
    organisatie,
    ...(JSON.parse(String(persoon)) as Omit<Medewerker, 'id' | 'organisatie'>),
  };
};

const KEPT_SECONDS = LOGBOEK_YEARS * 366 * DAY_SECONDS;

const toItem = ({ gemeentecode, id, organisatie, ...persoon }: MedewerkerEntry, versie: number): Item => ({
  ...keyOf({ gemeentecode, id, organisatie }),
  versie,
  persoon: JSON.stringify(persoon),
  // Nobody ends who stands in until a day.
  ...(persoon.tot === undefined ? {} : { verlooptOp: expiresAfter(new Date(persoon.tot), KEPT_SECONDS) }),
});

/** The lists of who speaks for whom in these gemeenten. */
export const createMedewerkers = (
  table: Pick<Table, 'read' | 'partition' | 'insert' | 'replace'>,
  gemeenten: readonly Gemeentecode[],
) => {
  const list = async (gemeentecode: Gemeentecode): Promise<readonly MedewerkerEntry[]> =>
    (await table.partition(`${PARTITION}${gemeentecode}`)).map(toEntry);

  return {
    /** Everybody who is or was on the list of a gemeente. Strongly consistent. */
    list,

    /** The entry of one person for one organisation. Strongly consistent. */
    async find(place: MedewerkerPlace): Promise<MedewerkerEntry | undefined> {
      const item = await table.read(keyOf(place));
      return item && toEntry(item);
    },

    /** Every entry with this address, of every gemeente. As much is read for an address that nobody has. */
    async withAddress(address: string): Promise<readonly MedewerkerEntry[]> {
      const wanted = sameAddress(address);
      const all = await Promise.all(gemeenten.map(list));
      return all.flat().filter(({ adres }) => sameAddress(adres) === wanted);
    },

    /** Adds an entry, or begins one anew that has ended; false when it is there and has not, or somebody was first. */
    async add(entry: MedewerkerEntry): Promise<boolean> {
      const item = await table.read(keyOf(entry));
      if (item === undefined) return table.insert(toItem(entry, 1));
      const { beeindigdOp } = toEntry(item);
      if (beeindigdOp === undefined) return false;
      const versie = Number(item['versie']);
      return table.replace(toItem({ ...entry, eerderBeeindigdOp: beeindigdOp }, versie + 1), { versie });
    },

    /** Ends an entry; once more changes nothing. False when there is no such entry. */
    async end(place: MedewerkerPlace, now: Date): Promise<boolean> {
      const item = await table.read(keyOf(place));
      if (item === undefined) return false;
      const entry = toEntry(item);
      if (entry.beeindigdOp !== undefined) return true;
      const versie = Number(item['versie']);
      const ended = toItem({ ...entry, beeindigdOp: now.toISOString() }, versie + 1);
      const verlooptOp = expiresAfter(now, KEPT_SECONDS);
      // Who was first ended it too: nothing else changes an entry that has not ended.
      await table.replace({ ...ended, verlooptOp }, { versie });
      return true;
    },
  };
};

export type Medewerkers = ReturnType<typeof createMedewerkers>;
