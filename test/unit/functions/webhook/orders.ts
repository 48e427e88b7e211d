import type { SQSRecord } from 'aws-lambda';
import type { DeliveryQueue, Offer } from '../../../../adapters/queues/delivery-queue.ts';
import { sqsRecord } from '../sqs.ts';

/** The delivery queue in memory: FIFO by message group, with orders that are hidden or in hand. */

export interface Waiting {
  readonly job: Offer['job'];
  readonly handle: string;
  from: number;
  attempts: number;
  inHand: boolean;
}

/** The message group of a job: its lane, or the job itself. */
export const group = ({ job }: Pick<Waiting, 'job'>): string =>
  job.soort === 'baan' ? `${job.kanaal}#${job.zaakId}` : JSON.stringify(job);

export interface Batch {
  readonly records: readonly SQSRecord[];
  /** Deletes the orders that succeeded; those with these message ids come again. */
  done(failed: ReadonlySet<string>): void;
}

export const memoryOrders = (clock: { readonly now: number }) => {
  let waiting: Waiting[] = [];
  let number = 0;
  const seen = new Map<string, number>();

  /** Whether this order was taken within five minutes. */
  const isRepetition = (deduplication: string | undefined): boolean => {
    if (deduplication === undefined) return false;
    const earlier = seen.get(deduplication);
    if (earlier !== undefined && earlier > clock.now - 300_000) return true;
    seen.set(deduplication, clock.now);
    return false;
  };

  /** The jobs that SQS would hand out. Each group keeps its order, and a group with a hidden job or a job in hand gives none. */
  const visible = (): readonly Waiting[] => {
    const closed = new Set(
      waiting.filter(({ from, inHand }) => inHand || from > clock.now).map((candidate) => group(candidate)),
    );
    return waiting.filter((candidate) => !closed.has(group(candidate))).slice(0, 10);
  };

  const record = ({ job, handle, attempts }: Waiting): SQSRecord => ({
    ...sqsRecord(handle, JSON.stringify(job), attempts),
    receiptHandle: handle,
  });

  const enqueue = (offered: readonly Offer[]): void => {
    for (const { job, deduplication } of offered) {
      if (isRepetition(deduplication)) continue;
      number += 1;
      waiting.push({ job, handle: `h${number}`, from: clock.now, attempts: 0, inHand: false });
    }
  };

  return {
    enqueue,
    queue: {
      enqueue: async (offered) => enqueue(offered),
      postpone: async (handle, seconds) => {
        const found = waiting.find((candidate) => candidate.handle === handle);
        if (found !== undefined) found.from = clock.now + seconds * 1000;
      },
    } satisfies DeliveryQueue,
    waiting: (): readonly Waiting[] => waiting,
    /** The next ten at most; undefined when none is visible. */
    take(): Batch | undefined {
      const batch = visible();
      if (batch.length === 0) return undefined;
      for (const element of batch) {
        element.attempts += 1;
        element.inHand = true;
      }
      return {
        records: batch.map(record),
        done: (failed) => {
          for (const element of batch) element.inHand = false;
          const gone = new Set(batch.map(({ handle }) => handle).filter((handle) => !failed.has(handle)));
          waiting = waiting.filter(({ handle }) => !gone.has(handle));
        },
      };
    },
  };
};
