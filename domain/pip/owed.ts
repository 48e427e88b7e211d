import { LEERROUTE_AT_DUO } from '../../contracts/routemap.ts';
import type { Attempt } from '../duomeldingen/attempts.ts';
import { isPipOrder } from '../duomeldingen/orders.ts';
import { attemptsIn, type DuoStay, type DuoTask, type Found, owedOf } from '../duomeldingen/tasks.ts';
import { standingReport } from '../routemap/reports.ts';
import { plus } from '../termijnen/calendar.ts';
import { latestAnswers } from '../zaak/answers.ts';
import { firstDay, isDateInOnderzoek } from '../zaak/brp.ts';
import { onMoment } from '../zaak/feiten.ts';
import { lbtResultaten } from '../zaak/lbt.ts';
import { oncePerState } from '../zaak/once-per-state.ts';
import { firstPip, inburgeringstermijnIn } from '../zaak/pip.ts';
import { plichtIn } from '../zaak/plicht.ts';
import { stayOf } from '../zaak/termijn-ends.ts';
import { isSettledByDuo } from '../zaak/termijn-starts.ts';
import type { Zaak } from '../zaak/zaak.ts';
import {
  dagtekeningIn,
  type HeldPip,
  isSameOrder,
  isSamePip,
  type PipAtDuo,
  type PipOrder,
} from './order.ts';
import { type StandingPip, standingPips, withdrawnPips } from './reports.ts';
import { brokenByPip, brokenByRemoval, NOT_SETTLED, type PipState } from './rules.ts';

/**
 * What the hub owes DUO of a PIP: the decisions of the gemeente, against what DUO was told and what it answers. It follows from the
 * whole set of facts, never from the order of arrival.
 */

/** The decisions of a gemeente about the PIP of this person, and the attempts to tell DUO of them. */
interface Stay extends DuoStay {
  readonly attempts: readonly Attempt<PipOrder>[];
  /** The decisions of this gemeente that hold, the oldest first. */
  readonly standing: readonly StandingPip[];
  readonly withdrawn: ReturnType<typeof withdrawnPips>;
}

/**
 * The attempts without those that DUO refused before it established the plicht. DUO did not know the person then, so that refusal
 * says nothing about the PIP. Each decision is told once more for that, whatever DUO's clock says.
 */
const withoutTooEarly = ({ duo }: Zaak, attempts: Stay['attempts']): Stay['attempts'] => {
  const [established] = duo.filter((feit) => plichtIn(feit) === 'geldt').toSorted(onMoment);
  if (established === undefined) return attempts;
  return attempts.filter(
    ({ besluit, end }, place) =>
      end?.stap !== 'geweigerd' ||
      onMoment(end, established) > 0 ||
      attempts.slice(0, place).some((earlier) => earlier.besluit === besluit),
  );
};

const withDecisions = (stay: DuoStay): Stay => ({
  ...stay,
  attempts: withoutTooEarly(stay.zaak, attemptsIn(stay, isPipOrder)),
  standing: standingPips(stay.meldingen, stay.situation.belonging.begins),
  withdrawn: withdrawnPips(stay.meldingen),
});

/** The PIP in DUO's latest answer, and since when it is there. */
const answerIn = ({ duo }: Zaak) => {
  const feit = duo.toSorted(onMoment).findLast(({ antwoorden }) => antwoorden.PIP !== undefined);
  const answer = feit?.antwoorden.PIP;
  return feit === undefined || answer === undefined ? undefined : { feit, ...answer };
};

/** The last attempt that DUO carried out. */
const latestDone = (attempts: Stay['attempts']): Stay['attempts'][number] | undefined =>
  attempts.findLast(({ end }) => end?.stap === 'bevestigd');

/** The PIP that DUO holds, by the later of its last attempt and its last answer, and its gemeente. */
const heldPip = ({ zaak, gemeentecode, attempts }: Stay): HeldPip | undefined => {
  const done = latestDone(attempts);
  const answer = answerIn(zaak);
  if (answer !== undefined && (done?.end === undefined || onMoment(answer.feit, done.end) > 0)) return answer;
  return done?.order.handeling === 'registreren' ? { gemeentecode, pip: done.order.pip } : undefined;
};

