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

/** Whether the person came to this home from somewhere else than another home there in the same stay. */
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
 * The residences by which the person settled in the gemeente of the zaak: a registration at a home there, or a move to one. A move
 * from home to home within one stay is none, because the person had settled by then.
 */
export const vestigingenIn = (valid: ValidFeiten, belonging: Belonging): readonly ResidenceSince[] =>
  valid.residences.filter(isHome(belonging)).filter(isArrival(valid, belonging)).map(asTold(valid));

/**
 * The same residence as the last message told it. The day of settling follows from the first message; its other data from the last.
 */
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
 * The settling that starts the clock: the earliest since the gemeente has the zaak. A person who lived in a home there by then, and
 * did not settle since, settled when they came to live there.
 */
export const vestigingSince = (valid: ValidFeiten, belonging: Belonging): Residence | undefined => {
  const [earliest] = vestigingenIn(valid, belonging)
    .filter(({ day }) => day >= belonging.since)
    .map(({ feit }) => feit)
    .toSorted((one, other) => firstDay(one).localeCompare(firstDay(other)) || onMoment(one, other));
  return earliest ?? homeBefore(valid, belonging)?.feit;
};

/** The residence by which the person came to live in the home that they had when the gemeente got the zaak. */
const homeBefore = (valid: ValidFeiten, belonging: Belonging): ResidenceSince | undefined => {
  const earlier = valid.residences.filter(({ day }) => day < belonging.since);
  const elsewhere = earlier.findIndex((one) => !isHome(belonging)(one));
  const home = (elsewhere === -1 ? earlier : earlier.slice(0, elsewhere)).find(isArrival(valid, belonging));
  return home && asTold(valid)(home);
};
