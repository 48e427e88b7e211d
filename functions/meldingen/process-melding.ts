import { readDossier } from '../../adapters/table/follow-zaak.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { MeldingBericht } from '../../contracts/internal/melding-bericht.ts';
import { CONTRADICTING_NUMBERS, causeOf, decideMelding } from '../../domain/zaak/decide.ts';
import { bsnOf } from '../../domain/zaak/zaak.ts';
import { type FoundPersoon, findPersoon, linkPersoonsnummers } from '../shared/find-persoon.ts';
import { mergeZaken } from '../shared/merge-zaken.ts';
import { type Outcome, only } from '../shared/process-messages.ts';
import { updateHuishoudens } from '../shared/update-huishoudens.ts';
import { decideAboutZaak, type ZaakDependencies } from '../shared/update-zaak.ts';

/**
 * One report of Team Inburgering or of a partner: a zaak that it opens, what it read in DUO's portal, or what was done.
 * The API let it in only about a person or a zaak of its own.
 */
export async function processMelding(deps: ZaakDependencies, bericht: MeldingBericht): Promise<Outcome> {
  const found = await findZaak(deps, bericht);
  if (!('zaakId' in found)) return found;
  const { zaakId } = found;
  const { uitkomst } = await decideAboutZaak(deps, zaakId, bericht, ({ zaak }) =>
    decideMelding(zaak, bericht, deps.pseudonyms.huishoudenId(zaakId)),
  );
  return updateHuishoudens(deps, causeOf(bericht), {
    ...uitkomst,
    updated: [...found.updated, ...uitkomst.updated],
    wake: [...found.wake, ...uitkomst.wake],
  });
}

const ofZaak = (zaakId: ZaakId): FoundPersoon => ({ zaakId, updated: [], wake: [] });

/** Reports about what was done name the zaak; those about a person name numbers, and may be the first to do so. */
const findZaak = async (deps: ZaakDependencies, bericht: MeldingBericht): Promise<FoundPersoon | Outcome> => {
  switch (bericht.type) {
    case 'nl.inburgeringszaken.casus.geopend.v1':
    case 'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1':
      return findPersoon(deps, bericht, bericht.data, true);
    case 'nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1':
      return findPersoon(deps, bericht, bericht.data);
    case 'nl.inburgeringszaken.feit.hersteld.v1':
      return putRight(deps, bericht);
    case 'nl.inburgeringszaken.pip.vastgesteld.v1':
    case 'nl.inburgeringszaken.taallessen.gestart.v1':
      return ofZaak(bericht.data.zaakId);
  }
};

type Herstel = Extract<MeldingBericht, { readonly type: 'nl.inburgeringszaken.feit.hersteld.v1' }>;

/** What has to move before a correction stands on the timeline: the BSN to the right zaak, or a zaak into another. */
const putRight = async (deps: ZaakDependencies, bericht: Herstel): Promise<FoundPersoon | Outcome> => {
  const { zaakId, bsn, zelfdePersoon } = bericht.data;
  if (bsn !== undefined) {
    const linked = await linkPersoonsnummers(deps, bericht, bsn, zaakId, () => true);
    return 'tegenstrijdig' in linked ? quarantine(CONTRADICTING_NUMBERS) : linked;
  }
  if (zelfdePersoon === undefined) return ofZaak(zaakId);
  const [own, other] = await Promise.all(
    [zaakId, zelfdePersoon].map(async (id) => bsnOf((await readDossier(deps.zaken, id)).zaak)),
  );
  if (own !== undefined && other !== undefined && own !== other) return quarantine(TWO_BSNS);
  return { zaakId, ...(await mergeZaken(deps, causeOf(bericht), zelfdePersoon, zaakId)) };
};

const TWO_BSNS = 'de twee zaken hebben verschillende BSN’s; zet eerst het BSN recht';

const quarantine = (reden: string): Outcome => only({ soort: 'quarantaine', reden });
