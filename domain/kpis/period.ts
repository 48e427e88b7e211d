import type { Plicht } from '../duo/codes.ts';
import { bounds, dayOf } from '../termijnen/calendar.ts';
import type { DuoFeit, Feit, MeldingFeit } from '../zaak/feiten.ts';
import { overlijdenByDuo, plichtEnd, plichtIn, plichtReported } from '../zaak/plicht.ts';
import type { Situation } from '../zaak/situation.ts';
import type { Zaak } from '../zaak/zaak.ts';

/** From when until when a zaak was one of its gemeente, by the days of the facts. */

/** Why a zaak no longer runs; `anders` is everything that figures do not tell apart, a death among it. */
type EndReason = 'voldaan' | 'tijdelijk vrijgesteld' | 'andere gemeente' | 'geen plicht' | 'anders';

/** That a zaak no longer runs, from which day (`YYYY-MM-DD`), and why. */
export interface Ending {
  readonly op: string;
  readonly reden: EndReason;
}

const momentOf = ({ tijdstip }: Pick<Feit, 'tijdstip'>): string => dayOf(new Date(tijdstip));

const earliest = (days: readonly (string | undefined)[]): string | undefined =>
  days.filter((day) => day !== undefined && day !== '').toSorted()[0];

/** The days on which sources told something that still holds, the first one first. */
const toldOn = ({ koppelingen, vervallen, inschrijvingen, verhuizingen, duo }: Zaak): readonly string[] =>
  [koppelingen, vervallen, inschrijvingen, verhuizingen, duo].flat().map(momentOf).toSorted();

/** The first day on which DUO made the plicht known, or the gemeente read that in its portal. */
const plichtKnown = ({ duo, meldingen }: Zaak): string | undefined => {
  const dayIn = (feit: DuoFeit | MeldingFeit): string =>
    feit.antwoorden.inburgeringsplicht?.datumKennisgevingInburgeringsplicht ?? momentOf(feit);
  return earliest([
    ...duo.filter((feit) => plichtIn(feit) === 'geldt').map(dayIn),
    ...meldingen.filter((feit) => plichtReported(feit) === 'geldt').map(dayIn),
  ]);
};

/**
 * The day from which the gemeente had the zaak: on which it came over from another gemeente; else the first of the
 * koppeling, the day on which the gemeente opened it, and the kennisgeving of the plicht.
 */
export const beginOf = (zaak: Zaak, { belonging, gemeentecode }: Situation): string => {
  const [last] = belonging.former;
  if (last !== undefined) return last.next.since;
  const own = zaak.koppelingen.filter(({ koppeling }) => koppeling.gemeentecode === gemeentecode);
  const opened = zaak.geopend.filter(({ gegevens }) => gegevens.gemeentecode === gemeentecode);
  return (
    earliest([
      ...own.map(({ koppeling }) => koppeling.datumKoppeling),
      ...opened.map(({ gegevens }) => gegevens.datumOpening),
      plichtKnown(zaak),
    ]) ??
    toldOn(zaak)[0] ??
    ''
  );
};

const REDEN_OF_PLICHT: Readonly<Record<Exclude<Plicht, 'geldt'>, EndReason>> = {
  voldaan: 'voldaan',
  'tijdelijk vrijgesteld': 'tijdelijk vrijgesteld',
  geen: 'geen plicht',
  ingetrokken: 'anders',
};

/** The last day that the death can have been; without a date, the day on which a source told it. */
const dayOfDeath = ({ valid }: Situation, zaak: Zaak): string | undefined => {
  const byDuo = overlijdenByDuo(zaak);
  const byBrp = earliest(
    valid.overlijden.map((feit) => {
      const { datumOverlijden } = feit.gegevens;
      return datumOverlijden === undefined ? momentOf(feit) : bounds(datumOverlijden).latest;
    }),
  );
  return byBrp ?? (byDuo && momentOf(byDuo));
};

/** When and why the zaak stopped running; undefined while it runs. */
export const endingOf = (zaak: Zaak, situation: Situation): Ending | undefined => {
  const { redenVervallen, isOverleden, plicht, koppeling } = situation;
  if (redenVervallen === undefined) return undefined;
  const last = toldOn(zaak).at(-1) ?? '';
  if (isOverleden) return { op: dayOfDeath(situation, zaak) ?? last, reden: 'anders' };
  if (plicht !== undefined && plicht !== 'geldt') {
    const { einddatum, gezegdOp } = plichtEnd(zaak) ?? {};
    return { op: einddatum ?? gezegdOp ?? last, reden: REDEN_OF_PLICHT[plicht] };
  }
  const end = koppeling?.end;
  return {
    op: end === undefined ? last : momentOf(end),
    reden: redenVervallen === 'andere gemeente' ? 'andere gemeente' : 'anders',
  };
};
