import { daySaid } from '../termijnen/calendar.ts';
import { type Feit, onMoment } from './feiten.ts';
import { opensByKoppeling } from './own-zaak.ts';
import { plichtIn, plichtReported } from './plicht.ts';
import { situationOf } from './situation.ts';
import type { Zaak } from './zaak.ts';

/** The facts by which this person has a zaak. Each of them is enough, so the zaak began with the first. */
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
 * The day (`YYYY-MM-DD`) on which the gemeente of a zaak got it: when sources had told both that this person has a zaak and that it
 * belongs to this gemeente. It counts by the moments at the sources, so that a replay gives the same days. Undefined when no
 * gemeente has a zaak of the person.
 */
export const openedOn = (zaak: Zaak): string | undefined => {
  const { hasZaak, belonging } = situationOf(zaak);
  const [cause] = causesOf(zaak).toSorted(onMoment);
  if (!hasZaak || cause === undefined || belonging.arrival === undefined) return undefined;
  const latest = onMoment(cause, belonging.arrival) > 0 ? cause : belonging.arrival;
  return daySaid(latest);
};
