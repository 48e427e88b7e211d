import type { QueueEngine } from './engine.ts';
import { type SqsMessage, systemAttributes } from './message.ts';

/** A message as it lies in a queue. */
export interface InspectedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly state: 'ready' | 'delayed' | 'inFlight';
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: SqsMessage['messageAttributes'];
  readonly receiveCount: number;
}

/** The messages of a queue, which all stay in it. It throws when there is no queue with this name or URL. */
export function inspect(engine: QueueEngine, nameOrUrl: string): readonly InspectedMessage[] {
  const queue = engine.byUrl(nameOrUrl);
  if (!queue) throw new Error(`no queue ${nameOrUrl}`);
  queue.processTimers();
  const view =
    (state: InspectedMessage['state']) =>
    (message: SqsMessage): InspectedMessage => ({
      messageId: message.messageId,
      body: message.body,
      state,
      attributes: systemAttributes(message),
      messageAttributes: message.messageAttributes,
      receiveCount: message.approximateReceiveCount,
    });
  const fifo = queue.isFifo();
  const ready = fifo ? [...queue.fifoMessages.values()].flat() : queue.messages;
  const delayed = fifo ? [...queue.fifoDelayed.values()].flat() : queue.delayedMessages;
  return [
    ...ready.map(view('ready')),
    ...delayed.map(view('delayed')),
    ...[...queue.inflightMessages.values()].map(({ message }) => view('inFlight')(message)),
  ];
}
