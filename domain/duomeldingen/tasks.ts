import type { Bsn, Gemeentecode } from '../../contracts/base-types.ts';
import { isSaidSince } from '../termijnen/calendar.ts';
import { bsnOf } from '../zaak/bsn.ts';
import type { Cause, Feit, MeldingFeit } from '../zaak/feiten.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import { mergedInto, type Zaak } from '../zaak/zaak.ts';
import { type Attempt, attemptsOf, openAttempt } from './attempts.ts';
import { type DuoOrder, isSameDuoOrder, type Over } from './orders.ts';

/** What is owed to DUO of one subject. The rules are the same for every subject. */

/** An order to DUO, with the decision that it follows from. */
export interface DuoTask<Order extends DuoOrder = DuoOrder> {
  readonly order: Order;
  readonly gemeentecode: Gemeentecode;
  readonly besluit: string;
  /** The message that holds the decision. */
  readonly cause: Cause;
  /** An employee may have told DUO already, in its portal, so DUO is asked what it has before it is told. */
  readonly seesFirst?: true;
}

/** A rule that is broken: its number, and what is wrong in words for the gemeente. */
export interface BrokenRule {
  readonly nummer: string;
  readonly tekst: string;
}

/** What the hub has to do at DUO of one subject. */
export type Owed =
  | { readonly kind: 'nothing' }
  /** DUO refused it. The same decision is not told again; a new one is. */
  | { readonly kind: 'refused'; readonly task: DuoTask; readonly attempt: Attempt }
  /** The order would break rules of DUO: the gemeente hears which, and DUO hears nothing. */
  | { readonly kind: 'breaks rules'; readonly task: DuoTask; readonly rules: readonly BrokenRule[] }
  /** No source told the BSN, by which DUO knows a person. */
  | { readonly kind: 'waits'; readonly task: DuoTask }
  | { readonly kind: 'tell'; readonly task: DuoTask; readonly bsn: Bsn; readonly nummer: number }
  /** DUO was called and nobody knows what came of it. */
  | { readonly kind: 'ask'; readonly attempt: Attempt; readonly isStillOwed: boolean };

/** The zaak of a gemeente that may tell DUO about this person. */
export interface DuoStay {
  readonly zaak: Zaak;
  readonly situation: Situation;
  readonly gemeentecode: Gemeentecode;
  /** The day on which this person came from another gemeente; empty when they came from none. */
  readonly since: string;
  /** What this gemeente reported since then. */
  readonly meldingen: readonly MeldingFeit[];
}

/** The stay in which DUO is told of this person now; undefined for a household, and when no gemeente has the zaak. */
export const duoStayOf = (zaak: Zaak): DuoStay | undefined => {
  const situation = situationOf(zaak);
  const { gemeentecode, hasZaak, belonging } = situation;
  if (zaak.leden.length > 0 || !hasZaak || gemeentecode === undefined) return undefined;
  const since = belonging.former[0]?.next.since ?? '';
  const meldingen = zaak.meldingen.filter(
    (feit) => feit.gemeldDoor === gemeentecode && isSaidSince(feit, since),
  );
  return { zaak, situation, gemeentecode, since, meldingen };
};

/**
 * The attempts with orders of one kind, about decisions of this gemeente in this stay, in order. An attempt is of the stay in which
 * its decision was said. The clock of the hub only says when the hub told DUO, which may be long after that stay when messages come
 * late. A decision counts whether or not it still stands.
 */
export const attemptsIn = <Order extends DuoOrder>(
  { zaak, gemeentecode, since }: Pick<DuoStay, 'zaak' | 'gemeentecode' | 'since'>,
  isOne: (order: DuoOrder) => order is Order,
  isOfStay: (decision: Feit) => boolean = (decision) => isSaidSince(decision, since),
): readonly Attempt<Order>[] =>
  attemptsOf(zaak, isOne).filter(
    ({ besluit, intention }) =>
      intention.gemeentecode === gemeentecode && isOfStay(zaak.feiten.get(besluit) ?? intention),
  );

/** What is to be told of a subject, whatever was tried before, with the rules that it would break. */
export interface Found {
  readonly task: DuoTask;
  readonly rules: readonly BrokenRule[];
  readonly attempts: readonly Attempt[];
}

const isTask = ({ order, besluit }: Attempt, task: DuoTask): boolean =>
  besluit === task.besluit && isSameDuoOrder(order, task.order);

/** The highest number of all attempts, also of attempts under a BSN that was put right since: each attempt has an id of its own. */
const lastNumberIn = ({ feiten }: Zaak): number =>
  Math.max(0, ...[...feiten.values()].map((feit) => (feit.soort === 'duo-melding' ? feit.nummer : 0)));

const NOTHING: Owed = { kind: 'nothing' };

/** What is owed of one subject. `find` says what is to be told, for a zaak that is active. */
export const owedOf = (zaak: Zaak, over: Over, find: (stay: DuoStay) => Found | undefined): Owed => {
  // When a zaak was taken up in another one, the other zaak has everything.
  if (mergedInto(zaak) !== undefined) return NOTHING;
  const stay = duoStayOf(zaak);
  const {
    task,
    rules = [],
    attempts = [],
  } = (stay?.situation.status === 'actief' ? find(stay) : undefined) ?? {};
  const open = openAttempt(zaak, over);
  if (open !== undefined) {
    const isOwn = open.intention.gemeentecode === task?.gemeentecode;
    const isStillOwed = isOwn && rules.length === 0 && isSameDuoOrder(open.order, task.order);
    return { kind: 'ask', attempt: open, isStillOwed };
  }
  if (task === undefined) return NOTHING;
  const last = attempts.at(-1);
  if (rules.length > 0) return { kind: 'breaks rules', task, rules };
  const bsn = bsnOf(zaak);
  if (bsn === undefined) return { kind: 'waits', task };
  if (last?.end?.stap === 'geweigerd' && isTask(last, task)) {
    return { kind: 'refused', task, attempt: last };
  }
  return { kind: 'tell', task, bsn, nummer: 1 + lastNumberIn(zaak) };
};

/** The moment since which there is something to do at DUO for it; undefined when there is nothing. */
export const sinceOwed = (owed: Owed): string | undefined => {
  if (owed.kind === 'tell') return owed.task.cause.tijdstip;
  return owed.kind === 'ask' ? owed.attempt.intention.tijdstip : undefined;
};
