import type { PendingAnswers } from '../../adapters/table/pending-answers.ts';
import type { DuoQuery } from '../../contracts/duo-queries.ts';
import type { DuoBericht } from '../../contracts/internal/duo-bericht.ts';
import { HOUR_MS } from '../../contracts/time.ts';
import {
  afterMissing,
  askedUntil,
  isOverdue,
  type PendingAnswer,
  PROMISED_MS,
  secondsUntilNext,
} from '../../domain/duo/pending.ts';
import { HubError } from '../../domain/errors.ts';
import { type BatchDependencies, type Outcome, only } from '../shared/process-messages.ts';

/** What becomes of a notification while DUO does not have the answer that it needs. */

export interface PendingDependencies extends Pick<BatchDependencies, 'ontvangsten'> {
  readonly pendingAnswers: Pick<PendingAnswers, 'read' | 'postpone' | 'forget'>;
  readonly now: () => Date;
  /** A number in [0, 1). */
  readonly chance: () => number;
}

/**
 * Waits up to this long pass on the queue, which knows seconds. Longer ones pass in the list of `pendingAnswers`, from where
 * `functions/bewaking` offers the message again. A message of two days would make the queue look stuck.
 */
const LONGEST_ON_QUEUE_SECONDS = 20;

/** The queue hands the message out before this moment; after it the list offers the message, in case the queue lost it. */
const QUEUE_LOST_MS = 15 * 60_000;

const hours = (ms: number): number => ms / HOUR_MS;

const waits = (reason: string): Outcome => only({ soort: 'wacht', reden: reason });

const reasonToWait = (pending: PendingAnswer, { data }: DuoBericht, question: DuoQuery): string =>
  `wacht op DUO: nog geen ${question} bij ${data.gebeurtenisId}; de hub blijft het vragen, minstens tot ${askedUntil(pending)}`;

/** DUO has no answer yet: the hub asks again later, or gives up once DUO had all the time that it promises to need. */
export const awaitAnswer = async (
  { pendingAnswers, ontvangsten, now: clock, chance }: PendingDependencies,
  bericht: DuoBericht,
  question: DuoQuery,
): Promise<Outcome> => {
  const { ontvangstId } = bericht;
  const now = clock();
  const pending = afterMissing(await pendingAnswers.read(ontvangstId), now);
  if (isOverdue(pending, now)) {
    await pendingAnswers.forget(ontvangstId, now);
    const reason =
      `DUO had na ${hours(PROMISED_MS)} uur en ${pending.attempts} keer vragen nog geen ${question} bij ` +
      `${bericht.data.gebeurtenisId}; vraag DUO ernaar en bied het bericht daarna opnieuw aan`;
    return only({ soort: 'quarantaine', reden: reason });
  }
  const reason = reasonToWait(pending, bericht, question);
  const seconds = secondsUntilNext(pending, chance());
  const onQueue = seconds <= LONGEST_ON_QUEUE_SECONDS;
  const due = new Date(now.getTime() + (onQueue ? QUEUE_LOST_MS : seconds * 1000));
  await pendingAnswers.postpone(ontvangstId, pending, due);
  if (!onQueue) return waits(reason);
  await ontvangsten.settle([{ bericht, settlement: { soort: 'wacht', reden: reason } }]);
  throw new HubError('postpone', reason);
};

/**
 * DUO cannot be asked now. A message that waits for an answer keeps its place in the list, because the queue would hold a second
 * copy beside it. Undefined for any other message, which stays on the queue.
 */
export const keepWaiting = async (
  { pendingAnswers, now, chance }: PendingDependencies,
  bericht: DuoBericht,
  question: DuoQuery,
): Promise<Outcome | undefined> => {
  const pending = await pendingAnswers.read(bericht.ontvangstId);
  if (pending === undefined) return undefined;
  const due = new Date(now().getTime() + secondsUntilNext(pending, chance()) * 1000);
  await pendingAnswers.postpone(bericht.ontvangstId, pending, due);
  return waits(reasonToWait(pending, bericht, question));
};
