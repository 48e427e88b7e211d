import type { Feit } from './feiten.ts';

/**
 * DUO may address one event to several gemeenten. What it told each of them is a fact of its own, and together these facts count as
 * one event.
 */

/** The id of the event that a fact tells. An event of DUO has the same id, whichever gemeente DUO addressed. */
export const eventIdOf = (feit: Feit): string => {
  const copy = feit.soort === 'duo' && `:${feit.doel}`;
  return copy && feit.feitId.endsWith(copy) ? feit.feitId.slice(0, -copy.length) : feit.feitId;
};

/** Each event once, under its own id. Which of its facts represents it does not depend on the order of arrival. */
export const eventsIn = (feiten: readonly Feit[]): readonly Feit[] =>
  [...Map.groupBy(feiten, eventIdOf)].map(([feitId, copies]) => {
    const feit = copies.reduce((one, other) => (placeOf(other) < placeOf(one) ? other : one));
    return feit.feitId === feitId ? feit : { ...feit, feitId };
  });

/** A fact that was told before DUO could be asked goes last. */
const placeOf = (feit: Feit): string =>
  feit.soort === 'duo' ? `${feit.zonderBsn ? 1 : 0}${feit.doel ?? ''}` : '';
