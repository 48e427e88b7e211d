import { NAAR } from '../../../../adapters/logboeken.ts';
import { bewaardeInhoud } from '../../../../adapters/ontvangsten.ts';
import type { Item } from '../../../../adapters/tabel.ts';
import type { KoppelingInhoud } from '../../../../domain/koppeling/koppeling.ts';
import type { NummerInhoud } from '../../../../domain/persoonsnummers/persoonsnummers.ts';
import { dossierVan, type ZaakInhoud } from '../../../../domain/zaak/dossier.ts';
import { isCommit } from './scan.ts';

/** Whether a table holds together, by what must be true of it at any moment: a restored one too. */

/** What stands in a table. Keys are pseudonyms; nothing of the content is in it. */
export interface Tabelstand {
  /** Items by the kind that their keys say, for example `ZAAK COMMIT`. */
  readonly perSoort: Readonly<Record<string, number>>;
  /** Receipts and commits that stand in the index, by status; zaken by gemeente. */
  readonly perStatus: Readonly<Record<string, number>>;
  /** What is not as it must be: the key and the reason. */
  readonly bezwaren: readonly string[];
}

const voorvoegsel = (sleutel: string): string => sleutel.split('#')[0] ?? sleutel;

/** Reads one commit as the domain does; throws when that does not know it. */
const leesCommit = ({ pk, versie, tijd, inhoud }: Item): void => {
  const gelezen: unknown = JSON.parse(String(inhoud));
  if (pk.startsWith('ZAAK#')) {
    dossierVan([{ versie: Number(versie), tijd: String(tijd), inhoud: gelezen as ZaakInhoud }]);
    return;
  }
  const { soort } = gelezen as NummerInhoud | KoppelingInhoud;
  const bekend = pk.startsWith('BSN#') ? ['gekoppeld', 'wacht'] : ['versie', 'wacht'];
  if (!bekend.includes(soort)) throw new Error('onbekende soort');
};

const bezwaarTegenCommit = (item: Item, vorige: Item | undefined): string | undefined => {
  const isEerste = vorige === undefined;
  if (item[NAAR] !== undefined) {
    return isEerste && item.pk.startsWith('ZAAK#')
      ? undefined
      : 'a reference that is not the begin of a zaak';
  }
  if (Number(item['versie']) !== (isEerste ? 1 : Number(vorige['versie']) + 1))
    return 'a gap before this version';
  if (vorige?.[NAAR] !== undefined) return 'a commit behind a reference';
  try {
    leesCommit(item);
    return undefined;
  } catch {
    return 'the domain cannot read it'; // an error's text could quote the content
  }
};

const bezwaarTegenOntvangst = (item: Item): string | undefined => {
  if (item['status'] === 'ONTVANGST#verwerkt') return undefined;
  return bewaardeInhoud(item) === undefined ? 'not processed, and its message cannot be read' : undefined;
};

/** How many bezwaren are kept; a table that is damaged throughout is damaged enough. */
const HOOGSTENS = 100;

/** Reads items in the order of a scan: those of a partition after each other, sorted. */
export const toetsTabel = async (items: AsyncIterable<Item>): Promise<Tabelstand> => {
  const perSoort: Record<string, number> = {};
  const perStatus: Record<string, number> = {};
  const bezwaren: string[] = [];
  let vorige: Item | undefined;
  for await (const item of items) {
    const { pk, sk } = item;
    const soort = `${voorvoegsel(pk)} ${voorvoegsel(sk)}`;
    perSoort[soort] = (perSoort[soort] ?? 0) + 1;
    const { status } = item;
    if (typeof status === 'string') perStatus[status] = (perStatus[status] ?? 0) + 1;
    let bezwaar: string | undefined;
    if (isCommit(item)) {
      bezwaar = bezwaarTegenCommit(item, vorige?.pk === pk ? vorige : undefined);
      vorige = item;
    } else if (pk.startsWith('ONTVANGST#')) bezwaar = bezwaarTegenOntvangst(item);
    if (bezwaar !== undefined && bezwaren.length < HOOGSTENS) bezwaren.push(`${pk} ${sk}: ${bezwaar}`);
  }
  return { perSoort, perStatus, bezwaren };
};
