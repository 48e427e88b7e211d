import type { Bsn, Gemeentecode } from '../../contracts/base-types.ts';
import { LEERROUTE_AT_DUO } from '../../contracts/routemap.ts';
import { standingReport } from '../routemap/reports.ts';
import { dayOf, plus } from '../termijnen/calendar.ts';
import { latestAnswers } from '../zaak/answers.ts';
import { firstDay, isDateInOnderzoek } from '../zaak/brp.ts';
import { type Cause, onMoment } from '../zaak/feiten.ts';
import { lbtResultaten } from '../zaak/lbt.ts';
import { oncePerState } from '../zaak/once-per-state.ts';
import { firstPip, inburgeringstermijnIn } from '../zaak/pip.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import { isSettledByDuo } from '../zaak/termijn-starts.ts';
import { bsnOf, mergedInto, type Zaak } from '../zaak/zaak.ts';
import { type Attempt, attemptsOf, openAttempt } from './attempts.ts';
import {
  dagtekeningIn,
  type HeldPip,
  isSameOrder,
  isSamePip,
  type PipAtDuo,
  type PipOrder,
} from './order.ts';
import { type StandingPip, standingPips, withdrawnPips } from './reports.ts';
import { type BrokenRule, brokenByPip, brokenByRemoval, NOT_SETTLED, type PipState } from './rules.ts';

/**
 * What the hub owes DUO of a PIP: what the gemeente decided, against what DUO was told and what it answers. Looks at the whole
 * set of facts, never at the order of arrival.
 */

/** An order to DUO, with the decision that it follows from. */
export interface PipTask {
  readonly order: PipOrder;
  readonly gemeentecode: Gemeentecode;
  readonly besluit: string;
  /** The message of the decision. */
  readonly cause: Cause;
}

export type Owed =
  | { readonly soort: 'niets' }
  /** DUO refused it. The same decision is not told again; a new one is. */
  | { readonly soort: 'geweigerd'; readonly task: PipTask; readonly attempt: Attempt }
  /** It would break rules of DUO: the gemeente hears which, and DUO nothing. */
  | { readonly soort: 'overtreedt'; readonly task: PipTask; readonly rules: readonly BrokenRule[] }
  /** No source told the BSN, by which DUO knows a person. */
  | { readonly soort: 'wacht'; readonly task: PipTask }
  | { readonly soort: 'melden'; readonly task: PipTask; readonly bsn: Bsn; readonly nummer: number }
  /** DUO was called and nobody knows what came of it. */
  | { readonly soort: 'navragen'; readonly attempt: Attempt; readonly isStillOwed: boolean };

const NOTHING: Owed = { soort: 'niets' };

/** The zaak of a gemeente that may tell DUO about this person, since this person is there. */
interface Stay {
  readonly zaak: Zaak;
  readonly situation: Situation;
  readonly gemeentecode: Gemeentecode;
  readonly attempts: readonly Attempt[];
  /** The decisions of this gemeente that hold, the oldest first. */
  readonly standing: readonly StandingPip[];
  readonly withdrawn: ReturnType<typeof withdrawnPips>;
}

const stayIn = (zaak: Zaak): Stay | undefined => {
  const situation = situationOf(zaak);
  const { gemeentecode, hasZaak, belonging } = situation;
  if (zaak.leden.length > 0 || !hasZaak || gemeentecode === undefined) return undefined;
  const since = belonging.former[0]?.next.since ?? '';
  const own = zaak.meldingen.filter(
    ({ gemeldDoor, tijdstip }) => gemeldDoor === gemeentecode && dayOf(new Date(tijdstip)) >= since,
  );
  return {
    zaak,
    situation,
    gemeentecode,
    attempts: attemptsOf(zaak, gemeentecode, since),
    standing: standingPips(own),
    withdrawn: withdrawnPips(own),
  };
};

/** The PIP that DUO gave in its latest answer, and since when. */
const answerIn = ({ duo }: Zaak) => {
  const feit = duo.toSorted(onMoment).findLast(({ antwoorden }) => antwoorden.PIP !== undefined);
  const answer = feit?.antwoorden.PIP;
  return feit === undefined || answer === undefined ? undefined : { feit, ...answer };
};

