import { randomUUID } from 'node:crypto';
import { type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import type { DeliveryJob } from '../../contracts/internal/delivery-jobs.ts';
import { chunk } from '../chunk.ts';
import { LARGEST_BATCH, sendAll } from '../send-all.ts';
import { createPostponer, type Postponer } from './postponer.ts';
import { sendBatch } from './send-batch.ts';

/**
 * The queue of orders for functions/webhook. It is FIFO, and its group is the lane (partner and zaak): a lane has never more than
 * one order in hand, and waits for no other lane.
 */
export interface DeliveryQueue {
  /**
   * Offers orders; each is accepted when the promise resolves. Throws a HubError when the queue refused any: acknowledge
   * nothing then. `deduplication` drops a repetition of the same order within five minutes.
   */
  enqueue(jobs: readonly Offer[]): Promise<void>;
  /** Lets an order in hand come again later. Its lane waits meanwhile. */
  readonly postpone: Postponer;
}

export interface Offer {
  readonly job: DeliveryJob;
  readonly deduplication?: string;
}

const group = (job: DeliveryJob, deduplication: string): string => {
  switch (job.soort) {
    case 'baan':
      return `${job.kanaal}#${job.zaakId}`;
    case 'verificatie':
      // It has a group of its own, so that a question that is asked again later does not hold up a partner that asks now.
      return `${job.abonnementId}#${deduplication}`;
    case 'herlevering':
      return `${job.kanaal}#${job.herleveringId}`;
    case 'kanaal':
      return job.kanaal;
  }
};

/** The delivery queue behind this address. */
export const createDeliveryQueue = (queueUrl: string, client = new SQSClient({})): DeliveryQueue => {
  const send = async (batch: readonly SendMessageBatchRequestEntry[]) => {
    const { messageIds } = await sendBatch(client, queueUrl, batch);
    return batch.filter(({ Id = '' }) => !messageIds.has(Id));
  };
  return {
    async enqueue(jobs) {
      const entries = jobs.map(
        ({ job, deduplication = randomUUID() }, number): SendMessageBatchRequestEntry => ({
          Id: String(number),
          MessageBody: JSON.stringify(job),
          MessageGroupId: group(job, deduplication),
          MessageDeduplicationId: deduplication,
        }),
      );
      await sendAll(chunk(entries, LARGEST_BATCH), send, {
        times: 4,
        firstPauseMs: 40,
        refused: (count) => `de bezorgwachtrij weigerde ${count} opdrachten`,
      });
    },

    postpone: createPostponer(queueUrl, client),
  };
};
