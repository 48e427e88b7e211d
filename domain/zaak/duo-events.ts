import type { Feit } from './feiten.ts';

/** One event of DUO that it addressed more than once: what it told each gemeente is a fact, and together they count as one. */

/** The id of what a fact says. That of an event of DUO is the same, whomever DUO addressed. */
export const eventIdOf = (feit: Feit): string => {
  const copy = feit.soort === 'duo' && `:${feit.doel}`;
  return copy && feit.feitId.endsWith(copy) ? feit.feitId.slice(0, -copy.length) : feit.feitId;
};

/** Each event once, by its own id. Which of its copies counts does not depend on which came first. */
export const eventsIn = (feiten: readonly Feit[]): readonly Feit[] =>
  [...Map.groupBy(feiten, eventIdOf)].map(([feitId, copies]) => {
    const feit = copies.reduce((one, other) => (placeOf(other) < placeOf(one) ? other : one));
    return feit.feitId === feitId ? feit : { ...feit, feitId };
  });

/** What was told before DUO could be asked goes last. */
const placeOf = (feit: Feit): string =>
  feit.soort === 'duo' ? `${feit.zonderBsn ? 1 : 0}${feit.doel ?? ''}` : '';
