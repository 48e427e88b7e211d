import type { LbtResultaat } from '../../contracts/duo.ts';
import { compareInstants } from '../../contracts/instant.ts';
import { TEST_TAKEN } from '../../contracts/routemap.ts';
import { PROMISED_MS } from '../duo/pending.ts';
import { known } from '../known.ts';
import { standingReport } from '../routemap/reports.ts';
import { daySaid, plus } from '../termijnen/calendar.ts';
import type { DuoMeldingFeit, MeldingFeit } from '../zaak/feiten.ts';
import { lbtResultaten } from '../zaak/lbt.ts';
import { oncePerState } from '../zaak/once-per-state.ts';
import { stayOf } from '../zaak/termijn-ends.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { attemptOf } from './attempts.ts';
import { dayInOrder, isUitslagOrder, type UitslagOrder } from './orders.ts';
import { type DuoStay, duoStayOf, type Found, type Owed, owedOf } from './tasks.ts';

/**
 * What the hub asks DUO when a leerbaarheidstoets was taken and nobody told its result (docs/domein/cases.md, case 16). It asks
 * first when DUO had all the time that it promises to need, then once a day, and not without end.
 */

/** How often DUO is asked for one result; after that the gemeente asks. */
export const MOST_QUESTIONS = 14;
const EVERY_MS = 24 * 3600 * 1000;

/** A test of which DUO has to tell the result. */
interface Question {
  readonly found: Found;
  /** The moment from which DUO is asked; absent once it was asked often enough. */
  readonly dueAt?: string;
  /** The answers without a result, in order. */
  readonly without: readonly DuoMeldingFeit[];
}

/** The latest moment at which a test can have ended: the moment of a report of the same day, or else the end of that day. */
const takenBy = (feit: MeldingFeit, day: string): string =>
  daySaid(feit) === day ? feit.tijdstip : `${plus(day, 'P1D')}T00:00:00Z`;

const later = (moment: string, ms: number): string => new Date(Date.parse(moment) + ms).toISOString();

/**
 * DUO's datumAfname is the day on which it registered a result. A result is of this test when that day is the day of the test or
 * later, or when it was first told since. The same goes for a result that a gemeente read in DUO's portal.
 */
const isResultOf = (zaak: Zaak, day: string): boolean =>
  [zaak, { ...zaak, duo: [] }]
    .flatMap(lbtResultaten)
    .some(({ datumAfname, gemeldOp }) => datumAfname >= day || daySaid({ tijdstip: gemeldOp }) >= day);

const questionIn = ({ zaak, situation, gemeentecode }: DuoStay): Question | undefined => {
  // Before that DUO does not know the person to ask about.
  if (situation.plicht !== 'geldt') return undefined;
  const stay = stayOf(situation);
  const taken = standingReport(zaak.meldingen, stay, TEST_TAKEN);
  const isSkipped = standingReport(zaak.meldingen, stay, 'leerbaarheidstoets-overgeslagen') !== undefined;
  if (taken?.datum === undefined || isSkipped) return undefined;
  const day = taken.datum;
  const asked = zaak.duoMeldingen
    .filter((feit) => feit.gemeentecode === gemeentecode)
    .filter(({ opdracht }) => isUitslagOrder(opdracht) && opdracht.datum === day)
    .toSorted((one, other) => one.nummer - other.nummer);
  // A result that DUO gave and that a person put aside is not asked for again.
  if (asked.some(({ stap }) => stap === 'bevestigd') || isResultOf(zaak, day)) return undefined;
  const order: UitslagOrder = { over: 'uitslag', handeling: 'navragen', datum: day };
  const last = asked.at(-1);
  const dueAt = last === undefined ? later(takenBy(taken, day), PROMISED_MS) : later(last.tijdstip, EVERY_MS);
  return {
    found: {
      task: { order, gemeentecode, besluit: taken.feitId, cause: taken },
      rules: [],
      attempts: asked.map((feit) => ({ ...attemptOf(feit), end: feit })),
    },
    ...(asked.length < MOST_QUESTIONS && { dueAt }),
    without: asked.filter(({ stap }) => stap === 'niet gedaan'),
  };
};

/** The question to DUO about a zaak that is active, worked out once per state. */
const questionOf = oncePerState((zaak): { readonly question?: Question } => {
  const stay = duoStayOf(zaak);
  const question = stay?.situation.status === 'actief' ? questionIn(stay) : undefined;
  return known({ question });
});

const owedWhen = (zaak: Zaak, isDue: (question: Question) => boolean): Owed =>
  owedOf(zaak, 'uitslag', () => {
    const { question } = questionOf(zaak);
    return question !== undefined && isDue(question) ? question.found : undefined;
  });

/** What the hub has to ask DUO now. */
export const owedOfUitslag = (zaak: Zaak, now: Date): Owed =>
  owedWhen(zaak, ({ dueAt }) => dueAt !== undefined && compareInstants(dueAt, now.toISOString()) <= 0);

/** The standing of the question at any moment: whether DUO refuses to answer. */
export const uitslagStanding = (zaak: Zaak): Owed => owedWhen(zaak, () => true);

/** The moment from which DUO is asked, which may lie ahead; undefined when there is nothing to ask. */
export const uitslagOwedSince = (zaak: Zaak): string | undefined =>
  uitslagStanding(zaak).kind === 'tell' ? questionOf(zaak).question?.dueAt : undefined;

/** A test of which DUO has no result yet although it was asked: the day of the first question, and the last question. */
export interface MissingUitslag {
  readonly datum: string;
  readonly firstAsked: string;
  readonly lastAsked: string;
}

/** A result of a test that DUO was asked for in vain; undefined when none is missing. */
export const missingUitslag = (zaak: Zaak): MissingUitslag | undefined => {
  const { question } = questionOf(zaak);
  const [first, last] = [question?.without[0], question?.without.at(-1)];
  if (question === undefined || first === undefined || last === undefined) return undefined;
  return {
    datum: dayInOrder(question.found.task.order),
    firstAsked: daySaid(first),
    lastAsked: daySaid(last),
  };
};

const isSameResult = (one: LbtResultaat, other: LbtResultaat): boolean =>
  one.datumAfname === other.datumAfname &&
  one.resultaat === other.resultaat &&
  one.behaaldeScore === other.behaaldeScore &&
  one.benodigdeScore === other.benodigdeScore;

/** Whether DUO's list has a result of this test. Older results that the hub knows are of other tests. */
export const hasUitslag = (zaak: Zaak, day: string, results: readonly LbtResultaat[]): boolean => {
  const earlier = zaak.duo.flatMap(({ antwoorden }) => antwoorden['lbt/resultaten'] ?? []);
  return results.some(
    (result) => result.datumAfname >= day || !earlier.some((other) => isSameResult(other, result)),
  );
};
