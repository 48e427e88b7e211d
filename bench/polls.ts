import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createHubClient, placesOf } from '../client/hub-client.ts';
import { waitUntilSettled } from '../client/settle.ts';
import { percentile } from '../domain/kpis/percentile.ts';
import { MAX_WAITING } from '../domain/limits.ts';
import { synthesiseInto } from '../emulator/deploy.ts';
import { startEmulatedHub } from '../emulator/hub.ts';
import { findPython, installEmulator } from '../emulator/python.ts';
import { createClient } from './client.ts';
import { startHubProcess } from './hub-process.ts';
import { koppelingen } from './huishoudens.ts';

/**
 * How long COA waits for its 202 while one partner asks a hundred times at once for messages that do not come
 * (`GET /berichten?wacht=20`), beside how long it waits on a quiet hub. `--emulator` measures a
 * hub that is deployed on an emulator of AWS, `--url` one that runs already.
 */

const POLLS = 100;
const KOPPELINGEN = 20;
/** Of the sandbox gemeente, where nothing happens meanwhile: nothing answers its polls before their time. */
const PARTNER = 'taalschool-9999';
const WAIT_SECONDS = 20;
const SETTLE_MS = 60_000;

const answerTimes = async (client: Awaited<ReturnType<typeof createClient>>, from: number) => {
  const times: number[] = [];
  for (const bericht of koppelingen(KOPPELINGEN, from)) {
    const start = performance.now();
    await client.post(bericht);
    times.push(performance.now() - start);
  }
  return times;
};

const inWords = (times: readonly number[]): string =>
  `${Math.round(percentile(times, 50))} ms in the middle, ${Math.round(Math.max(...times))} ms at most`;

interface Hub {
  readonly url: string;
  /** Where its tokens come from, when that is not beside the API. */
  readonly standInsUrl?: string;
}

const measure = async ({ url, standInsUrl = url }: Hub): Promise<void> => {
  const { api } = placesOf(url);
  const client = await createClient(url, 1, 'coa', standInsUrl);
  const hub = createHubClient({ url, standInsUrl });
  const headers = { authorization: `Bearer ${await hub.token(PARTNER)}`, 'content-type': 'application/json' };
  const chosen = await fetch(`${api}/kanaal`, { method: 'PUT', headers, body: '{"deur":"ophalen"}' });
  if (!chosen.ok) throw new Error(`the hub answered ${chosen.status} to a choice of doors`);
  await answerTimes(client, 0);
  console.log(`COA on a quiet hub: ${inWords(await answerTimes(client, KOPPELINGEN))}`);

  await waitUntilSettled(hub, SETTLE_MS);
  const open = new Set<number>();
  const poll = (seconds: number): Promise<readonly number[]> =>
    Promise.all(
      Array.from({ length: POLLS }, async (_, number) => {
        open.add(number);
        const { status } = await fetch(`${api}/berichten?wacht=${seconds}`, { headers });
        open.delete(number);
        return status;
      }),
    );
  // Starts the instances of the function. An emulator starts them on this machine, where COA would wait for them too.
  await poll(1);
  const polls = poll(WAIT_SECONDS);
  const times = await answerTimes(client, 2 * KOPPELINGEN);
  console.log(`COA as ${POLLS} polls of ${PARTNER} come in at once: ${inWords(times)}`);
  while (open.size > MAX_WAITING) await pause(20);
  const held = await answerTimes(client, 3 * KOPPELINGEN);
  console.log(`COA while those that are let in wait: ${inWords(held)}; ${open.size} waited to the end of it`);
  const statuses = await polls;
  const refused = statuses.filter((status) => status === 429).length;
  console.log(`of the polls ${refused} were 429; ${MAX_WAITING} of one organisation may wait at once`);
  client.close();
};

/** Of the environment that knows the gemeente for practice. */
const emulatedHub = async (): Promise<Hub & { stop(): Promise<void> }> => {
  const found = await findPython();
  if ('missing' in found) throw new Error(found.missing);
  const folder = await mkdtemp(join(tmpdir(), 'inburgeringshub-polls-'));
  const assembly = join(folder, 'cdk.out');
  const [python] = await Promise.all([installEmulator(found.command), synthesiseInto(assembly, 'lokaal')]);
  const { apiUrl, standInsUrl, stop } = await startEmulatedHub({ python, assembly });
  return {
    url: apiUrl,
    standInsUrl,
    stop: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
};

const given = process.argv.indexOf('--url');
if (given > 0) await measure({ url: process.argv[given + 1] ?? '' });
else {
  const hub = await (process.argv.includes('--emulator') ? emulatedHub() : startHubProcess());
  try {
    await measure(hub);
  } finally {
    await hub.stop();
  }
}
