import fc from 'fast-check';
import { expect } from 'vitest';
import { type Notice, withNotices } from '../../../../domain/partners/notices.ts';
import { addFeiten, emptyDossier } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { runs } from '../../../runs.ts';
import { TODAY, ZAAK } from '../support.ts';

/** What partners are told of a zaak, by its facts alone. */

/** What each partner was told, message by message, when facts come one after another. */
export const toldBy = (feiten: readonly Feit[]): readonly Notice[] => {
  let dossier = emptyDossier;
  const all: Notice[] = [];
  for (const feit of feiten) {
    const added = addFeiten(ZAAK, dossier, [feit], TODAY);
    if (added === undefined) continue;
    dossier = added.dossier;
    all.push(...added.inhoud.meldingen);
  }
  return all;
};

type Held = ReturnType<typeof withNotices> extends ReadonlyMap<unknown, infer One> ? One : never;

/** What each partner knows in the end: whether it has the person, and the steps that it holds. */
const heldBy = (feiten: readonly Feit[], counts: (held: Held) => boolean) =>
  [...withNotices(new Map(), toldBy(feiten))]
    .filter(([, held]) => counts(held))
    .map(
      ([partner, { steps }]) =>
        [
          partner,
          [...steps].map(([sleutel, { gegevens }]) => [sleutel, gegevens] as const).toSorted(),
        ] as const,
    )
    .toSorted();

/**
 * Checks that every partner that counts holds the same in the end, in whatever order and however often these facts come, in numbers
 * without a gap. All of them count unless told otherwise.
 */
export const heldInAnyOrder = (
  feiten: readonly Feit[],
  counts: (held: Held) => boolean = () => true,
): ReturnType<typeof heldBy> => {
  const expected = heldBy(feiten, counts);
  fc.assert(
    fc.property(fc.shuffledSubarray([...feiten, ...feiten], { minLength: feiten.length * 2 }), (shuffled) => {
      expect(heldBy(shuffled, counts)).toEqual(expected);
      for (const [, own] of Map.groupBy(toldBy(shuffled), ({ partner }) => partner)) {
        expect(own.map(({ volgnummer }) => volgnummer)).toEqual(own.map((_, place) => place + 1));
      }
    }),
    { numRuns: runs(200) },
  );
  return expected;
};