/** What DUO did last at the word of the hub. */
const lastDone = (attempts: readonly Attempt[]): Attempt | undefined =>
  attempts.findLast(({ end }) => end?.stap === 'bevestigd');

/** The PIP that DUO holds, by what it did or answered last, and whose it is. */
const heldPip = ({ zaak, gemeentecode, attempts }: Stay): HeldPip | undefined => {
  const done = lastDone(attempts);
  const answer = answerIn(zaak);
  if (answer !== undefined && (done?.end === undefined || onMoment(answer.feit, done.end) > 0)) return answer;
  return done?.order.handeling === 'registreren' ? { gemeentecode, pip: done.order.pip } : undefined;
};

/** The decision that DUO is to hold: the one of the latest dagtekening, when its content is known. */
const desiredIn = ({ standing }: Stay) => {
  const last = standing.at(-1);
  const { inhoud } = last ?? {};
  if (last === undefined || inhoud === undefined) return undefined;
  return { ...last, pip: { ...inhoud, dagtekeningPip: last.dagtekening } };
};

type Desired = NonNullable<ReturnType<typeof desiredIn>>;

/** Why the PIP that DUO holds has to go there: the gemeente withdrew it, or what it told the hub of it does not hold. */
const removalIn = (stay: Stay, held: PipAtDuo): PipTask | undefined => {
  const { gemeentecode, attempts, standing, withdrawn } = stay;
  const { dagtekeningPip } = held;
  if (standing.some(({ dagtekening }) => dagtekening === dagtekeningPip)) return undefined;
  const order = { handeling: 'verwijderen', dagtekeningPip } as const;
  const withdrawal = withdrawn.find(({ dagtekening }) => dagtekening === dagtekeningPip);
  if (withdrawal !== undefined) {
    return { order, gemeentecode, besluit: withdrawal.feit.feitId, cause: withdrawal.feit };
  }
  const told = attempts.findLast(
    ({ order: { handeling }, order: one }) =>
      handeling === 'registreren' && dagtekeningIn(one) === dagtekeningPip,
  );
  return told && { order, gemeentecode, besluit: told.besluit, cause: told.intention };
};

/** That it is reasoned can stand in the decision itself, or in the report of the leerroute (R09.T2). */
const isReasoned = ({ zaak, situation, gemeentecode }: Stay, { gemotiveerd, pip }: Desired): boolean => {
  const stay = { gemeentecode, since: situation.sinds };
  const { routemap } = standingReport(zaak.meldingen, stay, 'leerroute-bepaald') ?? {};
  return (
    gemotiveerd === true ||
    (routemap?.gemotiveerd === true && routemap.leerroute === LEERROUTE_AT_DUO[pip.leerroute])
  );
};

const vestigingIn = ({ zaak, situation: { vestiging, koppeling }, gemeentecode }: Stay) => {
  if (vestiging !== undefined) return isDateInOnderzoek(vestiging) ? undefined : firstDay(vestiging);
  const isLinked = koppeling?.feit.koppeling.gemeentecode === gemeentecode;
  return isLinked && !isSettledByDuo(zaak) ? NOT_SETTLED : undefined;
};

const caseOf = (stay: Stay, desired: Desired, held: HeldPip | undefined): PipState => {
  const { zaak, standing } = stay;
  const { pip } = desired;
  const { inburgeringsplicht, doelgroep } = latestAnswers(zaak);
  const termijn = inburgeringstermijnIn(zaak)?.answer;
  const actualPip = held?.pip.dagtekeningPip;
  const days = [firstPip(zaak)?.datum, actualPip, ...standing.map(({ dagtekening }) => dagtekening)];
  return {
    pip,
    isReasoned: isReasoned(stay, desired),
    beginPlicht: inburgeringsplicht?.indicatorInburgeringsplicht ? inburgeringsplicht.begindatum : undefined,
    // The term begins the day after it (Wet inburgering 2021 art. 11).
    firstPip: termijn && plus(termijn.startdatum, '-P1D'),
    actualPip,
    vestiging: vestigingIn(stay),
    hasEarlierPip: [...days, desired.dagtekeningInitieel].some(
      (day) => day !== undefined && day < pip.dagtekeningPip,
    ),
    isAsiel: doelgroep?.indeling && doelgroep.indeling === 'Asielstatushouder',
    uitslag: lbtResultaten(zaak).find(({ status }) => status === 'geldig')?.resultaat,
  };
};

