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
 * `npm run wachten`: how long COA waits for its 202 while one partner has a hundred long polls open for messages that do not come
 * (`GET /berichten?wacht=20`), and how long COA waits on a quiet hub. `--emulator` measures a hub that is deployed on an emulator
 * of AWS, and `--url` a hub that runs already.
 */

const POLLS = 100;
const KOPPELINGEN = 20;
/** A partner of the sandbox gemeente. Nothing happens there during the measurement, so that no message ends its polls early. */
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
  /** The address of the token issuer, when it is not on the host of the API. */
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
  // These polls start the instances of the function. An emulator starts them on this machine, which would slow COA down too.
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

/** Starts a hub on an emulator of AWS. It is of the environment `lokaal`, which has the sandbox gemeente. */
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
