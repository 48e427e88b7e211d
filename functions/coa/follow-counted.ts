import type { CoaBericht } from '../../contracts/internal/coa-bericht.ts';
import { bsnOf, numbersOfOther } from '../../domain/zaak/bsn.ts';
import { isReported } from '../../domain/zaak/feiten.ts';
import { type FoundPersoon, linkPersoonsnummers, loosenBsn } from '../shared/find-persoon.ts';
import type { ZaakUpdate } from '../shared/process-messages.ts';
import type { ZaakDependencies } from '../shared/update-zaak.ts';

type Followed = Pick<FoundPersoon, 'updated' | 'wake'>;

/**
 * Lets the BSNs of members follow which versions count: one that only a version named which counts no more is given back, and then
 * one of a version that counts again is linked again, as when COA released the household or gave it to that gemeente. Every step
 * may be repeated.
 */
export const followCounted = async (
  deps: ZaakDependencies,
  bericht: CoaBericht,
  members: readonly ZaakUpdate[],
): Promise<Followed> => {
  const typedOver = members.filter(({ dossier }) => dossier.zaak.koppelingen.some(isReported));
  // What one member gives back another may get.
  const loosened = await Promise.all(typedOver.map((member) => giveBack(deps, bericht, member)));
  const linked = await Promise.all(typedOver.map((member) => linkAgain(deps, bericht, member)));
  return {
    updated: linked.flatMap(({ updated }) => updated),
    wake: [...loosened.flat(), ...linked.flatMap(({ wake }) => wake)],
  };
};

const giveBack = async (
  deps: ZaakDependencies,
  { ontvangstId }: CoaBericht,
  { zaakId, dossier }: ZaakUpdate,
): Promise<Followed['wake']> => {
  const bsns = [...numbersOfOther(dossier.zaak)];
  return (await Promise.all(bsns.map((bsn) => loosenBsn(deps, bsn, zaakId, ontvangstId)))).flat();
};

/** Whoever has the number already keeps it: a person decides then whose it is. */
const linkAgain = async (
  deps: ZaakDependencies,
  bericht: CoaBericht,
  { zaakId, dossier: { zaak } }: ZaakUpdate,
): Promise<Followed> => {
  const bsn = bsnOf(zaak);
  const isTypedOver = zaak.koppelingen.some((feit) => isReported(feit) && feit.persoon.bsn === bsn);
  const nothing: Followed = { updated: [], wake: [] };
  if (bsn === undefined || !isTypedOver) return nothing;
  const linked = await linkPersoonsnummers(deps, bericht, bsn, zaakId);
  return 'tegenstrijdig' in linked ? nothing : linked;
};
