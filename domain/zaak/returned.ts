import {
  everyResidence,
  firstDay,
  isResidenceIn,
  isToldAsFirst,
  type ResidenceSince,
  type ValidFeiten,
} from './brp.ts';
import { heldSaidOn, leftOn } from './plicht.ts';
import type { Zaak } from './zaak.ts';

/**
 * The days (`YYYY-MM-DD`) on which somebody began anew in a gemeente of whom it was said that they had left the country: each time that
 * of the koppeling to it since the day that DUO gives for that, or on which it said so, when they were registered there after it; else that on which it was said that the plicht holds
 * again; else that of the registration. What was reported meanwhile is of the new stay (docs/domein/brp.md).
 */
export const returnedOn = (
  zaak: Zaak,
  { residences }: ValidFeiten,
  here: string | undefined,
  linkedOn: readonly string[],
): readonly string[] => {
  const isHere = isResidenceIn(here);
  /**
   * Neither moved within the gemeente, by all that was told, nor came from another one: where DUO was mistaken about a departure, the
   * stay goes on. Nor does anybody return to where they never lived, on a koppeling of before it.
   */
  const isReturn = (home: ResidenceSince, before: ResidenceSince | undefined, left: string): boolean => {
    const isElsewhere = before !== undefined && !isHere(before);
    if (isElsewhere && !before.feit.gegevens.isCoaLocatie) return false;
    const livedHere = everyResidence(zaak).some((feit) => isHere({ feit }) && firstDay(feit) <= left);
    return livedHere
      ? isToldAsFirst(zaak, home.feit) || (isElsewhere && before.day > left)
      : linkedOn.every((day) => day > left);
  };
  const held = heldSaidOn(zaak);
  return leftOn(zaak).flatMap(({ day: left, said }, place, all) => {
    const before = all[place - 1];
    // Who says so again before the plicht held again says nothing new, unless that it was on an earlier day.
    const isAgain = before !== undefined && !held.some((day) => before.said <= day && day <= said);
    if (isAgain && before.day <= left) return [];
    const isBetween = (until: string) => (day: string) => left < day && day <= until;
    const back = residences.findLast(
      (home, place) =>
        home.day > left &&
        home.feit.soort === 'brp-inschrijving' &&
        isHere(home) &&
        (linkedOn.some(isBetween(home.day)) || isReturn(home, residences[place + 1], left)),
    )?.day;
    return back === undefined
      ? []
      : ([...linkedOn.toSorted(), ...held.filter((day) => day > said)].find(isBetween(back)) ?? back);
  });
};
