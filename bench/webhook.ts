import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createHubClient, type HubClient } from '../client/hub-client.ts';
import { Gemeentecode } from '../contracts/base-types.ts';
import { isToldByStep } from '../contracts/partnerrollen.ts';
import { gemeenteProfile } from '../domain/gemeenten/index.ts';
import { createCleanup } from '../local/cleanup.ts';
import { type Received, type Receiver, startReceiver, willing } from '../test/hub/receiver.ts';
import { createClient, withAtMost } from './client.ts';
import { startHubProcess } from './hub-process.ts';
import { koppelingen } from './huishoudens.ts';
import { settled } from './statistics.ts';

/** The webhook door after an outage, beside a bare loop that posts the same bytes to the same receiver. */

export interface WebhookMeasurement {
  readonly messages: number;
  /** From the moment that the partners say they are back until the last message was accepted. */
  readonly drainSeconds: number;
  readonly deliveriesPerSecond: number;
  readonly bareDeliveriesPerSecond: number;
  /** The bare loop's rate over the hub's. */
  readonly ratio: number;
  /** What `hub balans` says afterwards. */
  readonly difference: number;
}

const GEMEENTE = Gemeentecode.parse('0907');
const BERICHTEN = 10_000;
const CONCURRENT = 32;
/** As many as the hub has at once: batches of ten, and the mapping's concurrency on this machine. */
const BARE_LOOP_CONCURRENT = 32;
const STANDSTILL_MS = 120_000;

const partners = gemeenteProfile(GEMEENTE)
  .partners.filter(({ rol }) => !isToldByStep(rol))
  .map(({ sleutel }) => sleutel);

/** Waits until something holds; when nothing changes for long, that is an error. */
const until = async (state: () => Promise<number> | number, target: number, what: string): Promise<void> => {
  let previous = Number.NaN;
  let since = performance.now();
  for (;;) {
    const now = await state();
    if (now === target) return;
    if (now !== previous) [previous, since] = [now, performance.now()];
    if (performance.now() - since > STANDSTILL_MS) throw new Error(`${what}: ${now} instead of ${target}`);
    await pause(50);
  }
};

const invoke = async (
  hub: HubClient,
  partner: string,
  path: string,
  request: Parameters<HubClient['call']>[2],
): Promise<unknown> => {
  const response = await hub.call(`${partner}-${GEMEENTE}`, path, request);
  if (response.status >= 400) throw new Error(`${path} of ${partner}: HTTP ${response.status}`);
  return response.body;
};

const subscribe = async (hub: HubClient, partner: string, sink: string): Promise<void> => {
  await invoke(hub, partner, '/abonnementen', {
    method: 'POST',
    body: { sink, protocol: 'HTTP', types: [] },
  });
  const active = async (): Promise<number> => {
    const body = await invoke(hub, partner, '/abonnementen', { method: 'GET' });
    return JSON.stringify(body).includes('"status":"actief"') ? 1 : 0;
  };
  await until(active, 1, `the abonnement of ${partner} is not active`);
};

const atRest = async (hub: HubClient): Promise<number> => {
  const { ontvangen, nogTeVersturen } = await hub.openstaand();
  return ontvangen + nogTeVersturen;
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

/** Lets `berichten` messages gather while nobody listens, and measures how fast they go once somebody does. */
export const measureWebhook = async (berichten = BERICHTEN): Promise<WebhookMeasurement> => {
  const cleanup = createCleanup();
  try {
    const perId = new Map<string, Received>();
    const receive = (request: Received) => {
      if (request.method === 'POST') perId.set(request.headers['webhook-id'] ?? '', request);
      return willing(request);
    };
    let receiver: Receiver = await startReceiver();
    cleanup.add(() => receiver.stop());
    const { url: sink, port } = receiver;
    const process = await startHubProcess();
    cleanup.add(process.stop);
    const hub = createHubClient({ url: process.url });
    for (const partner of partners) await subscribe(hub, partner, sink);
    const client = await createClient(process.url, CONCURRENT);
    cleanup.add(async () => client.close());

    await receiver.stop();
    const count = Math.ceil(berichten / partners.length);
    await withAtMost(CONCURRENT, koppelingen(count, 0), client.post);
    await until(() => atRest(hub), 0, 'messages that are still to be composed');

    receiver = await startReceiver(undefined, port);
    receiver.respond(receive);
    const begin = performance.now();
    for (const partner of partners) {
      await invoke(hub, partner, '/kanaal', { method: 'PUT', body: { deur: 'wachtrij' } });
    }
    await until(() => perId.size, count * partners.length, 'messages that were delivered');
    const seconds = (performance.now() - begin) / 1000;
    const delivered = count * partners.length;
    const openOf = async (): Promise<number> =>
      Object.values((await hub.openstaand()).post).reduce((total, { klaargezet }) => total + klaargezet, 0);
    await until(openOf, 0, 'messages that the hub does not know to be delivered');
    const books = await hub.balans(GEMEENTE);
    const bare = await measureBareLoop(sink, [...perId.values()]);
    return {
      messages: delivered,
      drainSeconds: settled(seconds),
      deliveriesPerSecond: Math.round(delivered / seconds),
      bareDeliveriesPerSecond: Math.round(bare),
      ratio: settled(bare / (delivered / seconds)),
      difference: books.verschillen.length,
    };
  } finally {
    await cleanup.run();
  }
};

/** The measurement for people. */
export const webhookLines = (measurement: WebhookMeasurement): readonly string[] => [
  `webhook, ${measurement.messages} messages after an outage   deliveries a second   seconds`,
  `  the hub (signed, in order per zaak, stored)        ${String(measurement.deliveriesPerSecond).padStart(8)}   ${measurement.drainSeconds.toFixed(1).padStart(12)}`,
  `  a bare loop posting the same bytes                 ${String(measurement.bareDeliveriesPerSecond).padStart(8)}   ${(measurement.messages / measurement.bareDeliveriesPerSecond).toFixed(1).padStart(12)}`,
  `  ratio                                              ${measurement.ratio.toFixed(1).padStart(8)}   difference in the books: ${measurement.difference}`,
];
