import type { Bsn, ZaakId } from '../../contracts/base-types.ts';
import { linkedZaak, strayedTo } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { bsnOf } from '../../domain/zaak/bsn.ts';
import type { Zaak } from '../../domain/zaak/zaak.ts';
import type { EraseDependencies } from './erase.ts';

export interface OwnNumbers {
  /** BSNs that are of the person, as far as is known: not those that somebody else has, or that were loosened from here. */
  readonly bsns: readonly Bsn[];
  /** Zaken of others on which messages about the person landed. */
  readonly strayedTo: readonly ZaakId[];
}

/** Of the BSNs that a timeline names those that are of its person. */
export const ownNumbers = async (
  { numbers, pseudonyms }: Pick<EraseDependencies, 'numbers' | 'pseudonyms'>,
  named: readonly Bsn[],
  gone: ReadonlyMap<ZaakId, Zaak>,
): Promise<OwnNumbers> => {
  const held = new Set([...gone.values()].flatMap((zaak) => bsnOf(zaak) ?? []));
  const bsns: Bsn[] = [];
  const strayed: ZaakId[] = [];
  for (const bsn of named) {
    const commits = await numbers.read(pseudonyms.bsnKey(bsn));
    const [linked, loosened] = [linkedZaak(commits), strayedTo(commits)];
    const isOther =
      linked === undefined ? !held.has(bsn) && loosened.some((id) => gone.has(id)) : !gone.has(linked);
    if (isOther) continue;
    bsns.push(bsn);
    strayed.push(...loosened.filter((id) => !gone.has(id)));
  }
  return { bsns, strayedTo: strayed };
};
