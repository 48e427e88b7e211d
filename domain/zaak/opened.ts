import { daySaid } from '../termijnen/calendar.ts';
import { type Feit, onMoment } from './feiten.ts';
import { opensByKoppeling } from './own-zaak.ts';
import { plichtIn, plichtReported } from './plicht.ts';
import { situationOf } from './situation.ts';
import type { Zaak } from './zaak.ts';

/** What gave this person a zaak, whichever of them came first: any of these would have. */
const causesOf = (zaak: Zaak): readonly Feit[] => {
  const { persoon } = situationOf(zaak);
  return [
    ...zaak.geopend,
    ...zaak.koppelingen.filter((feit) => opensByKoppeling(feit, persoon)),
    ...zaak.duo.filter((feit) => plichtIn(feit) === 'geldt'),
    ...zaak.meldingen.filter((feit) => plichtReported(feit) === 'geldt'),
  ];
};

/**
 * The day (`YYYY-MM-DD`) on which the gemeente of a zaak got it: when its sources told that this person has a zaak, and
 * that it is this gemeente's. By the moments at the sources, so that a replay gives the same days; undefined when there
 * is no zaak in any gemeente.
 */
export const openedOn = (zaak: Zaak): string | undefined => {
  const { hasZaak, belonging } = situationOf(zaak);
  const [cause] = causesOf(zaak).toSorted(onMoment);
  if (!hasZaak || cause === undefined || belonging.arrival === undefined) return undefined;
  const latest = onMoment(cause, belonging.arrival) > 0 ? cause : belonging.arrival;
  return daySaid(latest);
};
