import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { startHubProcess } from '../../../../bench/hub-process.ts';
import { createHubClient } from '../../../../client/hub-client.ts';
import { runScenario } from '../../../../client/scenario/run.ts';
import { type Received, startReceiver, willing } from '../../../hub/receiver.ts';
import { scenario } from '../../../hub/test-hub.ts';

const HUB = join(import.meta.dirname, '../../../../bin/hub.ts');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-stop-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const isPost = ({ method }: Received): boolean => method === 'POST';
const idsOf = (requests: readonly Received[]): readonly (string | undefined)[] =>
  requests.filter(isPost).map(({ headers }) => headers['webhook-id']);

it('a hub whose receiver hangs ends when it is told to, and delivers the message after a restart', async () => {
  const receiver = await startReceiver();
  receiver.respond((request) => (isPost(request) ? 'hangs' : willing(request)));
  const first = await startHubProcess({ dataDir: folder });
  onTestFailed(first.kill);
  const client = createHubClient({ url: first.url });
  const sink = { sink: `${receiver.url}/hook`, protocol: 'HTTP', types: [] };
  const { body } = await client.call('mage', '/abonnementen', { method: 'POST', body: sink });
  const path = `/abonnementen/${(body as { id: string }).id}`;
  await expect
    .poll(async () => (await client.call('mage', path, { method: 'GET' })).body, { timeout: 120_000 })
    .toMatchObject({ status: 'actief' });
  await runScenario(client, scenario('een-huishouden.jsonl'), { settle: () => Promise.resolve() });
  await expect.poll(() => receiver.received.filter(isPost).length, { timeout: 120_000 }).toBeGreaterThan(0);
  const [hanging] = idsOf(receiver.received);

  // By its own timer, however long the receiver hangs.
  await first.stop();

  const before = receiver.received.length;
  receiver.respond(willing);
  const second = await startHubProcess({ dataDir: folder, port: Number(new URL(first.url).port) });
  try {
    await expect.poll(() => idsOf(receiver.received.slice(before)), { timeout: 180_000 }).toContain(hanging);
    // The receiver has the last message a moment before the hub knows that it has.
    await expect.poll(() => client.berichten('mage', '0907', 'klaargezet'), { timeout: 180_000 }).toEqual([]);
  } finally {
    await second.stop();
    await receiver.stop();
  }
});

it('a hub that replays its example ends when it is told to, and waits for nothing of it', async () => {
  const child = spawn(process.execPath, [HUB, 'start', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFailed(() => {
    child.kill('SIGKILL');
  });
  const parts: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part));
  const said = (): string => Buffer.concat(parts).toString('utf8');
  // The head stands there once the hub answers; then the example begins.
  await expect.poll(said, { timeout: 600_000, interval: 20 }).toContain('gone when the hub stops');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(said()).not.toContain('Stopped without waiting');
});
