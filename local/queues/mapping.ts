import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type Outcome, STOPPED } from '../functions/invocation.ts';
import { REGION } from '../template/identity.ts';
import type { FauxqsQueue, ReceivedMessage } from './fauxqs.ts';
import { systemAttributes } from './message.ts';

export interface MappingOptions {
  readonly queue: FauxqsQueue;
  readonly deadLetterQueue: (arn: string) => FauxqsQueue | undefined;
  readonly invoke: (event: SQSEvent) => Promise<Outcome>;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly partialFailures: boolean;
  readonly maximumConcurrency: number;
}

export interface Mapping {
  readonly queue: FauxqsQueue;
  start(): void;
  /** Takes no more messages. It resolves when the batches in hand are done. */
  stop(): Promise<void>;
  /** Whether the queue has no message that is ready, delayed or in flight, and no batch is in hand. */
  idle(): boolean;
}

/** How often the mapping looks at a queue with messages in flight or delayed. It does not look at an empty queue. */
const TICK_MS = 10;
/**
 * A message that finds the function idle goes at once. While a batch is in hand, new messages gather this long, which
 * makes batches under load instead of many invocations with one message.
 */
const LINGER_MS = 10;
const RECEIVE_MAXIMUM = 10;

const count = (groups: Iterable<readonly unknown[]>): number => {
  let total = 0;
  for (const group of groups) total += group.length;
  return total;
};

const readyCount = (queue: FauxqsQueue): number =>
  queue.isFifo() ? count(queue.fifoMessages.values()) : queue.messages.length;

const waitingCount = (queue: FauxqsQueue): number =>
  queue.inflightMessages.size +
  (queue.isFifo() ? count(queue.fifoDelayed.values()) : queue.delayedMessages.length);

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function messageAttributes(given: ReceivedMessage['MessageAttributes']): SQSRecord['messageAttributes'] {
  return Object.fromEntries(
    Object.entries(given ?? {}).map(([name, attribute]) => [
      name,
      {
        ...Object.fromEntries(Object.entries(attribute).map(([key, value]) => [lowerFirst(key), value])),
        stringListValues: [],
        binaryListValues: [],
        dataType: attribute.DataType,
      },
    ]),
  );
}

function toRecord(queue: FauxqsQueue, received: ReceivedMessage): SQSRecord {
  const entry = queue.inflightMessages.get(received.ReceiptHandle);
  if (!entry) throw new Error(`message ${received.MessageId} is not in flight`);
  return {
    messageId: received.MessageId,
    receiptHandle: received.ReceiptHandle,
    body: received.Body,
    attributes: systemAttributes(entry.message) as unknown as SQSRecord['attributes'],
    messageAttributes: messageAttributes(received.MessageAttributes),
    md5OfBody: received.MD5OfBody,
    ...(received.MD5OfMessageAttributes ? { md5OfMessageAttributes: received.MD5OfMessageAttributes } : {}),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: REGION,
  };
}

/**
 * The ids of the messages of a batch that succeeded. Lambda takes a reply that it does not understand, or that names a
 * message outside the batch, as the failure of the whole batch.
 */
export function succeeded(messageIds: readonly string[], reply: unknown): ReadonlySet<string> {
  const failures = (reply as Partial<SQSBatchResponse> | null | undefined)?.batchItemFailures;
  if (reply === null || reply === undefined || failures === null) return new Set(messageIds);
  if (typeof reply !== 'object') return new Set();
  if (failures === undefined) return new Set(Object.keys(reply).length === 0 ? messageIds : []);
  if (!Array.isArray(failures)) return new Set();
  const failed = new Set<unknown>(failures.map((failure) => failure?.itemIdentifier));
  const known = new Set<unknown>(messageIds);
  if ([...failed].some((id) => !known.has(id))) return new Set();
  return new Set(messageIds.filter((id) => !failed.has(id)));
}

/** Makes an SQS event source mapping, which hands the messages of a queue to a function and deletes what succeeded. */
export function createMapping(options: MappingOptions): Mapping {
  const { queue, batchSize } = options;
  const inHand = new Set<Promise<void>>();
  let running = false;
  let scheduled = false;
  let tick: NodeJS.Timeout | undefined;
  let windowOpenedAt: number | undefined;

  const take = (): ReceivedMessage[] => {
    const batch: ReceivedMessage[] = [];
    while (batch.length < batchSize) {
      const wanted = Math.min(RECEIVE_MAXIMUM, batchSize - batch.length);
      const received = queue.dequeue(wanted, undefined, options.deadLetterQueue);
      batch.push(...received);
      if (received.length < wanted) break;
    }
    return batch;
  };

  const deliver = async (batch: readonly ReceivedMessage[]): Promise<void> => {
    const outcome = await options.invoke({ Records: batch.map((received) => toRecord(queue, received)) });
    if (!outcome.ok) {
      // The messages become visible now, so that a hub that starts again on this data need not wait for them.
      if (outcome.errorType === STOPPED) {
        for (const received of batch) queue.changeVisibility(received.ReceiptHandle, 0);
      }
      return;
    }
    const messageIds = batch.map((received) => received.MessageId);
    const done = options.partialFailures ? succeeded(messageIds, outcome.value) : new Set(messageIds);
    for (const received of batch) {
      if (done.has(received.MessageId)) queue.deleteMessage(received.ReceiptHandle);
    }
  };

  /** Whether an incomplete batch may still grow. */
  const gathering = (): boolean => {
    const windowMs = options.batchingWindowSeconds * 1000 || (inHand.size > 0 ? LINGER_MS : 0);
    if (windowMs === 0 || readyCount(queue) >= batchSize) return false;
    windowOpenedAt ??= performance.now();
    return performance.now() < windowOpenedAt + windowMs;
  };

  const poll = (): void => {
    scheduled = false;
    if (!running) return;
    queue.processTimers();
    while (readyCount(queue) > 0 && inHand.size < options.maximumConcurrency && !gathering()) {
      windowOpenedAt = undefined;
      const batch = take();
      // A ready message can belong to a locked group, or it may just have gone to the dead letters.
      if (batch.length === 0) break;
      const delivery = deliver(batch).finally(() => {
        inHand.delete(delivery);
        wake();
      });
      inHand.add(delivery);
    }
    watchTheClock();
  };

  const wake = (): void => {
    if (scheduled || !running) return;
    scheduled = true;
    setImmediate(poll);
  };

  const watchTheClock = (): void => {
    const due = waitingCount(queue) > 0 || (windowOpenedAt !== undefined && readyCount(queue) > 0);
    if (!due || tick || !running) return;
    tick = setTimeout(() => {
      tick = undefined;
      wake();
    }, TICK_MS);
  };

  // Every change that can make a message available ends in one of these two calls.
  const notifyWaiters = queue.notifyWaiters.bind(queue);
  const enqueue = queue.enqueue.bind(queue);
  queue.notifyWaiters = () => {
    notifyWaiters();
    if (inHand.size < options.maximumConcurrency) wake();
  };
  queue.enqueue = (message) => {
    enqueue(message);
    watchTheClock();
  };

  return {
    queue,
    start: () => {
      running = true;
      wake();
    },
    stop: async () => {
      running = false;
      clearTimeout(tick);
      tick = undefined;
      await Promise.all(inHand);
    },
    idle: () => inHand.size === 0 && readyCount(queue) + waitingCount(queue) === 0,
  };
}
