import type { EventStep, Step } from '../scenario/parse.ts';
import { inventAdres } from './adres.ts';
import { later } from './days.ts';
import { withOtherTelefoonnummer } from './happenings.ts';
import { type Family, inventHuishouden } from './huishouden.ts';
import {
  inschrijvingStep,
  intrekkingStep,
  koppelingStep,
  type Linked,
  lbtStep,
  plichtStep,
  type Told,
  verhuizingStep,
} from './messages.ts';
import { createNumbers, type Numbers } from './numbers.ts';
import { createRandom, type Random } from './random.ts';

export interface GenerateOptions {
  readonly households: number;
  readonly seed: number;
  readonly gemeente: string;
  /** The last day of the story (`YYYY-MM-DD`). */
  readonly until: string;
  /** The part of the messages that comes twice, from 0 to 1. */
  readonly duplicates: number;
}

/** The most households for which the invented BSNs always suffice, whatever is drawn. */
export const MOST_HUISHOUDENS = 2_000;

const MINUTES = 60 * 20;
const SPAN = { longest: 500, shortest: 130 } as const;
const RATES = { withdrawn: 0.06, changed: 0.12, moved: 0.15, corrected: 0.08, lbt: 0.5 } as const;

/** The families to draw from, in about the proportions of real life: many people alone, couples, parents with children. */
const FAMILIES: readonly Family[] = [
  { adults: 1, children: 0 },
  { adults: 1, children: 0 },
  { adults: 1, children: 0 },
  { adults: 1, children: 2 },
  { adults: 2, children: 0 },
  { adults: 2, children: 1 },
  { adults: 2, children: 3 },
  { adults: 3, children: 1 },
];

interface Dated {
  readonly told: Told;
  readonly step: Step;
}

/** The messages about one household, from its koppeling on. */
const storyOf = (
  random: Random,
  numbers: Numbers,
  place: number,
  { seed, gemeente, until }: GenerateOptions,
): readonly Dated[] => {
  const since = later(until, -random.number(SPAN.shortest, SPAN.longest));
  const members = inventHuishouden(random, numbers, random.pick(FAMILIES), since);
  const linked: Linked = {
    koppelingId: `TVS-PROEF-${seed}-${place}`,
    versie: 1,
    datumKoppeling: since,
    members,
  };
  const told = (days: number): Told => ({
    day: later(since, days),
    minute: random.number(0, MINUTES),
    gemeente,
  });
  const dated = <Made extends Step>(when: Told, make: (told: Told) => Made) => ({
    told: when,
    step: make(when),
  });

  const begin = dated(told(0), (when) => koppelingStep(linked, when));
  if (random.chance(RATES.withdrawn)) {
    const reden = random.pick(['andere gemeente', 'ten onrechte']);
    return [begin, dated(told(9), (when) => intrekkingStep({ ...linked, versie: 2 }, reden, when))];
  }
  const changed = random.chance(RATES.changed)
    ? [
        dated(told(6), (when) =>
          koppelingStep({ ...linked, versie: 2, members: members.map(withOtherTelefoonnummer) }, when),
        ),
      ]
    : [];
  const adults = members.filter(({ isAdult }) => isAdult);
  const plicht = adults.map((one) => dated(told(random.number(10, 25)), (when) => plichtStep(one, when)));
  const lbt = adults
    .filter(() => random.chance(RATES.lbt))
    .map((one) => dated(told(random.number(80, 110)), (when) => lbtStep(one, random.chance(0.6), when)));
  const home = inventAdres(random, gemeente);
  const registered = random.number(28, 60);
  const inschrijving = members.map((one) => {
    const made = dated(told(registered), (when) => inschrijvingStep(one, home, when));
    return { one, ...made };
  });
  const corrected = inschrijving
    .filter(() => random.chance(RATES.corrected))
    .map(({ one, step }) => correctionOf(random, one, step, told(registered + 5)));
  const next = inventAdres(random, gemeente);
  const moved = random.chance(RATES.moved)
    ? members.map((one) => dated(told(random.number(115, 120)), (when) => verhuizingStep(one, next, when)))
    : [];
  return [begin, ...changed, ...plicht, ...inschrijving, ...corrected, ...lbt, ...moved];
};

/** The BRP corrects an inschrijving: the new message replaces the wrong one. */
const correctionOf = (
  random: Random,
  one: Parameters<typeof inschrijvingStep>[0],
  replaced: EventStep,
  told: Told,
): Dated => ({
  told,
  step: inschrijvingStep(one, inventAdres(random, told.gemeente), told, replaced),
});

const minuteOf = ({ told: { day, minute } }: Dated): number => Date.parse(day) / 60_000 + minute;

/** Makes the steps of many households, in the order of their moments. The same options give the same steps. */
export const generate = (options: GenerateOptions): readonly Step[] => {
  const random = createRandom(options.seed);
  const numbers = createNumbers(random);
  const all = Array.from({ length: options.households }, (_, place) =>
    storyOf(random, numbers, place + 1, options),
  ).flat();
  return all
    .toSorted((one, other) => minuteOf(one) - minuteOf(other))
    .flatMap(({ step }) => (random.chance(options.duplicates) ? [step, step] : [step]));
};
