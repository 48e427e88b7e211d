import { currentId } from '../../adapters/table/follow-zaak.ts';
import type { Bsn, ZaakId } from '../../contracts/base-types.ts';
import { linkedZaak, strayedTo } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { bsnOf } from '../../domain/zaak/bsn.ts';
import type { Zaak } from '../../domain/zaak/zaak.ts';
import type { EraseDependencies } from './erase.ts';

export interface OwnNumbers {
  /** BSNs of the person, as far as is known: without those that somebody else has, or that were loosened from here. */
  readonly bsns: readonly Bsn[];
  /** The ids to which these BSNs were linked. The id of a V-nummer may lead to the person since. */
  readonly linkedAs: readonly ZaakId[];
  /** Zaken of others on which messages about the person landed. */
  readonly strayedTo: readonly ZaakId[];
}

/** The BSNs, of those that a timeline names, that are of its person. */
export const ownNumbers = async (
  { numbers, pseudonyms, zaken }: Pick<EraseDependencies, 'numbers' | 'pseudonyms' | 'zaken'>,
  named: readonly Bsn[],
  gone: ReadonlyMap<ZaakId, Zaak>,
): Promise<OwnNumbers> => {
  const held = new Set([...gone.values()].flatMap((zaak) => bsnOf(zaak) ?? []));
  const bsns: Bsn[] = [];
  const strayed: ZaakId[] = [];
  const linkedAs: ZaakId[] = [];
  for (const bsn of named) {
    const commits = await numbers.read(pseudonyms.bsnKey(bsn));
    const [link, loosened] = [linkedZaak(commits), strayedTo(commits)];
    const linked = link && (await currentId(zaken, link));
    const isOther =
      linked === undefined ? !held.has(bsn) && loosened.some((id) => gone.has(id)) : !gone.has(linked);
    if (isOther) continue;
    bsns.push(bsn);
    if (link !== undefined) linkedAs.push(link);
    strayed.push(...loosened.filter((id) => !gone.has(id)));
  }
  return { bsns, linkedAs, strayedTo: strayed };
};
