import { createHubClient } from '../client/hub-client.ts';
import { createCleanup } from '../local/cleanup.ts';
import { startLocalHub } from '../local/hub.ts';
import {
  type Behaviour,
  type Received,
  type Receiver,
  startReceiver,
  willing,
} from '../test/hub/receiver.ts';
import { createClient, withAtMost } from './client.ts';
import { createObserver } from './costs/observer.ts';
import { createCounter } from './costs/usage.ts';
import { koppelingen } from './huishoudens.ts';
import { chooseDoors, createAbonnement, partners, until } from './receiving.ts';
import { settled } from './statistics.ts';

/** Counts the calls to AWS of a webhook delivery: after an outage, during an outage, and for a receiver that names no rate. */

export interface DeliveryMeasurement {
  /** The calls per delivery of a message that waited, when its receiver sets no limit. */
  readonly drain: number;
  /** The calls per koppeling while the receiver of every partner is out of order, until the hub is at rest. */
  readonly outage: number;
  /** The calls per delivery of a message that waited, when its receiver names no rate. */
  readonly defaultRate: number;
}

const CONCURRENT = 16;
const MESSAGES = 60;
/** The number of koppelingen after which the hub knows that every receiver is out of order. */
const UNTIL_OUT_OF_ORDER = 10;

/** A receiver that gives its consent and names no rate. */
const withoutRate = (request: Received): Behaviour =>
  request.method === 'OPTIONS'
    ? { status: 200, headers: { 'webhook-allowed-origin': request.headers['webhook-request-origin'] ?? '' } }
    : { status: 204 };

interface Drain {
  readonly calls: number;
  readonly outage: number;
}

/** Lets messages gather while no receiver answers, and counts the calls to deliver them once the receivers answer again. */
const measureDrain = async (respond: (request: Received) => Behaviour): Promise<Drain> => {
  const cleanup = createCleanup();
  try {
    const counter = createCounter();
    const errors: unknown[] = [];
    const observer = createObserver(counter, (error) => errors.push(error));
    cleanup.add(async () => observer.close());
    const process = await startLocalHub({ port: 0, between: observer.between });
    cleanup.add(process.stop);
    const count = (): number => {
      if (errors.length > 0) throw new Error('a call could not be counted', { cause: errors[0] });
      return Object.values(counter.take().requests).reduce((total, calls) => total + calls, 0);
    };
    const hub = createHubClient({ url: process.url });
    let receiver: Receiver = await startReceiver();
    receiver.respond(respond);
    cleanup.add(() => receiver.stop());
    const { url: sink, port } = receiver;
    for (const partner of partners) await createAbonnement(hub, partner, sink);
    const client = await createClient(process.url, CONCURRENT);
    cleanup.add(async () => client.close());

    await receiver.stop();
    await withAtMost(CONCURRENT, koppelingen(UNTIL_OUT_OF_ORDER, 0), client.post);
    await process.settled();
    count();
    await withAtMost(CONCURRENT, koppelingen(MESSAGES, UNTIL_OUT_OF_ORDER), client.post);
    await process.settled();
    const outage = count() / MESSAGES;

    const perId = new Set<string>();
    receiver = await startReceiver(undefined, port);
    receiver.respond((request) => {
      if (request.method === 'POST') perId.add(request.headers['webhook-id'] ?? '');
      return respond(request);
    });
    const waiting = (MESSAGES + UNTIL_OUT_OF_ORDER) * partners.length;
    count();
    await chooseDoors(hub);
    await until(() => perId.size, waiting, 'messages that were delivered');
    await process.settled();
    return { calls: settled(count() / waiting), outage: settled(outage) };
  } finally {
    await cleanup.run();
  }
};

export const measureDelivery = async (): Promise<DeliveryMeasurement> => {
  const drain = await measureDrain(willing);
  const { calls } = await measureDrain(withoutRate);
  return { drain: drain.calls, outage: drain.outage, defaultRate: calls };
};

/** The measurement as lines of text. */
export const deliveryLines = (measured: DeliveryMeasurement): readonly string[] => [
  'webhook, calls to AWS',
  `  per koppeling while every receiver is out of order ${measured.outage.toFixed(1).padStart(8)}`,
  `  per delivery of what waited                        ${measured.drain.toFixed(1).padStart(8)}`,
  `  per delivery at the rate of who names none         ${measured.defaultRate.toFixed(1).padStart(8)}`,
];
