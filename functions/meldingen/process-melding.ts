import type { ZaakId } from '../../contracts/base-types.ts';
import type { MeldingBericht } from '../../contracts/internal/melding-bericht.ts';
import { causeOf, decideMelding } from '../../domain/zaak/decide.ts';
import type { FoundPersoon } from '../shared/find-persoon.ts';
import type { Outcome } from '../shared/process-messages.ts';
import { updateHuishoudens } from '../shared/update-huishoudens.ts';
import { decideAboutZaak, type ZaakDependencies } from '../shared/update-zaak.ts';
import type { Herstel } from './put-right.ts';

/**
 * One report of Team Inburgering or of a partner: a zaak that it opens, what the gemeente read in DUO's portal, or what was done.
 * The API let it in only about a person or a zaak of its own.
 */
export async function processMelding(deps: ZaakDependencies, bericht: MeldingBericht): Promise<Outcome> {
  // Corrections are rare, so their code is loaded when one comes.
  const outcome = isHerstel(bericht)
    ? await (await import('./put-right.ts')).putRight(deps, bericht)
    : await addToZaak(deps, bericht);
  return updateHuishoudens(deps, causeOf(bericht), outcome);
}

const isHerstel = (bericht: MeldingBericht): bericht is Herstel =>
  bericht.type === 'nl.inburgeringszaken.feit.hersteld.v1';

const addToZaak = async (deps: ZaakDependencies, bericht: Report): Promise<Outcome> => {
  const found = await findZaak(deps, bericht);
  if (!('zaakId' in found)) return found;
  const { zaakId } = found;
  const { outcome } = await decideAboutZaak(deps, zaakId, bericht, ({ zaak }) =>
    decideMelding(zaak, bericht, deps.pseudonyms.huishoudenId(zaakId)),
  );
  return {
    ...outcome,
    updated: [...found.updated, ...outcome.updated],
    wake: [...found.wake, ...outcome.wake],
  };
};

/** A report of something that holds. A correction of what was told is not among these. */
type Report = Exclude<MeldingBericht, Herstel>;

const ofZaak = (zaakId: ZaakId): FoundPersoon => ({ zaakId, updated: [], wake: [] });

/** Most reports name the zaak, so the code that finds a person by their numbers is loaded when a report does not. */
const byNumbers = () => import('../shared/find-persoon.ts');

/**
 * The zaak of a report. Reports about what was done name the zaak; those about a person name numbers, and may be the first to do
 * so.
 */
const findZaak = async (deps: ZaakDependencies, bericht: Report): Promise<FoundPersoon | Outcome> => {
  switch (bericht.type) {
    case 'nl.inburgeringszaken.casus.geopend.v1':
    case 'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1':
      return (await byNumbers()).findPersoon(deps, bericht, bericht.data, { opens: true });
    case 'nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1':
      return (await byNumbers()).findPersoon(deps, bericht, bericht.data);
    default:
      return ofZaak(bericht.data.zaakId);
  }
};
