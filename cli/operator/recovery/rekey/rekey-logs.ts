import type { Pseudonyms } from '../../../../adapters/secrets/pseudonyms.ts';
import { followZaak } from '../../../../adapters/table/follow-zaak.ts';
import { logAt, logPartition } from '../../../../adapters/table/log-partition.ts';
import { COMMIT, commitKey, createZaakLogs, ERASED_AT, TO } from '../../../../adapters/table/logs.ts';
import type { Item, Table } from '../../../../adapters/table/table.ts';
import type { OntvangstId, Vnummer, ZaakId } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import type { KoppelingContent } from '../../../../domain/koppeling/koppeling.ts';
import type { PersoonsnummerContent } from '../../../../domain/persoonsnummers/persoonsnummers.ts';
import { bsnOf } from '../../../../domain/zaak/bsn.ts';
import type { ZaakContent } from '../../../../domain/zaak/dossier.ts';
import { vNummerIn } from '../../../../domain/zaak/numbers.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';

/** Gives every log a place under the keys of another secret, beside the one that it has. */

/** What re-keying reads and writes. */
export interface RekeySource {
  readonly table: Pick<Table, 'read' | 'partition' | 'insert'>;
  /** Partition keys of all logs: `ZAAK#…`, `BSN#…`, `KOPPELING#…`. */
  logs(): AsyncIterable<string>;
  /** A message that is kept because it waits, or is in quarantine. */
  keptBericht(ontvangstId: OntvangstId): Promise<InboundBericht | undefined>;
}

/** What became of the logs; the lists hold keys of the table, which are pseudonyms. */
export interface Rekeying {
  /** Logs that are found under the new secret, by this run or an earlier one. */
  readonly ready: number;
  /** The number that the key is made of stands nowhere. */
  readonly zonderNummer: readonly string[];
  /** Something else stands under the new key already. */
  readonly botsingen: readonly string[];
}

type Lot = 'ready' | 'reference' | 'without number' | 'collision';

/** A person who is not known yet has messages that wait, and those are kept whole. */
const vNummerOf = async (
  { keptBericht }: RekeySource,
  commits: readonly ZaakContent[],
): Promise<Vnummer | undefined> => {
  const feiten = commits.flatMap((content) => content.feiten);
  for (const feit of feiten) {
    const vNummer = vNummerIn(feit);
    if (vNummer !== undefined) return vNummer;
  }
  for (const feit of feiten) {
    const data = feit.soort === 'wacht' ? (await keptBericht(feit.ontvangstId))?.data : undefined;
    if (data !== undefined && 'vNummer' in data && data.vNummer !== undefined) return data.vNummer;
  }
  return undefined;
};

const isFoundOtherwise = (commits: readonly ZaakContent[]): boolean => {
  const zaak = zaakOf(commits.flatMap(({ feiten }) => feiten));
  return zaak.leden.length > 0 || bsnOf(zaak) !== undefined;
};

/** What stands in a log only so that nothing from before an erasing comes back. */
const isErased = (item: Item): boolean =>
  item[ERASED_AT] !== undefined || contentOf<{ readonly soort?: string }>(item).soort === 'gewist';

const contentOf = <Content>(item: Item): Content => JSON.parse(String(item['inhoud'])) as Content;

/** The zaak keeps its id, because partners know it: the new key refers to it. */
const referZaak = async (
  source: RekeySource,
  fresh: Pseudonyms,
  zaakId: string,
  items: readonly Item[],
): Promise<Lot> => {
  const content = items.map(contentOf<ZaakContent>);
  const vNummer = await vNummerOf(source, content);
  // A zaak that is known by its BSN alone is found by the log of that BSN, and a household by the log of its koppeling:
  // both are copied with the id in them.
  if (vNummer === undefined) return isFoundOtherwise(content) ? 'ready' : 'without number';
  const newId: ZaakId = fresh.zaakId(vNummer);
  if (newId === zaakId) return 'ready';
  const place = { pk: logPartition('ZAAK', newId), sk: commitKey(1) };
  if (await source.table.insert({ ...place, [TO]: zaakId })) return 'ready';
  const there = (await source.table.read(place))?.[TO];
  if (typeof there !== 'string') return 'collision';
  // Two zaken of one person may both name the number; it leads to where that person's timeline goes on.
  const [found, own] = await Promise.all(
    [there, zaakId].map((id) => followZaak(createZaakLogs(source.table), id as ZaakId)),
  );
  return found?.current.zaakId === own?.current.zaakId ? 'ready' : 'collision';
};

/** These logs are known to the hub alone: they are copied, oldest first, so that a crash leaves the begin of a log. */
const copy = async (
  { table }: RekeySource,
  pk: string,
  newPk: string,
  items: readonly Item[],
): Promise<Lot> => {
  if (pk === newPk) return 'ready';
  for (const item of items) {
    if (await table.insert({ ...item, pk: newPk })) continue;
    const there = await table.read({ pk: newPk, sk: item.sk });
    if (there?.['inhoud'] !== item['inhoud']) return 'collision';
  }
  return 'ready';
};

const rekeyOne = async (source: RekeySource, fresh: Pseudonyms, pk: string): Promise<Lot> => {
  const items = await source.table.partition(pk, COMMIT);
  const [first] = items;
  if (first === undefined) return 'without number';
  if (first[TO] !== undefined) return 'reference';
  // The number that the key is made of was erased with everything else, and a late message is known by it no more.
  if (items.every(isErased)) return 'reference';
  const log = logAt(pk);
  if (log?.kind === 'ZAAK') return referZaak(source, fresh, log.id, items);
  if (log?.kind === 'BSN') {
    const bsn = items
      .map(contentOf<PersoonsnummerContent>)
      .flatMap((content) => ('bsn' in content ? [content.bsn] : []))[0];
    return bsn === undefined
      ? 'without number'
      : copy(source, pk, logPartition('BSN', fresh.bsnKey(bsn)), items);
  }
  const koppelingId = items
    .map(contentOf<KoppelingContent>)
    .flatMap((content) => ('koppelingId' in content ? [content.koppelingId] : []))[0];
  return koppelingId === undefined
    ? 'without number'
    : copy(source, pk, logPartition('KOPPELING', fresh.koppelingKey(koppelingId)), items);
};

/** May be repeated, and stopped anywhere: what is there already is left as it is. */
export const rekeyLogs = async (
  source: RekeySource,
  fresh: Pseudonyms,
  onProgress: (ready: number) => void = () => undefined,
): Promise<Rekeying> => {
  let ready = 0;
  const withoutNumber: string[] = [];
  const collisions: string[] = [];
  for await (const pk of source.logs()) {
    const lot = await rekeyOne(source, fresh, pk);
    if (lot === 'without number') withoutNumber.push(pk);
    if (lot === 'collision') collisions.push(pk);
    if (lot === 'ready') onProgress(++ready);
  }
  return { ready, zonderNummer: withoutNumber, botsingen: collisions };
};
