import type { TermijnStatus } from '../../contracts/api.ts';
import type { EndGebeurtenis } from '../../contracts/gemeente-profile.ts';
import type { GemeenteProfile, TermijnRule } from '../gemeenten/profile.ts';
import { isValidAt } from '../gemeenten/profile.ts';
import { bounds, plus } from './calendar.ts';
import { firstOrdinaryDay } from './feestdagen.ts';

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
  readonly einddatumZonderVerlenging?: string;
  readonly soort: TermijnRule['soort'];
  readonly bron: string;
  /** The start is in onderzoek, or incomplete: counted from its first possible day, to be confirmed (docs/domein.md, case 34). */
  readonly voorlopig?: true;
  /** The day on which its end event happened, at the latest: what a source registers may be a few days older. */
  readonly gehaaldOp?: string;
  /** No source tells the hub whether the end event happened, so the term never counts as exceeded. */
  readonly nietTeVolgen?: true;
  /** The term no longer runs, and why. */
  readonly gestopt?: string;
}

/** What the hub knows about an end event: the day it happened, that it is still to come, or nothing at all. */
export type End = { readonly op: string } | 'nog niet' | 'niet te volgen';

/** What is known about the terms of one zaak beside their rules. */
export interface Progress {
  /** About this end event, for a term that began on `startdatum`. */
  readonly end: (gebeurtenis: EndGebeurtenis, startdatum: string) => End;
  /** Whether the BRP has the start in onderzoek. */
  readonly isStartInOnderzoek?: boolean;
  /** Why no term of this zaak runs any more. */
  readonly gestopt?: string | undefined;
}

const endOf = (end: End): Pick<Termijn, 'gehaaldOp' | 'nietTeVolgen'> => {
  if (end === 'nog niet') return {};
  return end === 'niet te volgen' ? { nietTeVolgen: true } : { gehaaldOp: end.op };
};

const termijn = (
  rule: TermijnRule,
  start: string,
  { end, gestopt, isStartInOnderzoek }: Progress,
): Termijn => {
  const { first } = bounds(start);
  const bare = plus(first, rule.duur);
  const einddatum = rule.algemeneTermijnenwet ? firstOrdinaryDay(bare) : bare;
  return {
    id: rule.id,
    naam: rule.naam,
    startGebeurtenis: rule.startGebeurtenis,
    eindGebeurtenis: rule.eindGebeurtenis,
    startdatum: first,
    duur: rule.duur,
    einddatum,
    ...(einddatum === bare ? {} : { einddatumZonderVerlenging: bare }),
    soort: rule.soort,
    bron: rule.bron,
    ...(start === first && isStartInOnderzoek !== true ? {} : { voorlopig: true }),
    ...endOf(end(rule.eindGebeurtenis, first)),
    ...(gestopt === undefined ? {} : { gestopt }),
  };
};

/**
 * The terms that run from the registration in the BRP of this gemeente. The start day does not count. A rule applies
 * when it was valid on the start day, so that a running case keeps its old rule (docs/domein.md, case 33).
 */
export const termijnenFromInschrijving = (
  profile: GemeenteProfile,
  datumInschrijving: string,
  progress: Progress,
): readonly Termijn[] =>
  profile.termijnen
    .filter(
      (rule) =>
        rule.startGebeurtenis === 'brp-inschrijving-ontvangen' &&
        isValidAt(rule.valid, bounds(datumInschrijving).first),
    )
    .map((rule) => termijn(rule, datumInschrijving, progress))
    .toSorted((one, other) => one.einddatum.localeCompare(other.einddatum));

/** Open and to be watched: not met, not stopped, and a source would tell when it is met. */
export const isOpen = ({ gehaaldOp, gestopt, nietTeVolgen }: Termijn): boolean =>
  gehaaldOp === undefined && gestopt === undefined && nietTeVolgen === undefined;

/**
 * How a term stands on a day (`YYYY-MM-DD` in Europe/Amsterdam). The end day itself still counts. A local term that
 * passes warns (verstreken), a statutory one is exceeded (overschreden).
 */
export const statusOn = (termijn: Termijn, today: string): TermijnStatus => {
  const { einddatum, gehaaldOp, gestopt, nietTeVolgen, soort } = termijn;
  if (gehaaldOp !== undefined) return gehaaldOp <= einddatum ? 'gehaald' : 'te laat gehaald';
  if (gestopt !== undefined) return 'gestopt';
  if (today <= einddatum) return 'loopt';
  if (nietTeVolgen !== undefined) return 'onbekend';
  return soort === 'wettelijk' ? 'overschreden' : 'verstreken';
};
