import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { startHubProcess } from '../../../bench/hub-process.ts';
import { createHubClient, type HubClient } from '../../../client/hub-client.ts';
import { replaySteps } from '../../../client/scenario/replay.ts';
import { silent } from '../../../client/scenario/send.ts';
import { type Received, startReceiver, willing } from '../../hub/receiver.ts';
import { scenario } from '../../hub/test-hub.ts';
import { untilItEnds } from '../../hub/until-it-ends.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-kill-webhook-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Less than the claim on a message in hand lasts, with which such a message would have to wait after a fall. */
const SOON_MS = 60_000;

interface Bericht {
  readonly id: string;
  readonly data: { readonly zaakId: string; readonly volgnummer: number };
}
const isPost = ({ method }: Received): boolean => method === 'POST';
const content = ({ body }: Received): Bericht => JSON.parse(body.toString());

const klaargezet = async (client: HubClient): Promise<number> =>
  Object.values((await client.openstaand()).post).reduce((total, post) => total + post.klaargezet, 0);

it('a hub that is killed while it delivers at a webhook delivers it all once it starts again: each message once, and in order', async () => {
  // Five of the twelve households.
  const steps = scenario('twaalf-huishoudens.jsonl').slice(0, 30);
  const receiver = await startReceiver();
  onTestFailed(receiver.stop);
  // It never answers: whatever was sent to it is in hand when the hub falls.
  receiver.respond((request) => (isPost(request) ? 'hangs' : willing(request)));
  const first = await startHubProcess({ dataDir: folder });
  onTestFailed(first.kill);
  const client = createHubClient({ url: first.url });
  const made = await client.call('taalschool', '/abonnementen', {
    method: 'POST',
    body: { sink: receiver.url, protocol: 'HTTP', types: [] },
  });
  expect(made.status).toBe(201);
  await expect
    .poll(
      async () => JSON.stringify((await client.call('taalschool', '/abonnementen', { method: 'GET' })).body),
      {
        timeout: 60_000,
      },
    )
    .toContain('"status":"actief"');

  const replay = untilItEnds(first.url, steps);
  await expect
    .poll(() => receiver.received.filter(isPost).length, { timeout: 60_000, interval: 50 })
    .toBeGreaterThan(0);
  await first.kill();
  await replay;
  const tried = receiver.received.length;
  receiver.respond(willing);

  const second = await startHubProcess({ dataDir: folder, port: Number(new URL(first.url).port) });
  try {
    const again = createHubClient({ url: second.url });
    expect(await replaySteps(again, steps, 400, silent)).toMatchObject({ atRest: true });
    await expect.poll(() => klaargezet(again), { timeout: SOON_MS }).toBe(0);
    const delivered = receiver.received.slice(tried).filter(isPost).map(content);
    expect(delivered.length).toBeGreaterThan(5);
    expect(new Set(delivered.map(({ id }) => id)).size).toBe(delivered.length);
    for (const messages of Map.groupBy(delivered, ({ data }) => data.zaakId).values()) {
      expect(messages.map(({ data }) => data.volgnummer)).toEqual(messages.map((_, place) => place + 1));
    }
  } finally {
    await second.stop();
    await receiver.stop();
  }
});
