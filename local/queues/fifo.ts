import type { FauxqsQueue, ReceivedMessage } from './fauxqs.ts';

/** The store reads the clock by itself, at most this long after this file does. */
const MARGIN_MS = 1000;

/**
 * Makes a FIFO queue of fauxqs hand out messages as SQS does. One receive can hold several messages of a group, in
 * order, where fauxqs gives one. Messages of a group that become visible again stand in their old order, where fauxqs
 * turns it round. fauxqs itself gives nothing of a group that has messages in flight.
 */
export function handOutByGroup(queue: FauxqsQueue): void {
  const dequeue = queue.dequeue.bind(queue);
  const processTimers = queue.processTimers.bind(queue);
  const changeVisibility = queue.changeVisibility.bind(queue);
  let receiving = false;

  const groupOf = ({ ReceiptHandle }: ReceivedMessage): string =>
    queue.inflightMessages.get(ReceiptHandle)?.message.messageGroupId ?? '';

  const putInOrder = (group: string | undefined): void => {
    const messages = group === undefined ? undefined : queue.fifoMessages.get(group);
    messages?.sort((one, other) => ((one.sequenceNumber ?? '') < (other.sequenceNumber ?? '') ? -1 : 1));
  };

  queue.dequeue = (count, visibilityTimeout, deadLetterQueue) => {
    queue.processTimers();
    const received: ReceivedMessage[] = [];
    const locks = new Map<string, number>();
    receiving = true;
    while (received.length < count) {
      const [message] = dequeue(1, visibilityTimeout, deadLetterQueue);
      if (message === undefined) break;
      received.push(message);
      const group = groupOf(message);
      locks.set(group, (locks.get(group) ?? 0) + 1);
      // Without its lock, the group gives its next message within this receive too.
      queue.fifoLockedGroups.delete(group);
    }
    receiving = false;
    for (const [group, inFlight] of locks) queue.fifoLockedGroups.set(group, inFlight);
    return received;
  };

  queue.processTimers = () => {
    if (receiving) return;
    const soon = Date.now() + MARGIN_MS;
    const returning = new Set<string | undefined>();
    for (const { message, visibilityDeadline } of queue.inflightMessages.values()) {
      if (visibilityDeadline <= soon) returning.add(message.messageGroupId);
    }
    processTimers();
    returning.forEach(putInOrder);
  };

  queue.changeVisibility = (receiptHandle, seconds) => {
    const group = queue.inflightMessages.get(receiptHandle)?.message.messageGroupId;
    changeVisibility(receiptHandle, seconds);
    putInOrder(group);
  };
}
