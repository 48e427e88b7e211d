import type { Feit, OpgenomenFeit } from './feiten.ts';
import { numbersIn } from './numbers.ts';
import type { Zaak } from './zaak.ts';

/**
 * Two zaken that were taken for one person turn out to be of two people: what came from the other zaak, and what was told about
 * that person since, goes back.
 */

/** The facts, among these ids, that say that this zaak took up another one. */
export const takenUp = (zaak: Zaak, feitIds: readonly string[]): readonly OpgenomenFeit[] =>
  feitIds.flatMap((feitId) => {
    const feit = zaak.feiten.get(feitId);
    return feit?.soort === 'opgenomen' ? [feit] : [];
  });

/**
 * The zaken that a correction, among these ids, took apart from this one. When that correction is put right, they become one again.
 */
export const takenApart = (zaak: Zaak, feitIds: readonly string[]): readonly OpgenomenFeit[] =>
  feitIds.flatMap((feitId) => {
    const feit = zaak.feiten.get(feitId);
    return feit?.soort === 'herstel' ? takenUp(zaak, feit.vervalt) : [];
  });

/**
 * The facts on this timeline that belong to the zaak that it took up: the facts that came with it, and those that came since under
 * its numbers alone.
 */
export const feitenOfOther = (zaak: Zaak, other: Zaak, opgenomen: OpgenomenFeit): readonly Feit[] => {
  const came = new Set(opgenomen.feiten);
  const feiten = [...zaak.feiten.values()];
  const taken = feiten.findIndex(({ feitId }) => feitId === opgenomen.feitId);
  const before = feiten.slice(0, taken).filter(({ feitId }) => !came.has(feitId));
  const own = new Set(before.flatMap(numbersIn));
  const others = new Set([...other.feiten.values()].flatMap(numbersIn));
  return feiten.filter((feit, place) => {
    if (came.has(feit.feitId)) return true;
    const named = numbersIn(feit);
    return place > taken && named.some((one) => others.has(one)) && !named.some((one) => own.has(one));
  });
};
