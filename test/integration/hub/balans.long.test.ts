import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { createClient, withAtMost } from '../../../bench/client.ts';
import { startHubProcess } from '../../../bench/hub-process.ts';
import { chance, koppelingen } from '../../../bench/huishoudens.ts';
import { createHubClient, type HubClient } from '../../../client/hub-client.ts';
import type { Gemeentecode } from '../../../contracts/base-types.ts';
import { isToldByStep } from '../../../contracts/partnerrollen.ts';
import { differenceOf, restOf } from '../../../domain/delivery/books.ts';
import { gemeenteProfile } from '../../../domain/gemeenten/index.ts';
import { choosePort } from '../../../local/port.ts';
import { type Received, type Receiver, startReceiver, willing } from '../../hub/receiver.ts';

/**
 * The books add up while a receiver fails at random, and it and the hub crash. `npm run test:belasting` runs it with ten
 * thousand messages.
 */

const BERICHTEN = z.coerce.number().int().positive().default(80).parse(process.env['BERICHTEN']);
/** Those that hear of everybody. */
const PARTNERS = gemeenteProfile('0907' as Gemeentecode)
  .partners.filter(({ rol }) => !isToldByStep(rol))
  .map(({ sleutel }) => sleutel);
const KOPPELINGEN = Math.ceil(BERICHTEN / PARTNERS.length);
const PRODUCED = KOPPELINGEN * PARTNERS.length;
/** The receiver refuses one in so many deliveries. */
const REFUSES_ONE_IN = 20;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-balans-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const subscribe = async (hub: HubClient, partner: string, sink: string): Promise<void> => {
  const to = `${partner}-0907`;
  const { status } = await hub.call(to, '/abonnementen', {
    method: 'POST',
    body: { sink, protocol: 'HTTP', types: [] },
  });
  expect(status).toBe(201);
  await expect
    .poll(async () => JSON.stringify((await hub.call(to, '/abonnementen', { method: 'GET' })).body), {
      timeout: 120_000,
      interval: 100,
    })
    .toContain('"status":"actief"');
};

/** Chooses the same door again, which makes the hub offer every message that lies ready. */
const lookAgain = async (hub: HubClient): Promise<void> => {
  for (const partner of PARTNERS) {
    const response = await hub.call(`${partner}-0907`, '/kanaal', {
      method: 'PUT',
      body: { deur: 'wachtrij' },
    });
    expect(response.status).toBeLessThan(300);
  }
};

const booksAreRight = async (hub: HubClient): Promise<void> => {
  const books = await hub.balans();
  expect(books.verschillen).toEqual([]);
  expect(differenceOf(books)).toBe(0);
  for (const partner of Object.values(books.post)) expect(restOf(partner)).toBe(0);
};

it(`${BERICHTEN} messages to a receiver that fails at random, while it and the hub both crash twice, are all accounted for`, {
  timeout: 1_800_000,
}, async () => {
  const random = chance(20251122);
  const accepted = new Map<string, Received>();
  let refuses = true;
  const receive = (request: Received) => {
    if (request.method !== 'POST') return willing(request);
    if (refuses && random() < 1 / REFUSES_ONE_IN)
      return random() < 0.5 ? { status: 500 } : ('breaks off' as const);
    accepted.set(request.headers['webhook-id'] ?? '', request);
    return willing(request);
  };
  // It comes back on the same port, which nobody may get meanwhile.
  const port = await choosePort();
  let receiver: Receiver = await startReceiver(undefined, port);
  receiver.respond(receive);
  const { url: sink } = receiver;
  let process = await startHubProcess({ dataDir: folder });
  const hubPort = Number(new URL(process.url).port);
  const hub = createHubClient({ url: process.url });
  try {
    for (const partner of PARTNERS) await subscribe(hub, partner, sink);
    const all = koppelingen(KOPPELINGEN, 0);
    const interim = Math.ceil(KOPPELINGEN / 3);
    for (const begin of [0, interim, 2 * interim]) {
      const client = await createClient(process.url, 16);
      await withAtMost(16, all.slice(begin, begin + interim), client.post);
      client.close();
      if (begin === 2 * interim) break;
      // The receiver stops and the hub is killed in the middle of deliveries.
      await receiver.stop();
      await process.kill();
      process = await startHubProcess({ dataDir: folder, port: hubPort });
      await booksAreRight(hub);
      receiver = await startReceiver(undefined, port);
      receiver.respond(receive);
    }
    await booksAreRight(hub);
    refuses = false;
    await expect
      .poll(
        async () => {
          const { ontvangen, nogTeVersturen, post } = await hub.openstaand();
          const open = Object.values(post).reduce((sum, one) => sum + one.klaargezet + one.geparkeerd, 0);
          if (ontvangen + nogTeVersturen === 0 && open > 0) await lookAgain(hub);
          return ontvangen + nogTeVersturen + open;
        },
        { timeout: 240_000, interval: 500 },
      )
      .toBe(0);
    await booksAreRight(hub);
    const { post, ontvangsten } = await hub.balans('0907');
    // The gemeente itself hears of each new zaak, and of its koppeling, through its queue.
    const { '0907/gemeente': gemeente, ...toPartners } = post;
    expect(Object.values(toPartners).reduce((sum, { bezorgd }) => sum + bezorgd, 0)).toBe(PRODUCED);
    expect(gemeente?.bezorgd).toBe(2 * KOPPELINGEN);
    expect(ontvangsten).toMatchObject({ ontvangen: 0, quarantaine: 0 });
    // Each koppeling was answered with 202 and counted outside, and none of them is gone after both crashes.
    expect((await hub.balans()).aangenomen).toBe(KOPPELINGEN);
    expect(accepted.size).toBe(PRODUCED);
  } finally {
    await process.stop();
    await receiver.stop();
  }
});
