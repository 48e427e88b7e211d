import {
  type BatchResultErrorEntry,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { HubError } from '../domain/errors.ts';
import { AGAIN, retry } from './retry.ts';

export interface SendAllOptions {
  /** How often a batch is sent at most. */
  readonly times: number;
  /** Milliseconds to wait after the first attempt, at least; doubles with each, and is stretched by chance. */
  readonly firstPauseMs: number;
  /** The text of the failure, without content, when so many entries were refused every time. */
  readonly refused: (count: number) => string;
}

/**
 * Sends every batch until each of its entries is accepted. `send` gives the entries that were refused; only these go
 * again. Throws a `HubError` when some are refused every time: acknowledge nothing then.
 */
export async function sendAll<Entry>(
  batches: readonly (readonly Entry[])[],
  send: (batch: readonly Entry[]) => Promise<readonly Entry[]>,
  { times, firstPauseMs, refused }: SendAllOptions,
): Promise<void> {
  await Promise.all(
    batches.map(async (batch) => {
      let rest = batch;
      await retry(
        async () => {
          rest = await send(rest);
          return rest.length === 0 ? undefined : AGAIN;
        },
        {
          times,
          pauseMs: (failed) => 2 ** (failed - 1) * firstPauseMs * (1 + Math.random()),
          exhausted: () => new HubError('opnieuw', refused(rest.length)),
        },
      );
    }),
  );
}

/** The largest number of entries that SQS and EventBridge take at once. */
export const LARGEST_BATCH = 10;

/** What a queue said about a batch: an entry of which it said nothing was not accepted. */
export interface BatchAnswer {
  /** The id that the queue gave to an entry, by the entry's own `Id`. */
  readonly messageIds: ReadonlyMap<string, string | undefined>;
  /** The entries that the queue refused by name, each with its code and whether its content is at fault. */
  readonly failed: readonly BatchResultErrorEntry[];
}

/** Sends at most ten entries to a queue, once. Throws when the queue cannot be reached or refuses the batch as a whole. */
export async function sendBatch(
  client: SQSClient,
  queueUrl: string,
  entries: readonly SendMessageBatchRequestEntry[],
): Promise<BatchAnswer> {
  const { Successful = [], Failed = [] } = await client.send(
    new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [...entries] }),
  );
  return {
    messageIds: new Map(Successful.map(({ Id = '', MessageId }) => [Id, MessageId])),
    failed: Failed,
  };
}
