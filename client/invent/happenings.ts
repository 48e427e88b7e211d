import { ROUTEMAP, ROUTEMAP_EVENTS, type RoutemapEvent } from '../../contracts/routemap.ts';
import type { Step } from '../scenario/parse.ts';
import { inventAdres } from './adres.ts';
import { later } from './days.ts';
import { type Family, type Invented, inventHuishouden } from './huishouden.ts';
import {
  inschrijvingStep,
  intrekkingStep,
  koppelingStep,
  type Linked,
  lbtStep,
  overlijdenStep,
  plichtStep,
  verhuizingStep,
} from './messages.ts';
import { createNumbers } from './numbers.ts';
import { createRandom } from './random.ts';
import { isBeforeVerhuizing, reportedWith } from './reports.ts';

/**
 * The events that have to come before each event of a source. Without these it would be about a person whom the hub does not know.
 */
const BEFORE = {
  koppeling: [],
  'koppeling-gewijzigd': ['koppeling'],
  intrekking: ['koppeling'],
  plicht: ['koppeling'],
  lbt: ['koppeling', 'plicht'],
  inschrijving: ['koppeling', 'plicht'],
  verhuizing: ['koppeling', 'plicht', 'inschrijving'],
  overlijden: ['koppeling', 'plicht', 'inschrijving'],
} as const;

export type SourceHappening = keyof typeof BEFORE;
/** The kinds of events that COA, DUO or the BRP tells. */
export const SOURCE_HAPPENINGS = Object.keys(BEFORE) as readonly SourceHappening[];

export type Happening = SourceHappening | RoutemapEvent;
export const HAPPENINGS: readonly Happening[] = [...SOURCE_HAPPENINGS, ...ROUTEMAP_EVENTS];

/** Whether a gemeente reports this kind of event, so that it can be about an existing zaak. */
export const isReported = (kind: Happening): kind is RoutemapEvent => Object.hasOwn(ROUTEMAP, kind);

/**
 * The events of sources before an event. For an event of the routemap they depend on whether the person lives in the gemeente by
 * then.
 */
const toldBefore = (kind: Happening): readonly SourceHappening[] => {
  if (!isReported(kind)) return BEFORE[kind];
  return isBeforeVerhuizing(kind) ? BEFORE.inschrijving : BEFORE.verhuizing;
};

/** The number of days between each of those events and the event itself. */
const DAYS_BEFORE: Readonly<Partial<Record<SourceHappening, number>>> = {
  koppeling: 42,
  plicht: 28,
  inschrijving: 14,
};

export interface HappeningOptions {
  readonly gezin: Family;
  readonly gemeente: string;
  readonly seed: number;
  /** The day of the event (`YYYY-MM-DD`). */
  readonly today: string;
}

/** An event and the events that it needs, as steps of a scenario. */
export interface Happened {
  readonly members: readonly Invented[];
  /** The steps that come before the event. */
  readonly before: readonly Step[];
  readonly steps: readonly Step[];
}

/** Makes one event of invented people, and the events that have to come before it. The same seed and day give the same steps. */
export const happen = (kind: Happening, { gezin, gemeente, seed, today }: HappeningOptions): Happened => {
  const random = createRandom(seed);
  const members = inventHuishouden(random, createNumbers(random), gezin, today);
  const home = inventAdres(random, gemeente);
  const next = inventAdres(random, gemeente);
  const isFeasible = random.chance(0.6);
  const since = later(today, kind === 'koppeling' ? 0 : -(DAYS_BEFORE.koppeling ?? 0));
  const linked: Linked = {
    koppelingId: `TVS-PROEF-${seed}`,
    versie: 1,
    datumKoppeling: since,
    members,
  };
  const adults = members.filter(({ isAdult }) => isAdult);
  const stepsOf = (what: SourceHappening, day: string): readonly Step[] => {
    const told = (place: number) => ({ day, minute: 5 + place, gemeente });
    const ofAll = (people: readonly Invented[], step: (one: Invented, place: number) => Step) =>
      people.map(step);
    switch (what) {
      case 'koppeling':
        return [koppelingStep(linked, told(0))];
      case 'koppeling-gewijzigd':
        return [
          koppelingStep({ ...linked, versie: 2, members: members.map(withOtherTelefoonnummer) }, told(0)),
        ];
      case 'intrekking':
        return [intrekkingStep({ ...linked, versie: 2 }, 'andere gemeente', told(0))];
      case 'plicht':
        return ofAll(adults, (one, place) => plichtStep(one, told(place)));
      case 'lbt':
        return ofAll(adults.slice(0, 1), (one, place) => lbtStep(one, isFeasible, told(place)));
      case 'inschrijving':
        return ofAll(members, (one, place) => inschrijvingStep(one, home, told(place)));
      case 'verhuizing':
        return ofAll(members, (one, place) => verhuizingStep(one, next, told(place)));
      case 'overlijden':
        return ofAll(adults.slice(0, 1), (one, place) => overlijdenStep(one, told(place)));
    }
  };
  const told = toldBefore(kind).flatMap((what) => stepsOf(what, later(today, -(DAYS_BEFORE[what] ?? 0))));
  if (!isReported(kind)) return { members, before: told, steps: stepsOf(kind, today) };
  const [hoofdpersoon] = members;
  if (hoofdpersoon === undefined) throw new Error('a household of nobody');
  const about = { zaak: { vNummer: hoofdpersoon.persoon.vNummer } };
  const { before, steps } = reportedWith(kind, about, { day: today, minute: 5, gemeente }, seed);
  return { members, before: [...told, ...before], steps };
};

/** The same person with another telephone number. A child has none and stays the same. */
export const withOtherTelefoonnummer = (one: Invented): Invented =>
  one.isAdult
    ? {
        ...one,
        persoon: {
          ...one.persoon,
          contact: { telefoonnummer: `06${one.persoon.vNummer.slice(-8)}` },
        },
      }
    : one;
