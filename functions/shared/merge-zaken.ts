import { followZaak, type ReadZaak } from '../../adapters/table/follow-zaak.ts';
import type { OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import { HubError } from '../../domain/errors.ts';
import type { Cause, Feit } from '../../domain/zaak/feiten.ts';
import type { Zaak } from '../../domain/zaak/zaak.ts';
import type { ZaakUpdate } from './process-messages.ts';
import { appendToZaak, type ZaakDependencies } from './update-zaak.ts';

/**
 * Takes one zaak up in another of the same person. Either may have been taken up before, so the mark goes between the zaken in
 * which they go on, and never leads back. First the zaak that ends gets the mark, after which it takes no facts any more; then
 * everything that it holds goes to the other. Both steps may be repeated, because facts are known by their ids.
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
  if (current.zaakId === ending && ending !== staying) throw new HubError('quarantaine', TAKEN_APART);
  // Another message had this zaak taken up elsewhere first. The zaak in which it goes on is looked at again.
  if (current.zaakId !== (await followZaak(deps.zaken, into)).current.zaakId) {
    return mergeZaken(deps, cause, from, into);
  }
  const goOn = await appendToZaak(deps, staying, cause.ontvangstId, ({ zaak }) => ({
    feiten: feitenTaken(cause, zaak, ended),
  }));
  const updated = ended.map((one) =>
    one.zaakId === update.zaakId ? update : { ...one, teVersturen: one.dossier.latest.size > 0 },
  );
  return { updated: [...updated, goOn.update], wake: goOn.wake };
}

const TAKEN_APART = 'een mens zei dat deze zaken van twee personen zijn; zet eerst dat herstel opzij';

/** Everything in the zaken that ended, and for each the facts that this timeline did not have, so that they can be given back. */
const feitenTaken = (cause: Cause, into: Zaak, ended: readonly ReadZaak[]): readonly Feit[] => {
  const taken = new Map<string, Feit>();
  // A zaak that took up another one holds all of that, so the last comes first.
  for (const { zaakId, dossier } of ended.toReversed()) {
    const feiten = [...dossier.zaak.feiten.values()].filter(
      ({ feitId, soort }) => soort !== 'samengevoegd' && !into.feiten.has(feitId) && !taken.has(feitId),
    );
    for (const feit of feiten) taken.set(feit.feitId, feit);
    const feitId = `opgenomen:${zaakId}`;
    const mark: Feit = {
      ...cause,
      feitId,
      soort: 'opgenomen',
      uit: zaakId,
      feiten: feiten.map((feit) => feit.feitId),
    };
    if (!taken.has(feitId)) taken.set(feitId, mark);
  }
  return [...taken.values()];
};
