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
 * The days (`YYYY-MM-DD`) on which a person who had left the country began anew in a gemeente. A stay begins anew when the person
 * is registered there after the departure. Its day is that of the first koppeling to the gemeente since the departure, or else the
 * day on which it was said that the plicht holds again, or else the day of the registration. What was reported in between is of the
 * new stay (docs/domein/brp.md).
 */
export const returnedOn = (
  zaak: Zaak,
  { residences }: ValidFeiten,
  here: string | undefined,
  linkedOn: readonly string[],
): readonly string[] => {
  const isHere = isResidenceIn(here);
  /**
   * Whether a registration is a return. It is not when the person only moved within the gemeente, by all that was told, because
   * then DUO was mistaken about the departure and the stay goes on. It is not when the person came from another gemeente, and not
   * when they never lived here before and the koppeling is of before the departure.
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
    // A second message about the departure, before the plicht held again, says nothing new, unless it names an earlier day.
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
