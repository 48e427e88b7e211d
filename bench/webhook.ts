import { Agent, request } from 'node:http';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { createQueueCounts } from '../adapters/queues/queue-counts.ts';
import { localRollout } from '../client/deployment.ts';
import { createHubClient, type HubClient } from '../client/hub-client.ts';
import { DELIVERY_NAMES } from '../infra/names.ts';
import { createCleanup } from '../local/cleanup.ts';
import { type Received, type Receiver, startReceiver, willing } from '../test/hub/receiver.ts';
import { createClient, withAtMost } from './client.ts';
import { startHubProcess } from './hub-process.ts';
import { koppelingen } from './huishoudens.ts';
import { chooseDoors, createAbonnement, GEMEENTE, partners, until } from './receiving.ts';
import { settled } from './statistics.ts';

/** Measures the webhook door after an outage, and a bare loop that posts the same bytes to the same receiver. */

export interface WebhookMeasurement {
  readonly messages: number;
  /** The time from the moment that the partners say they are back until the last message is accepted. */
  readonly drainSeconds: number;
  /** The time from that moment until the first message comes. */
  readonly firstMs: number;
  readonly deliveriesPerSecond: number;
  readonly bareDeliveriesPerSecond: number;
  /** The CPU time of the hub for one delivery, all of its threads together. */
  readonly cpuMsPerDelivery: number;
  /** The rate of the bare loop divided by the rate of the hub. */
  readonly ratio: number;
  /** The difference in the books (`hub balans`) afterwards. */
  readonly difference: number;
}

const BERICHTEN = 10_000;
const CONCURRENT = 32;
/** The number of deliveries that the hub makes at once: batches of ten, times the concurrency of the mapping on this machine. */
const BARE_LOOP_CONCURRENT = 32;

/** Counts the messages that are still to be composed, and the delivery jobs that wait or are in hand. */
const restless = (hub: HubClient, orders: () => Promise<number>) => async (): Promise<number> => {
  const { ontvangen, nogTeVersturen } = await hub.openstaand();
  return ontvangen + nogTeVersturen + (await orders());
};

const Local = z.object({ queues: z.record(z.string(), z.object({ url: z.string() })) });

/** Counts the jobs in the queue of functions/webhook. */
const deliveryOrders = async (url: string): Promise<() => Promise<number>> => {
  const { queues } = Local.parse(await (await fetch(`${url}/_lokaal`)).json());
  const { url: queueUrl } = queues[DELIVERY_NAMES.queue] ?? {};
  if (queueUrl === undefined) throw new Error('the hub has no queue of orders to deliver');
  const client = new SQSClient((await localRollout(url)).clientConfig('sqs'));
  return () => createQueueCounts(queueUrl, client).countOf(DELIVERY_NAMES.queue);
};

/** Posts every message again, byte for byte, as fast as a loop that does nothing else. */
const measureBareLoop = async (url: string, sentMessages: readonly Received[]): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: BARE_LOOP_CONCURRENT });
  const begin = performance.now();
  await withAtMost(
    BARE_LOOP_CONCURRENT,
    sentMessages,
    ({ headers, body }) =>
      new Promise<void>((resolve, reject) => {
        const { host: _, connection: __, ...own } = headers;
        const outgoing = request(url, { method: 'POST', agent, headers: own }, (response) => {
          response.resume();
          response.once('end', resolve);
        });
        outgoing.once('error', reject);
        outgoing.end(body);
      }),
  );
  agent.destroy();
  return sentMessages.length / ((performance.now() - begin) / 1000);
};

/** Lets `berichten` messages gather while no receiver answers, and measures how fast they go once the receivers answer again. */
export const measureWebhook = async (berichten = BERICHTEN): Promise<WebhookMeasurement> => {
  const cleanup = createCleanup();
  try {
    const perId = new Map<string, Received>();
    let first = Number.NaN;
    const receive = (request: Received) => {
      if (perId.size === 0) first = performance.now();
      if (request.method === 'POST') perId.set(request.headers['webhook-id'] ?? '', request);
      return willing(request);
    };
    let receiver: Receiver = await startReceiver();
    cleanup.add(() => receiver.stop());
    const { url: sink, port } = receiver;
    const process = await startHubProcess();
    cleanup.add(process.stop);
    const hub = createHubClient({ url: process.url });
    for (const partner of partners) await createAbonnement(hub, partner, sink);
    const client = await createClient(process.url, CONCURRENT);
    cleanup.add(async () => client.close());

    await receiver.stop();
    const count = Math.ceil(berichten / partners.length);
    await withAtMost(CONCURRENT, koppelingen(count, 0), client.post);
    const orders = await deliveryOrders(process.url);
    await until(restless(hub, orders), 0, 'what the hub is still busy with');

    receiver = await startReceiver(undefined, port);
    receiver.respond(receive);
    const cpuBefore = process.cpuMs();
    const begin = performance.now();
    await chooseDoors(hub);
    await until(() => perId.size, count * partners.length, 'messages that were delivered');
    const seconds = (performance.now() - begin) / 1000;
    const delivered = count * partners.length;
    const openOf = async (): Promise<number> =>
      Object.values((await hub.openstaand()).post).reduce((total, { klaargezet }) => total + klaargezet, 0);
    await until(openOf, 0, 'messages that the hub does not know to be delivered');
    const cpuMs = process.cpuMs() - cpuBefore;
    const books = await hub.balans(GEMEENTE);
    const bare = await measureBareLoop(sink, [...perId.values()]);
    return {
      messages: delivered,
      drainSeconds: settled(seconds),
      firstMs: Math.round(first - begin),
      deliveriesPerSecond: Math.round(delivered / seconds),
      cpuMsPerDelivery: settled(cpuMs / delivered),
      bareDeliveriesPerSecond: Math.round(bare),
      ratio: settled(bare / (delivered / seconds)),
      difference: books.verschillen.length,
    };
  } finally {
    await cleanup.run();
  }
};

/** The measurement as lines of text. */
export const webhookLines = (measurement: WebhookMeasurement): readonly string[] => [
  `webhook, ${measurement.messages} messages after an outage   deliveries a second   seconds`,
  `  the hub (signed, in order per zaak, stored)        ${String(measurement.deliveriesPerSecond).padStart(8)}   ${measurement.drainSeconds.toFixed(1).padStart(12)}`,
  `  processor of the hub, per delivery                 ${measurement.cpuMsPerDelivery.toFixed(2).padStart(8)} ms`,
  `  the first one after "it is back"                   ${String(measurement.firstMs).padStart(8)} ms`,
  `  a bare loop posting the same bytes                 ${String(measurement.bareDeliveriesPerSecond).padStart(8)}   ${(measurement.messages / measurement.bareDeliveriesPerSecond).toFixed(1).padStart(12)}`,
  `  ratio                                              ${measurement.ratio.toFixed(1).padStart(8)}   difference in the books: ${measurement.difference}`,
];
