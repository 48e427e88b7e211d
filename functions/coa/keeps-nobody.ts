import type { Koppeling } from '../../contracts/coa.ts';
import type { CoaBericht } from '../../contracts/internal/coa-bericht.ts';
import { allMembers, allVersions, koppelingFeit } from '../../domain/koppeling/koppeling.ts';
import { causeOf } from '../../domain/zaak/decide.ts';
import { dossierOf } from '../../domain/zaak/dossier.ts';
import { situationOf } from '../../domain/zaak/situation.ts';
import { evolve } from '../../domain/zaak/zaak.ts';
import type { Member } from './link-members.ts';
import type { CoaDependencies } from './process-koppeling.ts';

/**
 * Whether a version of a koppeling need not be kept for anybody, now that others whom it names were erased: it names only members
 * without a zaak (`left`) whom no other message told of. Had the version come before, they had gone with the members that were
 * erased.
 */
export const keepsNobody = async (
  { koppelingen, pseudonyms, zaken }: CoaDependencies,
  bericht: CoaBericht,
  koppeling: Koppeling,
  left: readonly Member[],
): Promise<boolean> => {
  const versions = allVersions(await koppelingen.read(pseudonyms.koppelingKey(koppeling.koppelingId)));
  if (allMembers(versions).length > 0) return false;
  const kept = await Promise.all(
    left.map(async ({ zaakId, persoon }) => {
      const { zaak } = dossierOf(await zaken.read(zaakId));
      const told = evolve(zaak, [koppelingFeit(causeOf(bericht), 'geregistreerd', koppeling, persoon)]);
      return zaak.feiten.size > 0 || situationOf(told).hasZaak;
    }),
  );
  return !kept.includes(true);
};
