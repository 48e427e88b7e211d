import { known } from '../known.ts';
import { owedOfPip } from '../pip/owed.ts';
import { standingPips } from '../pip/reports.ts';
import { firstSaying, isAboutStay, standingReport } from '../routemap/reports.ts';
import { isSaidSince } from '../termijnen/calendar.ts';
import { latestAnswers } from '../zaak/answers.ts';
import type { Feit } from '../zaak/feiten.ts';
import { oncePerState } from '../zaak/once-per-state.ts';
import { inburgeringstermijnIn } from '../zaak/pip.ts';
import { stayOf } from '../zaak/termijn-ends.ts';
import type { Attempt } from './attempts.ts';
import { type AanbodAtDuo, type AanbodOrder, isAanbodOrder, isSameDuoOrder } from './orders.ts';
import { attemptsIn, type BrokenRule, type DuoStay, type DuoTask, type Found, owedOf } from './tasks.ts';

/**
 * What the hub owes DUO of the inburgeringsaanbod of a person: the course at the school that the part of the PIP for the taalschool
 * names (werkafspraken R10.4a). DUO takes one for each school, and has no question for it.
 */

const NO_PIP: BrokenRule = {
  nummer: 'IA-1',
  tekst: 'Er is nog geen PIP vastgesteld; DUO neemt alleen een aanbod aan bij een PIP.',
};
const NOT_ASIEL: BrokenRule = {
  nummer: 'IA-2',
  tekst: 'Een inburgeringsaanbod hoort alleen bij asielstatushouders.',
};
const WHICH_ALFABETISERING: BrokenRule = {
  nummer: 'IA-3',
  tekst: 'Het PIP zegt niet welke alfabetisering het is (A of AA); DUO moet dat weten.',
};

/** What DUO may hold for one school: no aanbod, this one, or one that nobody knows. */
type Held = Extract<AanbodOrder, { readonly handeling: 'registreren' }> | 'onbekend' | undefined;

const heldAfter = (attempts: readonly Attempt<AanbodOrder>[]): ReadonlyMap<string, Held> => {
  const held = new Map<string, Held>();
  for (const { order, end } of attempts) {
    const { instellingsnummer: school } = order;
    // A call that was given up may have had its effect all the same.
    if (end?.stap === 'niet gedaan') held.set(school, 'onbekend');
    if (end?.stap === 'bevestigd') held.set(school, order.handeling === 'registreren' ? order : undefined);
  }
  return held;
};

type Task = DuoTask<AanbodOrder>;

/** The aanbod that DUO is to hold for the school that the gemeente named, with the rules that it would break. */
const desiredIn = ({
  zaak,
  situation,
  gemeentecode,
  meldingen,
}: DuoStay): { readonly task: Task; readonly rules: readonly BrokenRule[] } | undefined => {
  const part = standingReport(zaak.meldingen, stayOf(situation), 'pip-deel-gedeeld');
  const { instellingsnummer, inschrijfdatum, alfabetisering } = part?.routemap ?? {};
  if (part?.datum === undefined || instellingsnummer === undefined) return undefined;
  // Reports of other parts of the PIP, and reports that only repeat, decide nothing about the school.
  const decidedBy = firstSaying(
    zaak.meldingen,
    stayOf(situation),
    'pip-deel-gedeeld',
    ({ routemap }) =>
      routemap.instellingsnummer === instellingsnummer && routemap.inschrijfdatum === inschrijfdatum,
  );
  if (decidedBy === undefined) return undefined;
  const { doelgroep, pip } = latestAnswers(zaak);
  const decided = standingPips(meldingen, situation.belonging.begins).at(-1);
  const kind = decided?.inhoud?.indicatorAlfabetiseringsonderwijs;
  const needsKind = alfabetisering === true && (kind === undefined || kind === 'NVT');
  const hasPip = decided !== undefined || pip !== undefined || inburgeringstermijnIn(zaak) !== undefined;
  const aanbod: AanbodAtDuo = {
    ...known({ datumInburgeringsaanbod: inschrijfdatum }),
    indicatorAlfabetiseringsonderwijs: kind ?? 'NVT',
  };
  return {
    task: {
      order: {
        over: 'inburgeringsaanbod',
        handeling: 'registreren',
        instellingsnummer,
        datum: part.datum,
        aanbod,
      },
      gemeentecode,
      besluit: decidedBy.feitId,
      cause: decidedBy,
    },
    rules: [
      ...(hasPip ? [] : [NO_PIP]),
      ...(doelgroep === undefined || doelgroep.indeling === 'Asielstatushouder' ? [] : [NOT_ASIEL]),
      ...(needsKind ? [WHICH_ALFABETISERING] : []),
    ],
  };
};

/**
 * The removal of an aanbod follows from the decision that does not name its school any more, or from the decision before when none
 * stands.
 */
const removalOf = (
  { order, besluit, intention }: Attempt<AanbodOrder>,
  decided: Pick<Task, 'besluit' | 'cause'> = { besluit, cause: intention },
): Task => {
  const { over, instellingsnummer, datum } = order;
  return {
    order: { over, handeling: 'verwijderen', instellingsnummer, datum },
    gemeentecode: intention.gemeentecode,
    besluit: decided.besluit,
    cause: decided.cause,
  };
};

const find = (stay: DuoStay): Found | undefined => {
  // Before that DUO does not know the person as one who can have an aanbod.
  if (stay.situation.plicht !== 'geldt') return undefined;
  const isOfStay = (decision: Feit): boolean =>
    isSaidSince(decision, stay.since) || isAboutStay(decision, stayOf(stay.situation));
  const attempts = attemptsIn(stay, isAanbodOrder, isOfStay);
  const held = heldAfter(attempts);
  const desired = desiredIn(stay);
  const isHeld = (order: AanbodOrder): boolean => {
    const one = held.get(order.instellingsnummer);
    return one !== undefined && one !== 'onbekend' && isSameDuoOrder(one, order);
  };
  const hasPip = desired !== undefined && !desired.rules.includes(NO_PIP);
  const kept = hasPip && isHeld(desired.task.order) ? desired.task.order.instellingsnummer : undefined;
  // DUO changes no aanbod and takes no second one, so an aanbod that is or may be there has to go first.
  const [gone] = [...held].flatMap(([school, one]) => (one === undefined || school === kept ? [] : [school]));
  const last = attempts.findLast(({ order }) => order.instellingsnummer === gone);
  if (last !== undefined) return { task: removalOf(last, desired?.task), rules: [], attempts };
  if (desired === undefined || kept !== undefined) return undefined;
  // DUO takes no aanbod before it has the PIP. The gemeente hears of the PIP itself when that is not told.
  const waits = desired.rules.length === 0 && owedOfPip(stay.zaak).kind !== 'nothing';
  return waits ? undefined : { ...desired, attempts };
};

/** What the hub owes DUO of an inburgeringsaanbod, worked out once per state. */
export const owedOfAanbod = oncePerState((zaak) => owedOf(zaak, 'inburgeringsaanbod', find));
