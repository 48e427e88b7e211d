import {
  type IndicatorFigures,
  type Kpis,
  LEFT_OUT_REASONS,
  type LeftOut,
  type LeftOutReason,
  type WachttijdFigures,
} from '../../contracts/kpis.ts';
import type { GemeenteProfile } from '../gemeenten/profile.ts';
import { daysBetween } from '../termijnen/calendar.ts';
import { type Indicator, indicatorenOf, type Weight } from './indicatoren.ts';
import type { Mijlpalen } from './mijlpalen.ts';
import { percentile } from './percentile.ts';
import { endedOn, stayOn, stepOn } from './standing.ts';
import { WACHTTIJDEN, type Wachttijd } from './wachttijden.ts';

/**
 * From the days of zaken to the figures of a gemeente. Zaken are counted some at a time (`countedIn`), the counts are added up
 * (`added`), and only then shown (`kpisOf`), so that no list of all zaken has to be held.
 */

type Tally = Readonly<Record<Exclude<Weight, undefined>, number>>;

interface Waited {
  readonly days: readonly number[];
  readonly buiten: Tally;
}

/** The counts of some zaken of a gemeente. */
export interface Counts {
  readonly zaken: number;
  /** By the id of the indicator. */
  readonly indicatoren: ReadonlyMap<string, Tally>;
  /** By the id of the waiting time. */
  readonly wachttijden: ReadonlyMap<string, Waited>;
}

const EMPTY_TALLY: Tally = {
  teller: 0,
  noemer: 0,
  ...(Object.fromEntries(LEFT_OUT_REASONS.map((reden) => [reden, 0])) as Record<LeftOutReason, number>),
};
const EMPTY_WAITED: Waited = { days: [], buiten: EMPTY_TALLY };

const tallyOf = (weights: readonly Weight[]): Tally => {
  const tally = { ...EMPTY_TALLY };
  for (const weight of weights) if (weight !== undefined) tally[weight]++;
  return tally;
};

/** The days that a zaak waited between two steps, or why that cannot be said; undefined when the wait had not begun. */
const waitOf = (
  { van, tot }: Wachttijd,
  mijlpalen: Mijlpalen,
  peildatum: string,
): number | LeftOutReason | undefined => {
  const begin = stepOn(mijlpalen, van, peildatum);
  if (begin === undefined) return undefined;
  if (typeof begin !== 'string') return 'onzeker';
  const end = stepOn(mijlpalen, tot, peildatum);
  if (end === undefined) return endedOn(mijlpalen, peildatum) === undefined ? 'loopt nog' : 'gestopt';
  if (typeof end !== 'string') return end.vanaf === undefined ? 'niet te volgen' : 'onzeker';
  return end < begin ? 'omgekeerd' : daysBetween(begin, end);
};

const waitedIn = (wachttijd: Wachttijd, zaken: readonly Mijlpalen[], peildatum: string): Waited => {
  const waits = zaken.map((mijlpalen) => waitOf(wachttijd, mijlpalen, peildatum));
  return {
    days: waits.filter((wait) => typeof wait === 'number'),
    buiten: tallyOf(waits.filter((wait) => typeof wait !== 'number')),
  };
};

/** The counts of these zaken of a gemeente on a day (`YYYY-MM-DD`). A zaak that had not begun by then does not count. */
export const countedIn = (
  profile: GemeenteProfile,
  mijlpalen: readonly Mijlpalen[],
  peildatum: string,
): Counts => {
  const zaken = mijlpalen.flatMap((one) => stayOn(one, peildatum) ?? []);
  return {
    zaken: zaken.length,
    indicatoren: new Map(
      indicatorenOf(profile).map(({ id, weigh }) => [id, tallyOf(zaken.map((one) => weigh(one, peildatum)))]),
    ),
    wachttijden: new Map(
      WACHTTIJDEN.map((wachttijd) => [wachttijd.id, waitedIn(wachttijd, zaken, peildatum)]),
    ),
  };
};

const tallyAdded = (one: Tally, other: Tally): Tally => ({
  teller: one.teller + other.teller,
  noemer: one.noemer + other.noemer,
  ...(Object.fromEntries(LEFT_OUT_REASONS.map((reden) => [reden, one[reden] + other[reden]])) as Record<
    LeftOutReason,
    number
  >),
});

const merged = <Value>(
  one: ReadonlyMap<string, Value>,
  other: ReadonlyMap<string, Value>,
  add: (one: Value, other: Value) => Value,
): ReadonlyMap<string, Value> =>
  new Map(
    [...new Set([...one.keys(), ...other.keys()])].flatMap((id) => {
      const [mine, theirs] = [one.get(id), other.get(id)];
      const value = mine !== undefined && theirs !== undefined ? add(mine, theirs) : (mine ?? theirs);
      return value === undefined ? [] : [[id, value] as const];
    }),
  );

/** The counts of other zaken of the same gemeente and day, added up. */
export const added = (counts: readonly Counts[]): Counts =>
  counts.reduce<Counts>(
    (one, other) => ({
      zaken: one.zaken + other.zaken,
      indicatoren: merged(one.indicatoren, other.indicatoren, tallyAdded),
      wachttijden: merged(one.wachttijden, other.wachttijden, (mine, theirs) => ({
        days: [...mine.days, ...theirs.days],
        buiten: tallyAdded(mine.buiten, theirs.buiten),
      })),
    }),
    { zaken: 0, indicatoren: new Map(), wachttijden: new Map() },
  );

const leftOut = (tally: Tally): LeftOut[] =>
  LEFT_OUT_REASONS.flatMap((reden) => (tally[reden] === 0 ? [] : [{ reden, aantal: tally[reden] }]));

const percentage = (teller: number, noemer: number): number => Math.round((teller / noemer) * 1000) / 10;

const indicatorFigures = (
  { id, naam, definitie, bron }: Indicator,
  tally: Tally = EMPTY_TALLY,
): IndicatorFigures => {
  const { teller } = tally;
  // A zaak in the numerator counts in the denominator too.
  const noemer = teller + tally.noemer;
  return {
    id,
    naam,
    teller,
    noemer,
    ...(noemer === 0 ? {} : { waarde: percentage(teller, noemer) }),
    buitenBeschouwing: leftOut(tally),
    definitie,
    bron,
  };
};

const wachttijdFigures = (
  { id, naam, definitie, bron }: Wachttijd,
  { days, buiten }: Waited = EMPTY_WAITED,
): WachttijdFigures => ({
  id,
  naam,
  aantal: days.length,
  ...(days.length === 0 ? {} : { mediaan: percentile(days, 50), percentiel90: percentile(days, 90) }),
  buitenBeschouwing: leftOut(buiten),
  definitie,
  bron,
});

/** The figures of a gemeente on a day (`YYYY-MM-DD`), as its API shows them. */
export const kpisOf = (profile: GemeenteProfile, counts: Counts, peildatum: string): Kpis => ({
  gemeentecode: profile.gemeentecode,
  peildatum,
  zaken: counts.zaken,
  indicatoren: indicatorenOf(profile).map((one) => indicatorFigures(one, counts.indicatoren.get(one.id))),
  wachttijden: WACHTTIJDEN.map((one) => wachttijdFigures(one, counts.wachttijden.get(one.id))),
});
