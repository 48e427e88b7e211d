/** Which lines of a timeline a person may put right. */

/** A line as the timeline shows it. */
interface Line {
  readonly naam: string;
  readonly bron: string;
  readonly gegevens: Readonly<Record<string, unknown>>;
  readonly feitId?: string | undefined;
}

/**
 * A line that the hub itself worked out is no fact, except for what a person can undo: a zaak that it took up, and facts that it
 * put aside.
 */
const isFact = ({ naam, bron }: Line): boolean =>
  bron !== 'hub' || naam === 'zaak-opgenomen' || naam === 'feit-hersteld';

/** The facts that a person may put right, each once, without those that were put right before. */
export const standingFacts = <Found extends Line>(
  gebeurtenissen: readonly Found[],
): readonly (Found & { readonly feitId: string })[] => {
  const seen = new Set<string>();
  return gebeurtenissen.flatMap((gebeurtenis) => {
    const { feitId, gegevens } = gebeurtenis;
    const isPutRight = gegevens['hersteld'] === true;
    if (feitId === undefined || isPutRight || !isFact(gebeurtenis) || seen.has(feitId)) return [];
    seen.add(feitId);
    return [{ ...gebeurtenis, feitId }];
  });
};
