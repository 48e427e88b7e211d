import type { IncomingMessage, ServerResponse } from 'node:http';
import { buildApp } from 'fauxqs';
import { REGION } from '../template/identity.ts';
import type { Properties } from '../template/schemas.ts';
import { createDeduplicationWindow, windowStart } from './deduplication.ts';
import { type FauxqsQueue, loadFauxqs } from './fauxqs.ts';
import { handOutByGroup } from './fifo.ts';
import { type Journal, openJournal } from './journal.ts';
import type { SqsMessage } from './message.ts';

export interface QueueDefinition {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly properties: Properties<'AWS::SQS::Queue'>;
  /** Whether a mapping reads the queue. What was in flight when the process ended has then lost its consumer. */
  readonly mapped: boolean;
}

export interface QueueEngine {
  create(definition: QueueDefinition): FauxqsQueue;
  byArn(arn: string): FauxqsQueue | undefined;
  byUrl(url: string): FauxqsQueue | undefined;
  /** Puts a message in a queue. With a data directory it is on disk by the time that this returns. */
  send(arn: string, body: string, groupId?: string): void;
  /** Serves the SQS protocol. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

const RETENTION_SWEEP_MS = 60_000;
const DEFAULT_GROUP = '__default';

const seconds = (value: number | undefined, otherwise: number): string => String(value ?? otherwise);

function attributesOf(properties: Properties<'AWS::SQS::Queue'>): Record<string, string> {
  const { RedrivePolicy: redrive } = properties;
  return {
    VisibilityTimeout: seconds(properties.VisibilityTimeout, 30),
    DelaySeconds: seconds(properties.DelaySeconds, 0),
    MaximumMessageSize: seconds(properties.MaximumMessageSize, 1_048_576),
    MessageRetentionPeriod: seconds(properties.MessageRetentionPeriod, 345_600),
    ReceiveMessageWaitTimeSeconds: seconds(properties.ReceiveMessageWaitTimeSeconds, 0),
    ...(redrive ? { RedrivePolicy: JSON.stringify(redrive) } : {}),
    ...(properties.FifoQueue
      ? {
          FifoQueue: 'true',
          ContentBasedDeduplication: String(properties.ContentBasedDeduplication ?? false),
          DeduplicationScope: properties.DeduplicationScope ?? 'queue',
          FifoThroughputLimit: properties.FifoThroughputLimit ?? 'perQueue',
        }
      : {}),
  };
}

const push = (groups: Map<string, SqsMessage[]>, message: SqsMessage): void => {
  const group = message.messageGroupId ?? DEFAULT_GROUP;
  const messages = groups.get(group);
  if (messages) messages.push(message);
  else groups.set(group, [message]);
};

/** Fills a queue with the messages that the journal holds of it. */
function restore(queue: FauxqsQueue, journal: Journal, mapped: boolean): void {
  const now = Date.now();
  for (const { message, receiptHandle, visibleAt } of journal.messages(queue.name)) {
    if (!mapped && receiptHandle && visibleAt && visibleAt > now) {
      queue.inflightMessages.set(receiptHandle, { message, receiptHandle, visibilityDeadline: visibleAt });
      if (message.messageGroupId && queue.isFifo()) {
        const locks = queue.fifoLockedGroups.get(message.messageGroupId) ?? 0;
        queue.fifoLockedGroups.set(message.messageGroupId, locks + 1);
      }
    } else if ((message.delayUntil ?? 0) > now) {
      if (queue.isFifo()) push(queue.fifoDelayed, message);
      else queue.delayedMessages.push(message);
    } else if (queue.isFifo()) push(queue.fifoMessages, message);
    else queue.messages.push(message);
  }
  queue.sequenceCounter = journal.sequenceCounter(queue.name);
}

/** Removes the messages whose retention has ended; fauxqs itself keeps messages for ever. */
function sweep(queue: FauxqsQueue): void {
  const oldest = Date.now() - Number(queue.attributes['MessageRetentionPeriod']) * 1000;
  const keep = (message: SqsMessage): boolean => {
    if (message.sentTimestamp > oldest) return true;
    queue.persistence?.deleteMessage(message.messageId);
    return false;
  };
  queue.messages = queue.messages.filter(keep);
  for (const [group, messages] of queue.fifoMessages) {
    const kept = messages.filter(keep);
    if (kept.length > 0) queue.fifoMessages.set(group, kept);
    else queue.fifoMessages.delete(group);
  }
}

/** Starts the queue engine. With a data directory its messages outlive the process. */
export async function startQueueEngine(dataDir?: string): Promise<QueueEngine> {
  const SqsStore = await loadFauxqs();
  const store = new SqsStore();
  store.region = REGION;
  const journal = dataDir === undefined ? undefined : openJournal(dataDir);
  const queues: FauxqsQueue[] = [];

  const app = buildApp({
    logger: false,
    defaultRegion: REGION,
    // The type asks for three stores, but fauxqs makes the other two when they are left out.
    stores: { sqsStore: store } as unknown as NonNullable<
      NonNullable<Parameters<typeof buildApp>[0]>['stores']
    >,
  });
  await app.ready();
  const sweeper = setInterval(() => {
    queues.forEach(sweep);
    journal?.forgetSends(windowStart());
  }, RETENTION_SWEEP_MS).unref();

  const create: QueueEngine['create'] = ({ name, url, arn, properties, mapped }) => {
    const queue = store.createQueue(name, url, arn, attributesOf(properties));
    queue.deduplicationCache = createDeduplicationWindow(
      journal?.rememberedSends(name, windowStart()) ?? [],
      (send) => journal?.rememberSend(name, send),
    );
    if (journal) {
      restore(queue, journal, mapped);
      queue.persistence = journal;
    }
    if (queue.isFifo()) handOutByGroup(queue);
    queues.push(queue);
    return queue;
  };

  const send: QueueEngine['send'] = (arn, body, groupId) => {
    const queue = store.getQueueByArn(arn);
    if (!queue) throw new Error(`no queue ${arn}`);
    if (Buffer.byteLength(body) > Number(queue.attributes['MaximumMessageSize'])) {
      throw new Error(`message is larger than queue ${queue.name} takes`);
    }
    const delay = Number(queue.attributes['DelaySeconds']) || undefined;
    const deduplicationId = queue.isFifo() ? SqsStore.contentBasedDeduplicationId(body) : undefined;
    if (deduplicationId !== undefined && queue.deduplicationCache.get(deduplicationId)) return;
    const message = SqsStore.createMessage(body, {}, delay, groupId, deduplicationId);
    if (deduplicationId !== undefined) {
      message.sequenceNumber = queue.nextSequenceNumber();
      const { messageId, sequenceNumber } = message;
      queue.deduplicationCache.set(deduplicationId, { messageId, sequenceNumber });
    }
    queue.enqueue(message);
    journal?.flush();
  };

  return {
    create,
    byArn: (arn) => store.getQueueByArn(arn),
    byUrl: (url) => store.getQueue(url),
    send,
    handle: (request, response) => app.routing(request, response),
    close: async () => {
      clearInterval(sweeper);
      store.shutdown();
      await app.close();
      journal?.close();
    },
  };
}
