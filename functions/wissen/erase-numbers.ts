import {
  type Ending,
  eraseNumberLog,
  leadAway,
  successorOf,
} from '../../adapters/table/erasing/close-log.ts';
import { currentId } from '../../adapters/table/follow-zaak.ts';
import { logAt, logPartition } from '../../adapters/table/log-partition.ts';
import { TO } from '../../adapters/table/logs.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { KoppelingContent } from '../../domain/koppeling/koppeling.ts';
import {
  linkedZaak,
  openedEver,
  type PersoonsnummerContent,
} from '../../domain/persoonsnummers/persoonsnummers.ts';
import { withoutLeden } from '../../domain/wissen/strip.ts';
import type { EraseDependencies } from './erase.ts';
import { type Gathered, withKeptIds } from './gather.ts';
import { writeWithout } from './write-without.ts';

/** What leads to a person who is erased: koppelingen, the BSN and the V-nummers. */

/** The koppelingen among the keys that an erasing keeps. */
const koppelingenIn = (keys: readonly string[]): readonly string[] =>
  keys.flatMap((key) => {
    const log = logAt(key);
    return log?.kind === 'KOPPELING' ? [log.id] : [];
  });

/** Takes the members out of every koppeling that named them. A koppeling that names nobody any more is erased itself. */
export const eraseKoppelingen = async (
  deps: EraseDependencies,
  keys: readonly string[],
  gone: ReadonlySet<ZaakId>,
  ending: Ending,
): Promise<void> => {
  const { table } = deps;
  for (const id of koppelingenIn(keys)) {
    const pk = logPartition('KOPPELING', id);
    const named = await withKeptIds(deps, id, gone);
    await writeWithout<KoppelingContent>(table, pk, (content) => withoutLeden(content, named));
    await eraseNumberLog<KoppelingContent>(table, pk, ending, (commits) => {
      const contents = commits.map(({ inhoud }) => inhoud);
      if (contents.at(-1)?.soort === 'gewist') return undefined;
      const namesSomebody = contents.some(
        (content) => content.soort === 'versie' && content.leden.length > 0,
      );
      const erasedBefore = contents.findLast((content) => content.soort === 'gewist')?.keer ?? 0;
      return namesSomebody ? undefined : { soort: 'gewist', tot: ending.gevraagdOp, keer: erasedBefore + 1 };
    });
  }
};

/** Erases what is known of a BSN, unless it leads to somebody else. */
export const eraseBsn = (
  { table }: EraseDependencies,
  pk: string,
  gone: ReadonlySet<ZaakId>,
  ending: Ending,
): Promise<void> =>
  eraseNumberLog<PersoonsnummerContent>(table, pk, ending, (commits) => {
    if (commits.at(-1)?.inhoud.soort === 'gewist') return undefined;
    const linked = linkedZaak(commits);
    if (linked !== undefined && !gone.has(linked)) return undefined;
    return { soort: 'gewist', tot: ending.gevraagdOp, geopend: openedEver(commits) };
  });

/** Every V-nummer that led to the person leads to a zaak that begins anew. */
export const leadNumbersAway = async (
  { table, pseudonyms, zaken }: EraseDependencies,
  { trace }: Gathered,
  gone: ReadonlySet<ZaakId>,
  ending: Ending,
): Promise<void> => {
  for (const id of trace.vNummers.map((vNummer) => pseudonyms.zaakId(vNummer))) {
    if (gone.has(id)) continue;
    const place = leadAway(id, successorOf(ending, id), ending);
    const first = await table.read(place);
    const to = first?.[TO];
    if (to === undefined) continue;
    // It may lead there through a zaak that held nothing.
    const leadsTo = await currentId(zaken, String(to) as ZaakId);
    if (gone.has(leadsTo)) await table.replace(place, { [TO]: String(to) });
  }
};
