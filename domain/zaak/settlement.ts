import { type DatedResidence, firstDay, type Residence, type ValidFeiten } from './brp.ts';
import { onMoment } from './feiten.ts';
import type { Belonging } from './gemeente.ts';

/** Where somebody settled in a gemeente, and which of that starts the clock. */
export interface Settlement {
  readonly vestigingen: readonly Residence[];
  readonly vestiging: Residence | undefined;
}

/**
 * Settling is a registration at a home in the gemeente that is no COA address, or a move to one. A move from home to home
 * within one stay there is none. The earliest since the gemeente has the zaak starts the clock. Who did not settle since
 * then, and lived in a home there already, settled when they came to live there.
 */
export const settlementIn = (
  { residences }: ValidFeiten,
  { current, begins, since }: Pick<Belonging, 'current' | 'begins' | 'since'>,
): Settlement => {
  const isHome = ({ feit: { gegevens } }: DatedResidence): boolean =>
    gegevens.gemeentecode === current?.gemeentecode && !gegevens.isCoaLocatie;
  const isArrival = (one: DatedResidence): boolean => {
    const before = residences[residences.indexOf(one) + 1];
    return (
      before === undefined || !isHome(before) || begins.some((day) => before.day < day && day <= one.day)
    );
  };
  const vestigingen = residences.filter(
    (one) => isHome(one) && (one.feit.soort === 'brp-inschrijving' || isArrival(one)),
  );
  const [earliest] = vestigingen
    .filter(({ day }) => day >= since)
    .map(({ feit }) => feit)
    .toSorted((one, other) => firstDay(one).localeCompare(firstDay(other)) || onMoment(one, other));
  const earlier = residences.filter(({ day }) => day < since);
  const left = earlier.findIndex((one) => !isHome(one));
  const lived = (left === -1 ? earlier : earlier.slice(0, left)).find(isArrival);
  return { vestigingen: vestigingen.map(({ feit }) => feit), vestiging: earliest ?? lived?.feit };
};
