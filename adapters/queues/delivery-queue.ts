import { randomUUID } from 'node:crypto';
import { type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import type { DeliveryJob } from '../../contracts/internal/delivery-jobs.ts';
import { chunk } from '../chunk.ts';
import { LARGEST_BATCH, sendAll } from '../send-all.ts';
import { createPostponer, type Postponer } from './postponer.ts';
import { sendBatch } from './send-batch.ts';

/**
 * The queue with what functions/webhook has to do. FIFO, and its group is the lane (partner and zaak): of one lane there
 * is never more than one order in hand, and none waits for another lane.
 */
export interface DeliveryQueue {
  /**
   * Offers orders; each is accepted when the promise resolves. Throws a HubError when the queue refused any: acknowledge
   * nothing then. `deduplication` drops a repetition of the same order within five minutes.
   */
  enqueue(jobs: readonly Offer[]): Promise<void>;
  /** Lets the order that is in hand come again later; its lane waits meanwhile. */
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
      // A group of its own: a question that is asked again later does not hold up a partner who asks now.
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