/** What is to be told, whatever was tried already, with the rules that it would break. */
const taskIn = (
  stay: Stay,
): { readonly task: PipTask; readonly rules: readonly BrokenRule[] } | undefined => {
  const latest = heldPip(stay);
  const held = latest?.gemeentecode === stay.gemeentecode ? latest.pip : undefined;
  const desired = desiredIn(stay);
  const done = lastDone(stay.attempts);
  const removal = held && removalIn(stay, held);
  const order = desired && ({ handeling: 'registreren', pip: desired.pip } as const);
  const isKnown =
    order === undefined ||
    (held !== undefined && isSamePip(held, order.pip)) ||
    (done !== undefined && removal === undefined && isSameOrder(done.order, order));
  // A later PIP takes the place of the one that has to go; an earlier one cannot.
  const removesFirst = isKnown || (held !== undefined && order.pip.dagtekeningPip < held.dagtekeningPip);
  if (removal !== undefined && removesFirst) {
    const hasTermijn = inburgeringstermijnIn(stay.zaak) !== undefined;
    return { task: removal, rules: brokenByRemoval({ hasTermijn }) };
  }
  if (isKnown || desired === undefined) return undefined;
  const { feit } = desired;
  return {
    task: { order, gemeentecode: stay.gemeentecode, besluit: feit.feitId, cause: feit },
    rules: brokenByPip(caseOf(stay, desired, latest)),
  };
};

const isTask = ({ order, besluit }: Attempt, task: PipTask): boolean =>
  besluit === task.besluit && isSameOrder(order, task.order);

const deriveOwed = (zaak: Zaak): Owed => {
  // Of a zaak that was taken up in another one everything stands there.
  if (mergedInto(zaak) !== undefined) return NOTHING;
  const stay = stayIn(zaak);
  const { task, rules = [] } = (stay?.situation.status === 'actief' ? taskIn(stay) : undefined) ?? {};
  const open = openAttempt(zaak);
  if (open !== undefined) {
    const isOwn = open.intention.gemeentecode === task?.gemeentecode;
    const isStillOwed = isOwn && rules.length === 0 && isSameOrder(open.order, task.order);
    return { soort: 'navragen', attempt: open, isStillOwed };
  }
  if (stay === undefined || task === undefined) return NOTHING;
  const last = stay.attempts.at(-1);
  if (rules.length > 0) return { soort: 'overtreedt', task, rules };
  const bsn = bsnOf(zaak);
  if (bsn === undefined) return { soort: 'wacht', task };
  if (last?.end?.stap === 'geweigerd' && isTask(last, task)) {
    return { soort: 'geweigerd', task, attempt: last };
  }
  const nummer = 1 + Math.max(0, ...zaak.duoMeldingen.map((feit) => feit.nummer));
  return { soort: 'melden', task, bsn, nummer };
};

/** What the hub owes DUO of the PIP of a zaak, worked out once per state. */
export const owedToDuo = oncePerState(deriveOwed);

/** Since when there is something to do at DUO; undefined when there is nothing. */
export const owedSince = (zaak: Zaak): string | undefined => {
  const owed = owedToDuo(zaak);
  if (owed.soort === 'melden') return owed.task.cause.tijdstip;
  return owed.soort === 'navragen' ? owed.attempt.intention.tijdstip : undefined;
};

/** Whether there is something to do at DUO. */
export const isOwedToDuo = (zaak: Zaak): boolean => owedSince(zaak) !== undefined;
