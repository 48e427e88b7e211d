import {
  type BatchResultErrorEntry,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** The answer of a queue about a batch. An entry that it does not name was not accepted. */
export interface BatchAnswer {
  /** The id that the queue gave to an entry, by the entry's own `Id`. */
  readonly messageIds: ReadonlyMap<string, string | undefined>;
  /** The entries that the queue refused by name, each with its code. */
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

/** The name of a failure without a reason. */
export const UNKNOWN = 'onbekend';

/** The code of an error without the namespace that the older protocol puts before it. */
export const withoutNamespace = (code: string): string => code.split('.').at(-1) ?? code;

/** The name of an error. Its text could quote a message. */
export const errorName = (error: unknown): string =>
  error instanceof Error ? withoutNamespace(error.name) : UNKNOWN;
