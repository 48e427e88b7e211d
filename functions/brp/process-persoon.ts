import type { BrpBericht } from '../../contracts/internal/brp-bericht.ts';
import { causeOf, decideBrp } from '../../domain/zaak/decide.ts';
import { findPersoon } from '../shared/find-persoon.ts';
import type { Outcome } from '../shared/process-messages.ts';
import { updateHuishoudens } from '../shared/update-huishoudens.ts';
import { decideAboutZaak, type ZaakDependencies } from '../shared/update-zaak.ts';

/** One message of the BRP: registration, move or death of a person (werkafspraken R02.1). */
export async function processPersoon(deps: ZaakDependencies, bericht: BrpBericht): Promise<Outcome> {
  const found = await findPersoon(deps, bericht, bericht.data);
  if (!('zaakId' in found)) return found;
  const { outcome } = await decideAboutZaak(deps, found.zaakId, bericht, ({ zaak }) =>
    decideBrp(zaak, bericht),
  );
  return updateHuishoudens(deps, causeOf(bericht), {
    ...outcome,
    updated: [...found.updated, ...outcome.updated],
    wake: [...found.wake, ...outcome.wake],
  });
}
