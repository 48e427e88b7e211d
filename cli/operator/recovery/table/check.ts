import { logAt } from '../../../../adapters/table/log-partition.ts';
import { ERASED_AT, TO } from '../../../../adapters/table/logs.ts';
import { isOntvangst, keptContent, listOfStatus } from '../../../../adapters/table/ontvangsten.ts';
import type { Item } from '../../../../adapters/table/table.ts';
import type { KoppelingContent } from '../../../../domain/koppeling/koppeling.ts';
import type { PersoonsnummerContent } from '../../../../domain/persoonsnummers/persoonsnummers.ts';
import { dossierOf, type ZaakContent } from '../../../../domain/zaak/dossier.ts';
import { isCommit } from './scan.ts';

/** Whether a table holds together, by what must be true of it at any moment: a restored one too. */

/** What stands in a table. Keys are pseudonyms; nothing of the content is in it. */
export interface TableState {
  /** Items by the kind that their keys say, for example `ZAAK COMMIT`. */
  readonly perSoort: Readonly<Record<string, number>>;
  /** Receipts and commits that stand in the index, by status; zaken by gemeente. */
  readonly perStatus: Readonly<Record<string, number>>;
  /** What is not as it must be: the key and the reason. */
  readonly objections: readonly string[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The kind that a key says; of one that is an id alone, that it is one. */
const voorvoegsel = (key: string): string => {
  const [first = key] = key.split('#');
  return UUID.test(first) ? 'id' : first;
};

const NUMBER_COMMITS: Readonly<Record<PersoonsnummerContent['soort'], true>> = {
  gekoppeld: true,
  geopend: true,
  losgemaakt: true,
  gewist: true,
  wacht: true,
};
const KOPPELING_COMMITS: Readonly<Record<KoppelingContent['soort'], true>> = {
  versie: true,
  gewist: true,
  wacht: true,
};

/** Reads one commit as the domain does; throws when that does not know it. */
const readCommit = ({ pk, versie, tijd, inhoud }: Item): void => {
  const parsed: unknown = JSON.parse(String(inhoud));
  const kind = logAt(pk)?.kind;
  if (kind === 'ZAAK') {
    dossierOf([{ versie: Number(versie), tijd: String(tijd), inhoud: parsed as ZaakContent }]);
    return;
  }
  const { soort } = parsed as PersoonsnummerContent | KoppelingContent;
  const known = kind === 'BSN' ? NUMBER_COMMITS : KOPPELING_COMMITS;
  if (!Object.hasOwn(known, soort)) throw new Error('onbekende soort');
};

/** Whether an item stays in a log only because what lay before it was erased. */
const marksErasing = (item: Item | undefined): boolean =>
  item !== undefined &&
  (item[ERASED_AT] !== undefined || String(item['inhoud'] ?? '').startsWith('{"soort":"gewist"'));

const objectionToCommit = (item: Item, previous: Item | undefined): string | undefined => {
  const isFirst = previous === undefined;
  if (item[TO] !== undefined) {
    return isFirst && logAt(item.pk)?.kind === 'ZAAK'
      ? undefined
      : 'a reference that is not the begin of a zaak';
  }
  // What lay between was erased, and what led to it may have expired since.
  if (marksErasing(previous) || (isFirst && marksErasing(item))) return undefined;
  if (Number(item['versie']) !== (isFirst ? 1 : Number(previous['versie']) + 1))
    return 'a gap before this version';
  if (previous?.[TO] !== undefined) return 'a commit behind a reference';
  try {
    readCommit(item);
    return undefined;
  } catch {
    return 'the domain cannot read it'; // an error's text could quote the content
  }
};

const objectionToOntvangst = async (item: Item): Promise<string | undefined> => {
  if (item['status'] === listOfStatus('verwerkt')) return undefined;
  return (await keptContent(item)) === undefined
    ? 'not processed, and its message cannot be read'
    : undefined;
};

/** How many bezwaren are kept; a table that is damaged throughout is damaged enough. */
const AT_MOST = 100;

/** Reads items in the order of a scan: those of a partition after each other, sorted. */
export const verifyTable = async (items: AsyncIterable<Item>): Promise<TableState> => {
  const perSoort: Record<string, number> = {};
  const perStatus: Record<string, number> = {};
  const objections: string[] = [];
  let previous: Item | undefined;
  for await (const item of items) {
    const { pk, sk } = item;
    const soort = `${voorvoegsel(pk)} ${voorvoegsel(sk)}`;
    perSoort[soort] = (perSoort[soort] ?? 0) + 1;
    const { status } = item;
    if (typeof status === 'string') perStatus[status] = (perStatus[status] ?? 0) + 1;
    let objection: string | undefined;
    if (isCommit(item)) {
      objection = objectionToCommit(item, previous?.pk === pk ? previous : undefined);
      previous = item;
    } else if (isOntvangst(item)) objection = await objectionToOntvangst(item);
    if (objection !== undefined && objections.length < AT_MOST) objections.push(`${pk} ${sk}: ${objection}`);
  }
  return { perSoort, perStatus, objections };
};
