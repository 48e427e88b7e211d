import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { DeliveryJob } from '../../contracts/internal/delivery-jobs.ts';
import { safeText } from '../../domain/errors.ts';
import { postpone } from '../shared/postpone.ts';
import { processBatch, type Received } from '../shared/process-batch.ts';
import { forBatch, type LaneDependencies } from './batch-memory.ts';
import { DONE, type JobOutcome, type Remaining, type WebhookDependencies } from './dependencies.ts';
import { enqueueKanaal } from './kanaal.ts';
import { deliverLane } from './lane.ts';
import { verify } from './verification.ts';

/**
 * A batch of orders, lanes side by side: none waits for another. Of several orders for one lane the first is carried out
 * and the others are done with it.
 */
export async function processJobs(
  dependencies: WebhookDependencies,
  event: SQSEvent,
  remaining: Remaining,
): Promise<SQSBatchResponse> {
  return processBatch(event, {
    read: ({ body }) => DeliveryJob.parse(JSON.parse(body)),
    // The error is left out: the parser's own message would quote what it was given.
    unreadable: ({ messageId }) => dependencies.telemetry.fout('opdracht is niet te lezen', { messageId }),
    process: async (received) => {
      const perWork = Map.groupBy(received, ({ message }) => JSON.stringify(message));
      const batch = forBatch(dependencies);
      const stays = await Promise.all(
        [...perWork.values()].map(async ([order]) =>
          order !== undefined && (await processJob(batch, order, remaining)) ? [order.record] : [],
        ),
      );
      return stays.flat();
    },
  });
}

type Order = Received<DeliveryJob>;

/**
 * Waits up to this long are done by hiding the order, longer ones by the list of what is due. A hidden order cannot be
 * woken when its receiver is back, one in the list can.
 */
const LONGEST_HIDDEN_MS = 60_000;
/** An order that stands in no list is hidden until its moment, but never longer than this. */
const AT_MOST_MS = 15 * 60_000;
/** Times that an order is hidden before its lane is left to that list: every time counts towards the dead letters. */
const AT_MOST_HIDDEN = 50;
/** How long an order is hidden after a failure of the hub itself, times how often it came. */
const RECOVERY_SECONDS = 10;
const HIGHEST_RECOVERY_SECONDS = 300;

/** Carries out one order; true when it stays on the queue. */
const processJob = async (
  dependencies: LaneDependencies,
  order: Order,
  remaining: Remaining,
): Promise<boolean> => {
  const { telemetry, deliveryQueue } = dependencies;
  const { record, message } = order;
  try {
    const outcome = await carryOut(dependencies, order, remaining);
    return outcome.kind === 'wait' && (await hide(dependencies, record, outcome));
  } catch (error) {
    const { soort, kanaal } = message;
    const data = { soort, partner: kanaal, messageId: record.messageId, keer: receiveCountOf(record) };
    telemetry.fout('opdracht blijft op de wachtrij', { ...data, fout: safeText(error) });
    // Otherwise its lane waits for the whole visibility timeout.
    const seconds = Math.min(RECOVERY_SECONDS * receiveCountOf(record), HIGHEST_RECOVERY_SECONDS);
    await postpone(
      () => deliveryQueue.postpone(record.receiptHandle, seconds),
      (reason) => telemetry.fout('opdracht niet uitgesteld', { ...data, fout: safeText(reason) }),
    );
    return true;
  }
};

const carryOut = async (
  dependencies: LaneDependencies,
  { message: job, record }: Order,
  remaining: Remaining,
): Promise<JobOutcome> => {
  switch (job.soort) {
    case 'baan':
      return deliverLane(dependencies, job, remaining);
    case 'kanaal':
      return enqueueKanaal(dependencies, job);
    case 'verificatie':
      return verify(dependencies, job, receiveCountOf(record));
    case 'herlevering':
      await dependencies.redeliver(job, remaining);
      return DONE;
  }
};

const receiveCountOf = ({ attributes }: SQSRecord): number => Number(attributes.ApproximateReceiveCount);

/** Whether the order stays on the queue: then it is hidden until its moment. */
const hide = async (
  { deliveryQueue, now }: WebhookDependencies,
  record: SQSRecord,
  outcome: Extract<JobOutcome, { kind: 'wait' }>,
): Promise<boolean> => {
  const waitMs = Math.max(0, outcome.until - now().getTime());
  const tooLong = waitMs > LONGEST_HIDDEN_MS || receiveCountOf(record) >= AT_MOST_HIDDEN;
  if (outcome.inIndex && tooLong) return false;
  await deliveryQueue.postpone(record.receiptHandle, Math.ceil(Math.min(waitMs, AT_MOST_MS) / 1000));
  return true;
};
