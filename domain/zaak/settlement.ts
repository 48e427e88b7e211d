import {
  firstDay,
  isResidenceIn,
  lastTold,
  type Residence,
  type ResidenceSince,
  type ValidFeiten,
} from './brp.ts';
import { onMoment } from './feiten.ts';
import type { Belonging } from './gemeente.ts';

/** A home in the gemeente of the zaak. */
const isHome = ({ current }: Belonging) => isResidenceIn(current?.gemeentecode);

/** Whether somebody came to a home from anywhere but another home there in the same stay. */
const isArrival =
  ({ residences }: ValidFeiten, belonging: Belonging) =>
  (home: ResidenceSince): boolean => {
    const before = residences[residences.indexOf(home) + 1];
    return (
      before === undefined ||
      !isHome(belonging)(before) ||
      belonging.begins.some((day) => before.day < day && day <= home.day)
    );
  };

/**
 * Where somebody settled in the gemeente of the zaak: registered at a home there, or moved to one. A move from home to home
 * within one stay is none: the person had settled.
 */
export const vestigingenIn = (valid: ValidFeiten, belonging: Belonging): readonly ResidenceSince[] =>
  valid.residences.filter(isHome(belonging)).filter(isArrival(valid, belonging)).map(asTold(valid));

/** The same as it was told last: somebody settled when that was told first, and what is said of it since counts. */
const asTold =
  ({ residences }: ValidFeiten) =>
  ({ feit, day }: ResidenceSince): ResidenceSince => ({
    feit: lastTold(
      residences.map((one) => one.feit),
      feit,
    ),
    day,
  });

/**
 * The settling that starts the clock: the earliest since the gemeente has the zaak. Who did not settle since then, and lived
 * in a home there already, settled when they came to live there.
 */
export const vestigingSince = (valid: ValidFeiten, belonging: Belonging): Residence | undefined => {
  const [earliest] = vestigingenIn(valid, belonging)
    .filter(({ day }) => day >= belonging.since)
    .map(({ feit }) => feit)
    .toSorted((one, other) => firstDay(one).localeCompare(firstDay(other)) || onMoment(one, other));
  return earliest ?? homeBefore(valid, belonging)?.feit;
};

/** How somebody came to live in the home that they had there when the gemeente got the zaak. */
const homeBefore = (valid: ValidFeiten, belonging: Belonging): ResidenceSince | undefined => {
  const earlier = valid.residences.filter(({ day }) => day < belonging.since);
  const elsewhere = earlier.findIndex((one) => !isHome(belonging)(one));
  const home = (elsewhere === -1 ? earlier : earlier.slice(0, elsewhere)).find(isArrival(valid, belonging));
  return home && asTold(valid)(home);
};
