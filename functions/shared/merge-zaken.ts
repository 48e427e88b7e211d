import type { OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import { dossierOf } from '../../domain/zaak/dossier.ts';
import type { Cause, Feit } from '../../domain/zaak/feiten.ts';
import type { ZaakUpdate } from './process-messages.ts';
import { appendToZaak, type ZaakDependencies } from './update-zaak.ts';

/**
 * Takes one zaak up in another of the same person. First the mark on the one that ends, after which it takes no facts any
 * more; then everything that it holds goes to the other. Both may be repeated: facts are known by their ids.
 */
export async function mergeZaken(
  deps: Pick<ZaakDependencies, 'zaken' | 'now'>,
  cause: Cause,
  from: ZaakId,
  into: ZaakId,
): Promise<{ readonly updated: readonly ZaakUpdate[]; readonly wake: readonly OntvangstId[] }> {
  const mark: Feit = { ...cause, feitId: `samengevoegd:${into}`, soort: 'samengevoegd', naar: into };
  // Where the mark stands already, the timeline that took this one up is asked instead: that one gets no mark.
  const { update } = await appendToZaak(deps, from, cause.ontvangstId, (_, zaakId) => ({
    feiten: zaakId === from ? [mark] : [],
  }));
  const dossier = dossierOf(await deps.zaken.read(from));
  const { zaak } = dossier;
  const again = { zaakId: from, dossier, teVersturen: dossier.latest.size > 0 };
  const taken: Feit = { ...cause, feitId: `opgenomen:${from}`, soort: 'opgenomen', uit: from };
  const goOn = await appendToZaak(deps, into, cause.ontvangstId, () => ({
    feiten: [...[...zaak.feiten.values()].filter(({ soort }) => soort !== 'samengevoegd'), taken],
  }));
  return { updated: [update.zaakId === from ? update : again, goOn.update], wake: goOn.wake };
}
