import type { PendingAnswers } from '../../adapters/pending-answers.ts';
import type { DuoVraag } from '../../contracts/duo.ts';
import type { DuoBericht } from '../../contracts/intern.ts';
import {
  afterMissing,
  askedUntil,
  isOverdue,
  type PendingAnswer,
  PROMISED_MS,
  secondsUntilNext,
} from '../../domain/duo/pending.ts';
import { HubFout } from '../../domain/fouten.ts';
import { alleen, type BatchAfhankelijkheden, type Uitkomst } from '../gedeeld/process-messages.ts';

/** What becomes of a notification while DUO has no answer yet to what it is about. */

export interface PendingDependencies extends Pick<BatchAfhankelijkheden, 'ontvangsten'> {
  readonly pendingAnswers: Pick<PendingAnswers, 'read' | 'postpone' | 'forget'>;
  readonly nu: () => Date;
  /** A number in [0, 1). */
  readonly toeval: () => number;
}

/**
 * Waits up to this long pass on the queue, which knows seconds; longer ones in the list of `pendingAnswers`, from where
 * `functions/bewaking` offers the message again. A message of two days would make the queue look stuck.
 */
const LONGEST_ON_QUEUE_SECONDS = 20;

/** The queue comes back before this; the list only serves when it does not. */
const QUEUE_LOST_MS = 15 * 60_000;

const hours = (ms: number): number => ms / 3_600_000;

const waits = (reden: string): Uitkomst => alleen({ soort: 'wacht', reden });

const reasonToWait = (pending: PendingAnswer, { data }: DuoBericht, question: DuoVraag): string =>
  `wacht op DUO: nog geen ${question} bij ${data.gebeurtenisId}; de hub blijft het vragen, minstens tot ${askedUntil(pending)}`;

/** DUO has no answer yet: asked again later, or given up once it had all the time that it promises to need. */
export const awaitAnswer = async (
  { pendingAnswers, ontvangsten, nu, toeval }: PendingDependencies,
  bericht: DuoBericht,
  question: DuoVraag,
): Promise<Uitkomst> => {
  const { ontvangstId } = bericht;
  const now = nu();
  const pending = afterMissing(await pendingAnswers.read(ontvangstId), now);
  if (isOverdue(pending, now)) {
    await pendingAnswers.forget(ontvangstId, now);
    const reden =
      `DUO had na ${hours(PROMISED_MS)} uur en ${pending.attempts} keer vragen nog geen ${question} bij ` +
      `${bericht.data.gebeurtenisId}; vraag DUO ernaar en bied het bericht daarna opnieuw aan`;
    return alleen({ soort: 'quarantaine', reden });
  }
  const reden = reasonToWait(pending, bericht, question);
  const seconds = secondsUntilNext(pending, toeval());
  const onQueue = seconds <= LONGEST_ON_QUEUE_SECONDS;
  const due = new Date(now.getTime() + (onQueue ? QUEUE_LOST_MS : seconds * 1000));
  await pendingAnswers.postpone(ontvangstId, pending, due);
  if (!onQueue) return waits(reden);
  await ontvangsten.settle([{ bericht, afloop: { soort: 'wacht', reden } }]);
  throw new HubFout('later opnieuw', reden);
};

/**
 * DUO cannot be asked now. A message that waits for an answer keeps its place in the list: the queue would hold a second
 * one beside it. Undefined for any other, which stays on the queue.
 */
export const keepWaiting = async (
  { pendingAnswers, nu, toeval }: PendingDependencies,
  bericht: DuoBericht,
  question: DuoVraag,
): Promise<Uitkomst | undefined> => {
  const pending = await pendingAnswers.read(bericht.ontvangstId);
  if (pending === undefined) return undefined;
  const due = new Date(nu().getTime() + secondsUntilNext(pending, toeval()) * 1000);
  await pendingAnswers.postpone(bericht.ontvangstId, pending, due);
  return waits(reasonToWait(pending, bericht, question));
};
