import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SqsMessage } from './message.ts';

/**
 * The parts of fauxqs that this folder uses. What the package exports is a server that listens on every network
 * interface and keeps no deduplication on disk. So this file takes the store from inside the package, whose version is
 * pinned, and describes everything that the hub uses of it.
 */

export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly MessageAttributes?: SqsMessage['messageAttributes'];
}

export interface DeduplicationRecord {
  readonly messageId: string;
  readonly sequenceNumber?: string;
}

/** What a queue calls to have its messages kept on disk. */
export interface QueuePersistence {
  insertQueue(queue: FauxqsQueue): void;
  deleteQueue(name: string): void;
  updateQueueAttributes(name: string, attributes: unknown, modified: number): void;
  updateQueueSequenceCounter(name: string, counter: number): void;
  insertMessage(queueName: string, message: SqsMessage): void;
  deleteMessage(messageId: string): void;
  updateMessageInflight(
    messageId: string,
    receiptHandle: string,
    visibleAt: number,
    receiveCount: number,
    firstReceived?: number,
  ): void;
  updateMessageReady(messageId: string): void;
  deleteQueueMessages(queueName: string): void;
}

export interface FauxqsQueue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly attributes: Record<string, string>;
  messages: SqsMessage[];
  delayedMessages: SqsMessage[];
  readonly inflightMessages: Map<
    string,
    { message: SqsMessage; receiptHandle: string; visibilityDeadline: number }
  >;
  readonly fifoMessages: Map<string, SqsMessage[]>;
  readonly fifoDelayed: Map<string, SqsMessage[]>;
  readonly fifoLockedGroups: Map<string, number>;
  sequenceCounter: number;
  persistence?: QueuePersistence;
  deduplicationCache: {
    get(id: string): DeduplicationRecord | undefined;
    set(id: string, record: DeduplicationRecord): void;
  };
  isFifo(): boolean;
  enqueue(message: SqsMessage): void;
  dequeue(
    count: number,
    visibilityTimeout: number | undefined,
    deadLetterQueue: (arn: string) => FauxqsQueue | undefined,
  ): ReceivedMessage[];
  deleteMessage(receiptHandle: string): boolean;
  changeVisibility(receiptHandle: string, seconds: number): void;
  processTimers(): void;
  notifyWaiters(): void;
  nextSequenceNumber(): string;
}

export interface FauxqsStore {
  createQueue(name: string, url: string, arn: string, attributes: Record<string, string>): FauxqsQueue;
  getQueueByArn(arn: string): FauxqsQueue | undefined;
  getQueue(url: string): FauxqsQueue | undefined;
  shutdown(): void;
}

interface StoreModule {
  readonly SqsStore: {
    new (): FauxqsStore & { host: string; region: string };
    createMessage(
      body: string,
      attributes: SqsMessage['messageAttributes'],
      delaySeconds: number | undefined,
      groupId?: string,
      deduplicationId?: string,
    ): SqsMessage;
    contentBasedDeduplicationId(body: string): string;
  };
}

/** A character that SQS refuses. The expression of fauxqs lacks the `u` flag and so refuses emoji, which SQS takes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const REFUSED_CHARACTER = /[^\x09\x0A\x0D\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** Loads the store class from inside the package. */
export async function loadFauxqs(): Promise<StoreModule['SqsStore']> {
  const manifest = findPackageJSON('fauxqs', import.meta.url);
  if (!manifest) throw new Error('the package fauxqs is not installed');
  const load = async <T>(file: string): Promise<T> =>
    (await import(pathToFileURL(join(dirname(manifest), 'dist/sqs', file)).href)) as T;
  const [{ SqsStore }, types] = await Promise.all([
    load<StoreModule>('sqsStore.js'),
    load<{ INVALID_MESSAGE_BODY_CHAR: RegExp }>('sqsTypes.js'),
  ]);
  types.INVALID_MESSAGE_BODY_CHAR.test = (body) => REFUSED_CHARACTER.test(body);
  return SqsStore;
}
