import { type MissingPart, TALK, typeOfEvent } from '../../contracts/routemap.ts';
import { gemeenteProfiles } from '../gemeenten/index.ts';
import type { TermijnRule } from '../gemeenten/profile.ts';
import { known } from '../known.ts';
import { kanaalParts } from '../partners/address.ts';
import { talksHeld } from '../routemap/reports.ts';
import { type DerivedTermijn, deadlineOf, isOpen } from '../termijnen/termijnen.ts';
import type { Dossier } from './dossier.ts';
import { assignmentsBy } from './regisseur.ts';
import { situationOf } from './situation.ts';
import { endOf, INTAKE_DONE, isPendingIntake, missingOfIntake, stayOf, talksOf } from './termijn-ends.ts';
import { derivedTermijnenOf } from './termijnen.ts';
import { emptyZaak, type Zaak } from './zaak.ts';

/** What a list of zaken shows of a zaak, and by what it can be asked for: keys and dates, nothing of the person. */

/**
 * A term that is not met yet, and of which a source will tell that it is met. The term of the brede intake as a whole is here also
 * when nobody has to report it.
 */
export interface OpenTermijn {
  readonly id: string;
  /** The last day of the term (`YYYY-MM-DD`), after which it has passed; absent while that day is not certain. */
  readonly datum?: string | undefined;
  /** How long before that day the gemeente is warned: an ISO 8601 duration. */
  readonly warnedBefore: string;
  /**
   * For a term that ends with talks of the brede intake: the talks that nobody reported yet. For the intake as a whole: all that it
   * misses.
   */
  readonly onderdelen?: readonly MissingPart[] | undefined;
}

/** What the list of a gemeente keeps of a zaak. Its status is the list that it stands in. */
export interface ListEntry {
  /** The term that presses first is first. */
  readonly termijnen: readonly Omit<OpenTermijn, 'warnedBefore'>[];
  /** Who directs the zaak from which day on, the earliest first. Who does today follows from the day of reading. */
  readonly regisseurs: readonly { readonly regisseurId: string; readonly vanaf: string }[];
  /** Keys of the partners that were ever told of it. */
  readonly partners: readonly string[];
}

/**
 * The open terms of a zaak, the one that presses first at the front. On one day, a term that can pass goes before one that is only
 * shown.
 */
export const openTermijnenOf = (zaak: Zaak): readonly OpenTermijn[] => {
  const situation = situationOf(zaak);
  const held = talksHeld(zaak.meldingen, stayOf(situation));
  const isShown = ({ termijn: { nietTeVolgen: _untold, ...termijn }, rule }: DerivedTermijn): boolean =>
    isOpen(termijn) && isPendingIntake(zaak, situation, rule);
  const toOpen = ({ termijn, rule }: DerivedTermijn): OpenTermijn =>
    known({
      id: rule.id,
      warnedBefore: rule.warnedBefore,
      datum: deadlineOf(termijn),
      onderdelen:
        rule.eindGebeurtenis === INTAKE_DONE
          ? missingOfIntake(zaak, situation)
          : talksOf(rule)?.filter((part) => !held.has(part)),
    });
  const placed = derivedTermijnenOf(zaak).flatMap((derived) => {
    const canPass = isOpen(derived.termijn);
    if (!canPass && !isShown(derived)) return [];
    const termijn = toOpen(derived);
    // A term without a date comes behind every date.
    const place = [termijn.datum ?? '~', canPass ? 'can pass' : 'is shown', termijn.id].join('#');
    return [{ termijn, place }];
  });
  return placed.toSorted((one, other) => (one.place < other.place ? -1 : 1)).map(({ termijn }) => termijn);
};

/** A list keeps no more changes of the casusregisseur than this. The last ones count now and soon. */
const MOST_REGISSEURS = 10;

/** The entry of a zaak in the list of its gemeente. */
export const listEntryOf = (
  { zaak, latest }: Pick<Dossier, 'zaak' | 'latest'>,
  termijnen: readonly OpenTermijn[],
): ListEntry => {
  const { gemeentecode } = situationOf(zaak);
  return {
    termijnen: termijnen.map(({ warnedBefore: _warnedBefore, ...termijn }) => termijn),
    regisseurs: assignmentsBy(zaak.regisseurs, gemeentecode)
      .map(({ gegevens: { regisseurId, ingangsdatum } }) => ({ regisseurId, vanaf: ingangsdatum }))
      .slice(-MOST_REGISSEURS),
    partners: [...latest.keys()]
      .map(kanaalParts)
      .filter((kanaal) => kanaal.gemeentecode === gemeentecode)
      .map(({ partner }) => partner)
      .toSorted(),
  };
};

/** Who directs a zaak on a day (`YYYY-MM-DD`), by its entry. */
export const regisseurIn = ({ regisseurs }: ListEntry, day: string): string | undefined =>
  regisseurs.findLast(({ vanaf }) => vanaf <= day)?.regisseurId;

/** Whether a term can be open: a source tells of its end event, or it is shown all the same. */
const isFollowed = (rule: TermijnRule): boolean =>
  rule.eindGebeurtenis === INTAKE_DONE || endOf(emptyZaak, situationOf(emptyZaak))(rule) === 'nog niet';

/** The number of these terms in the gemeente of this hub that has most of them. */
const most = (counts: (rule: TermijnRule) => boolean): number =>
  Math.max(0, ...gemeenteProfiles.map(({ termijnen }) => termijnen.filter(counts).length));

const FOLLOWED = most(isFollowed);
/** The most terms that can be open at once, in any zaak of any gemeente of this hub. */
export const MOST_OPEN = most((rule) => isFollowed(rule) || rule.eindGebeurtenis === TALK);

/**
 * The most terms of a zaak that can be open at once, in any gemeente of this hub. Terms that end with talks of the brede intake are
 * only awaited once a talk was reported. That a talk was reported is never forgotten, so no list entry is left behind.
 */
export const mostOpenTermijnen = ({ feiten }: Pick<Zaak, 'feiten'>): number =>
  [...feiten.values()].some((feit) => feit.soort === 'melding' && feit.melding === typeOfEvent(TALK))
    ? MOST_OPEN
    : FOLLOWED;
