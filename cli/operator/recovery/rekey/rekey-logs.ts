import { COMMIT, commitSleutel, NAAR } from '../../../../adapters/logboeken.ts';
import type { Pseudoniemen } from '../../../../adapters/pseudoniemen.ts';
import type { Item, Tabel } from '../../../../adapters/tabel.ts';
import type { OntvangstId, Vnummer, ZaakId } from '../../../../contracts/basistypen.ts';
import type { InkomendBericht } from '../../../../contracts/intern.ts';
import type { KoppelingInhoud } from '../../../../domain/koppeling/koppeling.ts';
import type { NummerInhoud } from '../../../../domain/persoonsnummers/persoonsnummers.ts';
import type { ZaakInhoud } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';

/** Gives every log a place under the keys of another secret, beside the one that it has. */

/** What re-keying reads and writes. */
export interface OmsleutelBron {
  readonly tabel: Pick<Tabel, 'lees' | 'partitie' | 'voegToe'>;
  /** Partition keys of all logs: `ZAAK#…`, `BSN#…`, `KOPPELING#…`. */
  logs(): AsyncIterable<string>;
  /** A message that is kept because it waits, or is in quarantine. */
  bewaardBericht(ontvangstId: OntvangstId): Promise<InkomendBericht | undefined>;
}

/** What became of the logs; the lists hold keys of the table, which are pseudonyms. */
export interface Omsleuteling {
  /** Logs that are found under the new secret, by this run or an earlier one. */
  readonly gereed: number;
  /** The number that the key is made of stands nowhere. */
  readonly zonderNummer: readonly string[];
  /** Something else stands under the new key already. */
  readonly botsingen: readonly string[];
}

type Lot = 'gereed' | 'verwijzing' | 'zonder nummer' | 'botsing';

const vNummerIn = (feit: Feit): Vnummer | undefined => {
  switch (feit.soort) {
    case 'koppeling':
      return feit.persoon.vNummer;
    case 'duo':
      return feit.notificatie.vNummer;
    case 'brp-inschrijving':
    case 'brp-verhuizing':
    case 'brp-overlijden':
      return feit.gegevens.vNummer;
    case 'koppeling-vervallen':
    case 'bsn':
    case 'wacht':
      return undefined;
  }
};

/** A person who is not known yet has messages that wait, and those are kept whole. */
const vNummerVan = async (
  { bewaardBericht }: OmsleutelBron,
  commits: readonly ZaakInhoud[],
): Promise<Vnummer | undefined> => {
  const feiten = commits.flatMap((inhoud) => inhoud.feiten);
  for (const feit of feiten) {
    const vNummer = vNummerIn(feit);
    if (vNummer !== undefined) return vNummer;
  }
  for (const feit of feiten) {
    const data = feit.soort === 'wacht' ? (await bewaardBericht(feit.ontvangstId))?.data : undefined;
    if (data !== undefined && 'vNummer' in data && data.vNummer !== undefined) return data.vNummer;
  }
  return undefined;
};

const inhoudVan = <Inhoud>(item: Item): Inhoud => JSON.parse(String(item['inhoud'])) as Inhoud;

/** The zaak keeps its id, because partners know it: the new key refers to it. */
const verwijsZaak = async (
  bron: OmsleutelBron,
  nieuw: Pseudoniemen,
  zaakId: string,
  items: readonly Item[],
): Promise<Lot> => {
  const vNummer = await vNummerVan(bron, items.map(inhoudVan<ZaakInhoud>));
  if (vNummer === undefined) return 'zonder nummer';
  const nieuweId: ZaakId = nieuw.zaakId(vNummer);
  if (nieuweId === zaakId) return 'gereed';
  const plaats = { pk: `ZAAK#${nieuweId}`, sk: commitSleutel(1) };
  if (await bron.tabel.voegToe({ ...plaats, [NAAR]: zaakId })) return 'gereed';
  return (await bron.tabel.lees(plaats))?.[NAAR] === zaakId ? 'gereed' : 'botsing';
};

/** These logs are known to the hub alone: they are copied, oldest first, so that a crash leaves the begin of a log. */
const kopieer = async (
  { tabel }: OmsleutelBron,
  pk: string,
  nieuwePk: string,
  items: readonly Item[],
): Promise<Lot> => {
  if (pk === nieuwePk) return 'gereed';
  for (const item of items) {
    if (await tabel.voegToe({ ...item, pk: nieuwePk })) continue;
    const daar = await tabel.lees({ pk: nieuwePk, sk: item.sk });
    if (daar?.['inhoud'] !== item['inhoud']) return 'botsing';
  }
  return 'gereed';
};

const sleutelEenOm = async (bron: OmsleutelBron, nieuw: Pseudoniemen, pk: string): Promise<Lot> => {
  const items = await bron.tabel.partitie(pk, COMMIT);
  const [eerste] = items;
  if (eerste === undefined) return 'zonder nummer';
  if (eerste[NAAR] !== undefined) return 'verwijzing';
  const id = pk.slice(pk.indexOf('#') + 1);
  if (pk.startsWith('ZAAK#')) return verwijsZaak(bron, nieuw, id, items);
  if (pk.startsWith('BSN#')) {
    const { bsn } = inhoudVan<Partial<NummerInhoud>>(eerste);
    return bsn === undefined ? 'zonder nummer' : kopieer(bron, pk, `BSN#${nieuw.bsnSleutel(bsn)}`, items);
  }
  const { koppelingId } = inhoudVan<Partial<KoppelingInhoud>>(eerste);
  return koppelingId === undefined
    ? 'zonder nummer'
    : kopieer(bron, pk, `KOPPELING#${nieuw.koppelingSleutel(koppelingId)}`, items);
};

/** May be repeated, and stopped anywhere: what is there already is left as it is. */
export const sleutelLogboekenOm = async (
  bron: OmsleutelBron,
  nieuw: Pseudoniemen,
  opVoortgang: (gereed: number) => void = () => undefined,
): Promise<Omsleuteling> => {
  let gereed = 0;
  const zonderNummer: string[] = [];
  const botsingen: string[] = [];
  for await (const pk of bron.logs()) {
    const lot = await sleutelEenOm(bron, nieuw, pk);
    if (lot === 'zonder nummer') zonderNummer.push(pk);
    if (lot === 'botsing') botsingen.push(pk);
    if (lot === 'gereed') opVoortgang(++gereed);
  }
  return { gereed, zonderNummer, botsingen };
};
