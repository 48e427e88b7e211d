import type { Stay } from '../routemap/reports.ts';
import { onMoment, type RegisseurFeit } from './feiten.ts';
import type { Zaak } from './zaak.ts';

/**
 * Who directs a zaak for its gemeente, and from when (werkafspraken R03.T1). Each gemeente has people of its own: what a
 * former one assigned says nothing about the next.
 */

type Regisseur = RegisseurFeit['gegevens'];

/**
 * What this gemeente assigned in this stay, by the day from which it holds (`ingangsdatum`, `YYYY-MM-DD`); of one day in the order of
 * the reports at their source, whatever order they came in.
 */
export const assignmentsBy = (
  regisseurs: Zaak['regisseurs'],
  { gemeentecode, since }: Stay,
): readonly RegisseurFeit[] =>
  regisseurs
    .filter(
      ({ gemeldDoor, gegevens }) =>
        gemeldDoor === gemeentecode && gemeldDoor !== undefined && gegevens.ingangsdatum >= since,
    )
    .toSorted(
      (one, other) =>
        one.gegevens.ingangsdatum.localeCompare(other.gegevens.ingangsdatum) || onMoment(one, other),
    );

/** Who directs the zaak in a stay on a day (`YYYY-MM-DD`): the latest that has begun; undefined before the first. */
export const regisseurOn = (
  { regisseurs }: Pick<Zaak, 'regisseurs'>,
  stay: Stay,
  day: string,
): Regisseur | undefined =>
  assignmentsBy(regisseurs, stay).findLast(({ gegevens }) => gegevens.ingangsdatum <= day)?.gegevens;
