import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { DeliveryJob } from '../../contracts/internal/delivery-jobs.ts';
import { safeText } from '../../domain/errors.ts';
import { forBatch, type LaneDependencies } from './batch-memory.ts';
import { DONE, type FollowUp, type Remaining, type WebhookDependencies } from './dependencies.ts';
import { enqueueKanaal } from './kanaal.ts';
import { deliverLane } from './lane.ts';
import { verify } from './verification.ts';

/**
 * Waits up to this long are done by hiding the order, longer ones by the list of what is due. A hidden order cannot be
 * woken when its receiver is back, one in the list can.
 */
const LONGEST_HIDDEN_MS = 60_000;
/** What stands in no list is hidden for as long as it takes, up to this. */
const AT_MOST_MS = 15 * 60_000;
/** Times that an order is hidden before its lane is left to that list: every time counts towards the dead letters. */
const AT_MOST_HIDDEN = 50;
/** After a failure of the hub itself. */
const RECOVERY_SECONDS = 10;
const HIGHEST_RECOVERY_SECONDS = 300;

/** Orders of one batch for the same work: one of them does it. */
interface Work {
  readonly job: DeliveryJob;
  readonly record: SQSRecord;
}

const read = (record: SQSRecord): DeliveryJob | undefined => {
  try {
    return DeliveryJob.parse(JSON.parse(record.body));
  } catch {
    // The parser's own message would quote what it was given.
    return undefined;
  }
};

const receiveCountOf = ({ attributes }: SQSRecord): number => Number(attributes.ApproximateReceiveCount);

const doOne = async (
  dependencies: LaneDependencies,
  { job, record }: Work,
  remaining: Remaining,
): Promise<FollowUp> => {
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

/** Whether the order stays on the queue: then it is hidden until its moment. */
const postpone = async (
  { deliveryQueue, now }: WebhookDependencies,
  record: SQSRecord,
  followUp: Extract<FollowUp, { soort: 'wacht' }>,
): Promise<boolean> => {
  const waitMs = Math.max(0, followUp.tot - now().getTime());
  const tooLong = waitMs > LONGEST_HIDDEN_MS || receiveCountOf(record) >= AT_MOST_HIDDEN;
  if (followUp.inIndex && tooLong) return false;
  await deliveryQueue.postpone(record.receiptHandle, Math.ceil(Math.min(waitMs, AT_MOST_MS) / 1000));
  return true;
};

/** Handles one order; true when it stays on the queue. */
const processOne = async (
  dependencies: LaneDependencies,
  work: Work,
  remaining: Remaining,
): Promise<boolean> => {
  const { telemetry, deliveryQueue } = dependencies;
  const { record, job } = work;
  try {
    const followUp = await doOne(dependencies, work, remaining);
    return followUp.soort === 'wacht' && (await postpone(dependencies, record, followUp));
  } catch (error) {
    const { soort, kanaal } = job;
    const data = { soort, partner: kanaal, messageId: record.messageId, keer: receiveCountOf(record) };
    telemetry.fout('opdracht blijft op de wachtrij', { ...data, fout: safeText(error) });
    // Its lane would wait for the whole visibility timeout otherwise.
    const seconds = Math.min(RECOVERY_SECONDS * receiveCountOf(record), HIGHEST_RECOVERY_SECONDS);
    await deliveryQueue.postpone(record.receiptHandle, seconds).catch((reason: unknown) => {
      telemetry.fout('opdracht niet uitgesteld', { ...data, fout: safeText(reason) });
    });
    return true;
  }
};

/**
 * A batch of orders, lanes side by side: none waits for another. Of several orders for one lane the first is carried out
 * and the others are done with it.
 */
export const processJobs = async (
  dependencies: WebhookDependencies,
  event: SQSEvent,
  remaining: Remaining,
): Promise<SQSBatchResponse> => {
  const unreadable: string[] = [];
  const perWork = new Map<string, Work>();
  for (const record of event.Records) {
    const job = read(record);
    if (job === undefined) {
      dependencies.telemetry.fout('opdracht is niet te lezen', { messageId: record.messageId });
      unreadable.push(record.messageId);
      continue;
    }
    const key = JSON.stringify(job);
    if (!perWork.has(key)) perWork.set(key, { job, record });
  }
  const batch = forBatch(dependencies);
  const stayed = await Promise.all(
    [...perWork.values()].map(async (work) =>
      (await processOne(batch, work, remaining)) ? [work.record.messageId] : [],
    ),
  );
  return {
    batchItemFailures: [...unreadable, ...stayed.flat()].map((itemIdentifier) => ({ itemIdentifier })),
  };
};
