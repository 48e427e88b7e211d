import { isDeepStrictEqual } from 'node:util';
import type { HuishoudenId } from '../../contracts/base-types.ts';
import { allHuishoudensOf, lidOf } from '../../domain/huishouden/from-zaak.ts';
import { knownStand } from '../../domain/huishouden/huishouden.ts';
import { unlessErased } from '../../domain/wissen/boundary.ts';
import type { Cause } from '../../domain/zaak/feiten.ts';
import type { Outcome, ZaakUpdate } from './process-messages.ts';
import type { ZaakDependencies } from './update-zaak.ts';

/**
 * Brings households up to date with the zaken of their members that a message changed, and then the zaken of the other
 * members with what the household has become. A redelivery finds everything known, and leads to the same announcements.
 */
export async function updateHuishoudens(
  deps: Pick<ZaakDependencies, 'zaken' | 'now'>,
  cause: Cause,
  outcome: Outcome,
): Promise<Outcome> {
  const changed = latestOfEach(outcome.updated.filter(mayMatter));
  const perHuishouden = new Map<HuishoudenId, ZaakUpdate[]>();
  for (const update of changed) {
    for (const huishoudenId of allHuishoudensOf(update.dossier.zaak)) {
      if (isSame(update, huishoudenId)) continue;
      perHuishouden.set(huishoudenId, [...(perHuishouden.get(huishoudenId) ?? []), update]);
    }
  }
  if (perHuishouden.size === 0) return outcome;
  // Most messages change nothing that a household has to know.
  const { updateHuishouden } = await import('./update-huishouden.ts');
  const followed = await Promise.all(
    [...perHuishouden].map(([huishoudenId, updates]) =>
      unlessErased(updateHuishouden(deps, cause, huishoudenId, updates)),
    ),
  );
  return {
    ...outcome,
    updated: [...outcome.updated, ...followed.flatMap((one) => one?.updated ?? [])],
    wake: [...outcome.wake, ...followed.flatMap((one) => one?.wake ?? [])],
  };
}

/**
 * Each zaak once, as it is now, with how it was before the message: one that took up another can be written to for each of the
 * two, and a household is not to hear how it was in between.
 */
const latestOfEach = (updates: readonly ZaakUpdate[]): readonly ZaakUpdate[] =>
  [...Map.groupBy(updates, ({ zaakId }) => zaakId).values()].flatMap((same) => {
    const ordered = same.toSorted((one, other) => one.dossier.versie - other.dossier.versie);
    const [first, latest] = [ordered[0], ordered.at(-1)];
    if (first === undefined || latest === undefined || first === latest) return same;
    const { before: _, ...now } = latest;
    const isWhole = ordered.every(({ before }) => before !== undefined);
    return [isWhole && first.before !== undefined ? { ...now, before: first.before } : now];
  });

/** A household itself is no member of one. */
const mayMatter = ({ dossier }: ZaakUpdate): boolean => dossier.zaak.leden.length === 0;

/**
 * Whether the message changed nothing that a household has to know, nor what the zaak says of it; a redelivery is looked at anew.
 */
const isSame = ({ before, dossier }: ZaakUpdate, huishoudenId: HuishoudenId): boolean =>
  before !== undefined &&
  allHuishoudensOf(before.zaak).includes(huishoudenId) &&
  isDeepStrictEqual(lidOf(before.zaak, huishoudenId), lidOf(dossier.zaak, huishoudenId)) &&
  isDeepStrictEqual(knownStand(before.zaak), knownStand(dossier.zaak));
