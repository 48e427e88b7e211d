import type { StartGebeurtenis } from '../../contracts/gemeente-profile.ts';
import type { TermijnStatus } from '../../contracts/termijnen.ts';
import type { GemeenteProfile, TermijnRule } from '../gemeenten/profile.ts';
import { isValidAt } from '../gemeenten/profile.ts';
import { known } from '../known.ts';
import { plus } from './calendar.ts';
import { firstOrdinaryDay } from './feestdagen.ts';

/** A fact that a date follows from: what it says, and its id on the timeline. */
export interface Ground {
  readonly gebeurtenis: string;
  /** The date as the source wrote it, which may be incomplete. */
  readonly datum: string;
  readonly feitId: string;
}

/** The start of a term. Dates are `YYYY-MM-DD`; the day itself does not count. */
export interface Start {
  readonly gebeurtenis: string;
  /** The first day on which it can have been. */
  readonly first: string;
  /**
   * The last day on which it can have been. It is the same as the first when the date is certain, and absent when nobody can say.
   */
  readonly latest?: string;
  /** Why the start is not certain. */
  readonly onzekerDoor?: string;
  /** The last day of the term as the source gives it, whatever its duration. */
  readonly lastDay?: string;
  /** Where the rule that picked this start is written, when that is another rule than the one of the term. */
  readonly regel?: string;
  readonly grounds: readonly Ground[];
}

/**
 * What the hub knows about an end event: the day on which it happened, a day before which it must have happened, that it is still
 * to come, or nothing at all.
 */
export type End =
  | { readonly op: string; readonly ground?: Ground }
  | { readonly uiterlijk: string; readonly ground?: Ground }
  | 'nog niet'
  | 'niet te volgen';

/** The end of a term on the day of this fact. */
export const endBy = (ground: Ground): End => ({ op: ground.datum, ground });

/** One term of a zaak, with its source. Dates `YYYY-MM-DD`; `einddatum` is the last day on which it is met. */
export interface Termijn {
  readonly id: string;
  readonly naam: string;
  readonly startGebeurtenis: string;
  readonly eindGebeurtenis: string;
  readonly startdatum: string;
  readonly duur: string;
  readonly einddatum: string;
  /** The end before the Algemene termijnenwet moved it; absent when it did not. */
  readonly einddatumZonderVerlenging?: string | undefined;
  /** The last day on which the term can end, when its start is not certain yet. */
  readonly einddatumUiterlijk?: string | undefined;
  readonly soort: TermijnRule['soort'];
  readonly bron: string;
  /**
   * The start is not certain: the term counts from its first possible day, and is to be confirmed (docs/domein/cases.md, case 34).
   */
  readonly voorlopig?: true | undefined;
  /** Why the term does not count as passed, for as long as that is so. */
  readonly onzekerDoor?: string | undefined;
  /** The day on which its end event happened. */
  readonly gehaaldOp?: string;
  /** The last possible day of the end event, which happened; no source says when. */
  readonly gehaaldUiterlijk?: string;
  /** No source tells the hub whether the end event happened, so the term never counts as exceeded. */
  readonly nietTeVolgen?: true;
  /** Why the term runs no more. */
  readonly gestopt?: string | undefined;
}

/** What a term follows from, beside its dates. */
export interface Derivation {
  readonly rule: TermijnRule;
  readonly start: Start;
  readonly end: End;
}

/** What ends a term. */
export type EndRule = Pick<TermijnRule, 'eindGebeurtenis' | 'onderdelen'>;

/** What is known about the terms of one zaak beside their rules. */
export interface Progress {
  /** The start of a term by its start event; undefined as long as that has not happened. */
  readonly start: (gebeurtenis: StartGebeurtenis) => Start | undefined;
  /** What is known about the end event of a term. */
  readonly end: (rule: EndRule) => End;
  /** Why no statutory term counts as exceeded: nobody established the plicht yet. */
  readonly onzekerDoor?: string | undefined;
  /** Why no term of this zaak runs any more. */
  readonly gestopt?: string | undefined;
}

const endOf = (end: End): Pick<Termijn, 'gehaaldOp' | 'gehaaldUiterlijk' | 'nietTeVolgen'> => {
  if (end === 'nog niet') return {};
  if (end === 'niet te volgen') return { nietTeVolgen: true };
  return 'op' in end ? { gehaaldOp: end.op } : { gehaaldUiterlijk: end.uiterlijk };
};

/**
 * The last day (`YYYY-MM-DD`) of a term of months or years whose first day is the day after `day` (Wet inburgering 2021 art. 11).
 * From 1 March on, eighteen months end with August, and three years with February, also when that has a 29th.
 */
export const lastDayAfter = (day: string, duur: string): string => {
  const [fromNext, same] = [plus(plus(plus(day, 'P1D'), duur), '-P1D'), plus(day, duur)];
  // In a month that is shorter than the one in which it began, the term ends with that month.
  return fromNext > same ? fromNext : same;
};

