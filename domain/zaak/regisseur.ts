import { onMoment, type RegisseurFeit } from './feiten.ts';
import type { Zaak } from './zaak.ts';

/**
 * Who directs a zaak for its gemeente, and from when (werkafspraken R03.T1). Each gemeente has people of its own: what a
 * former one assigned says nothing about the next.
 */

type Regisseur = RegisseurFeit['gegevens'];

/**
 * What this gemeente assigned, by the day from which it holds (`ingangsdatum`, `YYYY-MM-DD`); of one day in the order of
 * the reports at their source, whatever order they came in.
 */
export const assignmentsBy = (
  regisseurs: Zaak['regisseurs'],
  gemeentecode: string | undefined,
): readonly RegisseurFeit[] =>
  regisseurs
    .filter(({ gemeldDoor }) => gemeldDoor === gemeentecode && gemeldDoor !== undefined)
    .toSorted(
      (one, other) =>
        one.gegevens.ingangsdatum.localeCompare(other.gegevens.ingangsdatum) || onMoment(one, other),
    );

/** Who directs the zaak for this gemeente on a day (`YYYY-MM-DD`): the latest that has begun; undefined before the first. */
export const regisseurOn = (
  { regisseurs }: Pick<Zaak, 'regisseurs'>,
  gemeentecode: string | undefined,
  day: string,
): Regisseur | undefined =>
  assignmentsBy(regisseurs, gemeentecode).findLast(({ gegevens }) => gegevens.ingangsdatum <= day)?.gegevens;