/** The decision that DUO is to hold: the decision with the latest dagtekening, when its content is known. */
const desiredIn = ({ standing }: Stay) => {
  const last = standing.at(-1);
  const { inhoud } = last ?? {};
  if (last === undefined || inhoud === undefined) return undefined;
  return { ...last, pip: { ...inhoud, dagtekeningPip: last.dagtekening } };
};

type Desired = NonNullable<ReturnType<typeof desiredIn>>;

/** Why the PIP that DUO holds has to go: the gemeente withdrew it, or what it told the hub of it does not hold. */
const removalIn = (stay: Stay, held: PipAtDuo): DuoTask<PipOrder> | undefined => {
  const { gemeentecode, attempts, standing, withdrawn } = stay;
  const { dagtekeningPip } = held;
  if (standing.some(({ dagtekening }) => dagtekening === dagtekeningPip)) return undefined;
  // DUO removes the PIP that it has, whichever that is: an employee may have typed another one in its portal since.
  const removal = {
    order: { handeling: 'verwijderen', dagtekeningPip },
    gemeentecode,
    seesFirst: true,
  } as const;
  const withdrawal = withdrawn.find(({ dagtekening }) => dagtekening === dagtekeningPip);
  if (withdrawal !== undefined) {
    return { ...removal, besluit: withdrawal.feit.feitId, cause: withdrawal.feit };
  }
  const told = attempts.findLast(
    ({ order: { handeling }, order: one }) =>
      handeling === 'registreren' && dagtekeningIn(one) === dagtekeningPip,
  );
  return told && { ...removal, besluit: told.besluit, cause: told.intention };
};

/** The decision itself, or the report of the leerroute, can say that it is reasoned (R09.T2). */
const isReasoned = ({ zaak, situation }: Stay, { gemotiveerd, pip }: Desired): boolean => {
  const { routemap } = standingReport(zaak.meldingen, stayOf(situation), 'leerroute-bepaald') ?? {};
  return (
    gemotiveerd === true ||
    (routemap?.gemotiveerd === true && routemap.leerroute === LEERROUTE_AT_DUO[pip.leerroute])
  );
};

const vestigingIn = ({ zaak, situation, gemeentecode }: Stay) => {
  const { vestiging, koppeling } = situation;
  if (vestiging !== undefined) return isDateInOnderzoek(vestiging) ? undefined : firstDay(vestiging);
  const isLinked = koppeling?.feit.koppeling.gemeentecode === gemeentecode;
  return isLinked && !isSettledByDuo(zaak, situation) ? NOT_SETTLED : undefined;
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
    // The term begins the day after the first PIP (Wet inburgering 2021 art. 11).
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

/** What is to be told, whatever was tried before, with the rules that it would break. */
const find = (of: DuoStay): Found | undefined => {
  const stay = withDecisions(of);
  const { attempts } = stay;
  const latest = heldPip(stay);
  const held = latest?.gemeentecode === stay.gemeentecode ? latest.pip : undefined;
  const desired = desiredIn(stay);
  const done = latestDone(attempts);
  const removal = held && removalIn(stay, held);
  const order = desired && ({ handeling: 'registreren', pip: desired.pip } as const);
  const isKnown =
    order === undefined ||
    (held !== undefined && isSamePip(held, order.pip)) ||
    (done !== undefined && removal === undefined && isSameOrder(done.order, order));
  // A later PIP replaces the PIP that has to go; an earlier one cannot.
  const removesFirst = isKnown || (held !== undefined && order.pip.dagtekeningPip < held.dagtekeningPip);
  if (removal !== undefined && removesFirst) {
    const hasTermijn = inburgeringstermijnIn(stay.zaak) !== undefined;
    return { task: removal, rules: brokenByRemoval({ hasTermijn }), attempts };
  }
  if (isKnown || desired === undefined) return undefined;
  const { feit } = desired;
  return {
    task: {
      order,
      gemeentecode: stay.gemeentecode,
      besluit: feit.feitId,
      cause: feit,
      // As long as the hub had DUO do nothing, an employee can have typed a PIP in its portal.
      ...(done === undefined && { seesFirst: true }),
    },
    rules: brokenByPip(caseOf(stay, desired, latest)),
    attempts,
  };
};

/** What the hub owes DUO of the PIP of a zaak, worked out once per state. */
export const owedOfPip = oncePerState((zaak) => owedOf(zaak, 'PIP', find));
