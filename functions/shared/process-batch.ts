import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

/** A record of a queue and the message that was read from it. */
export interface Received<Message> {
  readonly record: SQSRecord;
  readonly message: Message;
}

export interface BatchSteps<Message> {
  /** Reads one record; throws when it holds no such message. */
  read(record: SQSRecord): Message;
  /**
   * Hears of a record that `read` could not read. The record stays on its queue and ends at the dead letters, unless `putAside`
   * prevents that.
   */
  unreadable(record: SQSRecord, error: unknown): void;
  /** Whether a record that could not be read is kept elsewhere, so that it can leave its queue. */
  putAside?(record: SQSRecord): Promise<boolean>;
  /** Processes the messages that were read. The result is the records that have to stay on their queue. */
  process(received: readonly Received<Message>[]): Promise<Iterable<SQSRecord>>;
}

/** Processes a batch from a queue, and answers which of its records stay there. When `process` throws, all of them do. */
export async function processBatch<Message>(
  { Records: records }: SQSEvent,
  { read, unreadable, putAside = async () => false, process }: BatchSteps<Message>,
): Promise<SQSBatchResponse> {
  const unread = new Set<SQSRecord>();
  const received = records.flatMap((record): readonly Received<Message>[] => {
    try {
      return [{ record, message: read(record) }];
    } catch (error) {
      unreadable(record, error);
      unread.add(record);
      return [];
    }
  });
  const staying = new Set(await process(received));
  for (const record of unread) if (!(await putAside(record))) staying.add(record);
  return {
    batchItemFailures: records
      .filter((record) => staying.has(record))
      .map(({ messageId }) => ({ itemIdentifier: messageId })),
  };
}