/** The last day of a term that begins on `day`: before the Algemene termijnenwet moved it, and after. */
const lastDayFrom = (rule: TermijnRule, day: string): { readonly bare: string; readonly moved: string } => {
  const isOfTermijn = rule.startGebeurtenis === 'inburgeringstermijn-gestart';
  const bare = isOfTermijn ? lastDayAfter(day, rule.duur) : plus(day, rule.duur);
  return { bare, moved: rule.algemeneTermijnenwet ? firstOrdinaryDay(bare) : bare };
};

const termijn = ({ rule, start, end }: Derivation, { gestopt, onzekerDoor }: Progress): Termijn => {
  const { bare, moved } =
    rule.endsByDuo === true && start.lastDay !== undefined
      ? { bare: start.lastDay, moved: start.lastDay }
      : lastDayFrom(rule, start.first);
  const latest = start.latest === undefined ? undefined : lastDayFrom(rule, start.latest).moved;
  const uncertain = start.onzekerDoor ?? (rule.soort === 'wettelijk' ? onzekerDoor : undefined);
  const isDated = start.first === start.latest;
  return known({
    id: rule.id,
    naam: rule.naam,
    startGebeurtenis: start.gebeurtenis,
    eindGebeurtenis: rule.eindGebeurtenis,
    startdatum: start.first,
    duur: rule.duur,
    einddatum: moved,
    einddatumZonderVerlenging: moved === bare ? undefined : bare,
    einddatumUiterlijk: isDated ? undefined : latest,
    soort: rule.soort,
    bron: rule.bron,
    voorlopig: isDated && uncertain === undefined ? undefined : true,
    onzekerDoor: uncertain,
    ...endOf(end),
    gestopt,
  });
};

/** A term of a zaak, and what it follows from. */
export interface DerivedTermijn extends Derivation {
  readonly termijn: Termijn;
}

/**
 * The terms that run for a zaak, the first to end first. A rule applies when it was valid on the day on which its term
 * began, so that a running case keeps its old rule (docs/domein/cases.md, case 33).
 */
export const termijnenBy = (
  profile: Pick<GemeenteProfile, 'termijnen'>,
  progress: Progress,
): readonly DerivedTermijn[] =>
  profile.termijnen
    .flatMap((rule): readonly DerivedTermijn[] => {
      const start = progress.start(rule.startGebeurtenis);
      if (start === undefined || !isValidAt(rule.valid, start.first)) return [];
      const derivation = { rule, start, end: progress.end(rule) };
      return [{ ...derivation, termijn: termijn(derivation, progress) }];
    })
    .toSorted(
      (one, other) =>
        one.termijn.einddatum.localeCompare(other.termijn.einddatum) ||
        one.rule.id.localeCompare(other.rule.id),
    );

/** The day after which a term has passed for certain; undefined while nobody can say which day that is. */
export const deadlineOf = ({
  einddatum,
  einddatumUiterlijk,
  onzekerDoor,
}: TermijnDays): string | undefined =>
  onzekerDoor === undefined ? (einddatumUiterlijk ?? einddatum) : undefined;

/** Whether a term is open and watched: not met, not stopped, and a source would tell when it is met. */
export const isOpen = ({ gehaaldOp, gehaaldUiterlijk, gestopt, nietTeVolgen }: Termijn): boolean =>
  gehaaldOp === undefined &&
  gehaaldUiterlijk === undefined &&
  gestopt === undefined &&
  nietTeVolgen === undefined;

/** The days and reasons that decide how a term stands. */
export type TermijnDays = Pick<
  Termijn,
  | 'einddatum'
  | 'einddatumUiterlijk'
  | 'soort'
  | 'onzekerDoor'
  | 'gehaaldOp'
  | 'gehaaldUiterlijk'
  | 'nietTeVolgen'
  | 'gestopt'
>;

/**
 * How a term stands on a day (`YYYY-MM-DD` in Europe/Amsterdam). The last day itself still counts. A local term that passes warns
 * (verstreken), and a statutory term is exceeded (overschreden); neither happens while the date is not certain.
 */
export const statusOn = (termijn: TermijnDays, today: string): TermijnStatus => {
  const { einddatum, einddatumUiterlijk, gehaaldOp, gehaaldUiterlijk, gestopt, nietTeVolgen, soort } =
    termijn;
  const lastDay = einddatumUiterlijk ?? einddatum;
  if (gehaaldOp !== undefined) return gehaaldOp <= lastDay ? 'gehaald' : 'te laat gehaald';
  if (gehaaldUiterlijk !== undefined) return gehaaldUiterlijk <= lastDay ? 'gehaald' : 'onbekend';
  if (gestopt !== undefined) return 'gestopt';
  if (today <= lastDay) return 'loopt';
  if (nietTeVolgen !== undefined || deadlineOf(termijn) === undefined) return 'onbekend';
  return soort === 'wettelijk' ? 'overschreden' : 'verstreken';
};
