import type { TermijnContent, TermijnGebeurtenis } from '../../contracts/regievoerder.ts';
import { known } from '../known.ts';
import { plus } from '../termijnen/calendar.ts';
import { type DerivedTermijn, deadlineOf, isOpen, statusOn, type Termijn } from '../termijnen/termijnen.ts';

/**
 * The steps about terms: the last day comes near, the last day went by, or a date that was told no longer holds. Each step is told
 * once per term and date.
 */

/** The last day of a term as the gemeente knows it: its first and last possible day while the start is not certain. */
interface LastDay {
  readonly einddatum: string;
  readonly einddatumUiterlijk?: string | undefined;
}

/** How far a term is; each follows on the one before it. */
const STAGES = ['loopt', 'nadert', 'voorbij'] as const;
type Stage = (typeof STAGES)[number];

/** A term as the gemeente knows it. */
interface Held extends LastDay {
  readonly stage: Stage;
  readonly told: TermijnContent;
}

/** Each term as the gemeente knows it now, by the id of the term. `told` holds the earlier steps, oldest first. */
const heldBy = (told: readonly TermijnContent[]): ReadonlyMap<string, Held> => {
  const held = new Map<string, Held>();
  for (const one of told) {
    const { termijnId, einddatum, einddatumUiterlijk } = one.gegevens;
    switch (one.gebeurtenis) {
      case 'termijn-nadert':
        held.set(termijnId, { stage: 'nadert', einddatum, einddatumUiterlijk, told: one });
        break;
      case 'termijn-overschreden':
      case 'termijn-verstreken':
        held.set(termijnId, { stage: 'voorbij', einddatum, einddatumUiterlijk, told: one });
        break;
      case 'termijn-vervallen': {
        const { nieuweEinddatum, nieuweEinddatumUiterlijk } = one.gegevens;
        if (nieuweEinddatum === undefined) held.delete(termijnId);
        else {
          held.set(termijnId, {
            stage: 'loopt',
            einddatum: nieuweEinddatum,
            einddatumUiterlijk: nieuweEinddatumUiterlijk,
            told: one,
          });
        }
        break;
      }
      default:
        one satisfies never;
    }
  }
  return held;
};

const isSameDay = (one: LastDay, other: LastDay): boolean =>
  one.einddatum === other.einddatum && one.einddatumUiterlijk === other.einddatumUiterlijk;

const isFurther = (stage: Stage, than: Stage): boolean => STAGES.indexOf(stage) > STAGES.indexOf(than);

/** The day on which the gemeente is warned, counted back from the first possible last day. */
const warnedOn = ({ rule, termijn }: DerivedTermijn): string =>
  plus(termijn.einddatum, `-${rule.warnedBefore}`);

/** The first day on which a term that is watched has gone by; undefined for a term that is met, stopped or not certain. */
const goneBySince = ({ termijn }: DerivedTermijn): string | undefined => {
  const deadline = deadlineOf(termijn);
  return deadline !== undefined && isOpen(termijn) ? plus(deadline, 'P1D') : undefined;
};

const stageOn = (one: DerivedTermijn, goneBy: string, day: string): Stage => {
  if (day >= goneBy) return 'voorbij';
  return day >= warnedOn(one) ? 'nadert' : 'loopt';
};

const NAMES = {
  wettelijk: 'termijn-overschreden',
  lokaal: 'termijn-verstreken',
} as const satisfies Readonly<Record<Termijn['soort'], TermijnGebeurtenis>>;

const toldAs = (
  stage: Exclude<Stage, 'loopt'>,
  { id, naam, soort, einddatum, einddatumUiterlijk }: Termijn,
  day: string,
): TermijnContent => ({
  gebeurtenis: stage === 'nadert' ? 'termijn-nadert' : NAMES[soort],
  gegevens: known({ termijnId: id, naam, soort, einddatum, einddatumUiterlijk, datum: day }),
});

type Reason = Extract<TermijnContent, { gebeurtenis: 'termijn-vervallen' }>['gegevens']['reden'];

/** Why a term that was told does not run any more. */
const reasonOf = (termijn: Termijn | undefined, day: string): Reason => {
  if (termijn === undefined) return 'vervallen';
  if (termijn.gehaaldOp !== undefined || termijn.gehaaldUiterlijk !== undefined) {
    return statusOn(termijn, day) === 'te laat gehaald' ? 'te laat gehaald' : 'gehaald';
  }
  return termijn.gestopt === undefined ? 'onzeker' : 'gestopt';
};

const withdrawn = (
  { told, einddatum, einddatumUiterlijk }: Held,
  reden: Reason,
  day: string,
  now?: LastDay,
): TermijnContent => {
  const { termijnId, naam, soort } = told.gegevens;
  return {
    gebeurtenis: 'termijn-vervallen',
    gegevens: known({
      termijnId,
      naam,
      soort,
      einddatum,
      einddatumUiterlijk,
      reden,
      nieuweEinddatum: now?.einddatum,
      nieuweEinddatumUiterlijk: now?.einddatumUiterlijk,
      datum: day,
    }),
  };
};

/**
 * What is to be told on a day (`YYYY-MM-DD`) of the terms of a zaak, given what was told before, oldest first. A term that was told
 * and moved is told with both dates, for as long as it runs, so that a gemeente that heard of it knows the right date. A term that
 * comes near or has gone by is told when the hub looks at the calendar (`looked`), and not with a message, because the message that
 * the term was met may come right behind it.
 */
export const termijnenToTell = (
  termijnen: readonly DerivedTermijn[],
  told: readonly TermijnContent[],
  day: string,
  looked: boolean,
): readonly TermijnContent[] => {
  const held = heldBy(told);
  const running = new Map(termijnen.map((one) => [one.termijn.id, one]));
  const gone = [...held].flatMap(([id, one]): readonly TermijnContent[] => {
    const now = running.get(id);
    return now !== undefined && goneBySince(now) !== undefined
      ? []
      : [withdrawn(one, reasonOf(now?.termijn, day), day)];
  });
  return [
    ...gone,
    ...termijnen.flatMap((one): readonly TermijnContent[] => {
      const { termijn } = one;
      const goneBy = goneBySince(one);
      if (goneBy === undefined) return [];
      const stage = looked ? stageOn(one, goneBy, day) : 'loopt';
      const before = held.get(termijn.id);
      const isMoved = before !== undefined && !isSameDay(before, termijn);
      const since = before === undefined || isMoved ? 'loopt' : before.stage;
      return [
        ...(isMoved ? [withdrawn(before, 'verplaatst', day, termijn)] : []),
        ...(stage !== 'loopt' && isFurther(stage, since) ? [toldAs(stage, termijn, day)] : []),
      ];
    }),
  ];
};

/**
 * The next day (`YYYY-MM-DD`) on which there is something to tell of these terms without any message; undefined when there is none.
 */
export const nextDayToTell = (
  termijnen: readonly DerivedTermijn[],
  told: readonly TermijnContent[],
): string | undefined => {
  // No message tells that the gemeente changed or ended a term in its profile, so it is due at once.
  if (termijnenToTell(termijnen, told, '', false).length > 0) return told[0]?.gegevens.datum;
  const held = heldBy(told);
  return termijnen
    .flatMap((one) => {
      const goneBy = goneBySince(one);
      const stage = held.get(one.termijn.id)?.stage ?? 'loopt';
      if (goneBy === undefined || stage === 'voorbij') return [];
      return [stage === 'loopt' ? warnedOn(one) : goneBy];
    })
    .toSorted()[0];
};
