import { followZaak } from '../../adapters/table/follow-zaak.ts';
import type { OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import type { Cause, Feit } from '../../domain/zaak/feiten.ts';
import type { ZaakUpdate } from './process-messages.ts';
import { appendToZaak, type ZaakDependencies } from './update-zaak.ts';

/**
 * Takes one zaak up in another of the same person. Either may have been taken up already, so that the mark goes between
 * those that go on: it never leads back. First the mark on the one that ends, after which it takes no facts any more; then
 * everything that it holds goes to the other. Both may be repeated: facts are known by their ids.
 */
export async function mergeZaken(
  deps: Pick<ZaakDependencies, 'zaken' | 'now'>,
  cause: Cause,
  from: ZaakId,
  into: ZaakId,
): Promise<{ readonly updated: readonly ZaakUpdate[]; readonly wake: readonly OntvangstId[] }> {
  const { zaakId: ending } = (await followZaak(deps.zaken, from)).current;
  const { zaakId: staying } = (await followZaak(deps.zaken, into)).current;
  const mark: Feit = { ...cause, feitId: `samengevoegd:${staying}`, soort: 'samengevoegd', naar: staying };
  const { update } = await appendToZaak(deps, ending, cause.ontvangstId, (_, zaakId) => ({
    feiten: zaakId === ending && ending !== staying ? [mark] : [],
  }));
  const { ended, current } = await followZaak(deps.zaken, from);
  // Another message was first to have this zaak taken up elsewhere: where that goes on, it is looked at again.
  if (current.zaakId !== (await followZaak(deps.zaken, into)).current.zaakId) {
    return mergeZaken(deps, cause, from, into);
  }
  const taken = ended.flatMap(({ zaakId, dossier }): readonly Feit[] => [
    ...[...dossier.zaak.feiten.values()].filter(({ soort }) => soort !== 'samengevoegd'),
    { ...cause, feitId: `opgenomen:${zaakId}`, soort: 'opgenomen', uit: zaakId },
  ]);
  const goOn = await appendToZaak(deps, staying, cause.ontvangstId, () => ({ feiten: taken }));
  const updated = ended.map((one) =>
    one.zaakId === update.zaakId ? update : { ...one, teVersturen: one.dossier.latest.size > 0 },
  );
  return { updated: [...updated, goOn.update], wake: goOn.wake };
}
