import { daySaid } from '../termijnen/calendar.ts';
import { onMoment, type RegisseurFeit } from './feiten.ts';
import type { Zaak } from './zaak.ts';

/**
 * Who directs a zaak for its gemeente, and from when (werkafspraken R03.T1). Each gemeente has its own people: what a former
 * gemeente assigned says nothing about the next one.
 */

type Regisseur = RegisseurFeit['gegevens'];

/**
 * What this gemeente assigned, by the day from which it holds (`ingangsdatum`, `YYYY-MM-DD`), and on one day by the moment of the
 * report at its source, so that the order of arrival does not matter. When a person was assigned ahead, and assigned again from
 * another day before that day came, the day that was said last counts.
 */
export const assignmentsBy = (
  regisseurs: Zaak['regisseurs'],
  gemeentecode: string | undefined,
): readonly RegisseurFeit[] => {
  const all = regisseurs
    .filter(({ gemeldDoor }) => gemeldDoor === gemeentecode && gemeldDoor !== undefined)
    .toSorted(
      (one, other) =>
        one.gegevens.ingangsdatum.localeCompare(other.gegevens.ingangsdatum) || onMoment(one, other),
    );
  return all.filter((one) => !runOf(all, one).some((later) => isMovedBy(one, later)));
};

/** Whether the person was assigned anew before the day on which this assignment was to begin. */
const isMovedBy = (one: RegisseurFeit, later: RegisseurFeit): boolean =>
  onMoment(later, one) > 0 && daySaid(later) < one.gegevens.ingangsdatum;

/** The assignments of one person around this one, with nobody else in between. */
const runOf = (all: readonly RegisseurFeit[], one: RegisseurFeit): readonly RegisseurFeit[] => {
  const isOther = ({ gegevens }: RegisseurFeit) => gegevens.regisseurId !== one.gegevens.regisseurId;
  const place = all.indexOf(one);
  const end = all.findIndex((other, at) => at > place && isOther(other));
  return all.slice(all.slice(0, place).findLastIndex(isOther) + 1, end === -1 ? undefined : end);
};

/**
 * The assignments that partners are told: the one that held on the day of the last report, and every assignment from a later day
 * on.
 */
export const assignmentsToTell = (
  regisseurs: Zaak['regisseurs'],
  gemeentecode: string | undefined,
): readonly RegisseurFeit[] => {
  const all = assignmentsBy(regisseurs, gemeentecode).filter(
    (one, place, list) => list[place + 1]?.gegevens.ingangsdatum !== one.gegevens.ingangsdatum,
  );
  const last = all.map(daySaid).toSorted().at(-1) ?? '';
  const begun = all.findLastIndex(({ gegevens }) => gegevens.ingangsdatum <= last);
  return all.slice(Math.max(begun, 0));
};

/**
 * Who directs the zaak for this gemeente on a day (`YYYY-MM-DD`): the latest assignment that has begun; undefined before the first.
 */
export const regisseurOn = (
  { regisseurs }: Pick<Zaak, 'regisseurs'>,
  gemeentecode: string | undefined,
  day: string,
): Regisseur | undefined =>
  assignmentsBy(regisseurs, gemeentecode).findLast(({ gegevens }) => gegevens.ingangsdatum <= day)?.gegevens;
