import { createHubClient } from '../client/hub-client.ts';
import { percentile } from '../domain/kpis/percentile.ts';
import { MAX_WAITING } from '../domain/limits.ts';
import { createClient } from './client.ts';
import { startHubProcess } from './hub-process.ts';
import { koppelingen } from './huishoudens.ts';

/**
 * How long COA waits for its 202 while one partner asks a hundred times at once for messages that do not come
 * (`GET /berichten?wacht=20`), beside how long it waits on a quiet hub. `--url` measures a hub that runs already, such as
 * one on an emulator of AWS.
 */

const POLLS = 100;
const KOPPELINGEN = 20;
/** Of the sandbox gemeente, where nothing happens meanwhile: nothing answers its polls before their time. */
const PARTNER = 'taalschool-9999';
const WAIT_SECONDS = 20;

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

const measure = async (url: string): Promise<void> => {
  const client = await createClient(url, 1);
  const token = await createHubClient({ url }).token(PARTNER);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const chosen = await fetch(`${url}/v1/kanaal`, { method: 'PUT', headers, body: '{"deur":"ophalen"}' });
  if (!chosen.ok) throw new Error(`the hub answered ${chosen.status} to a choice of doors`);
  await answerTimes(client, 0);
  console.log(`COA on a quiet hub: ${inWords(await answerTimes(client, KOPPELINGEN))}`);

  // What the koppelingen led to is done, where the hub can say so.
  await fetch(`${url}/_lokaal/rust`);
  const open = new Set<number>();
  const polls = Array.from({ length: POLLS }, async (_, number) => {
    open.add(number);
    const { status } = await fetch(`${url}/v1/berichten?wacht=${WAIT_SECONDS}`, { headers });
    open.delete(number);
    return status;
  });
  const times = await answerTimes(client, 2 * KOPPELINGEN);
  console.log(`COA during ${POLLS} long polls of ${PARTNER}: ${inWords(times)}; ${open.size} still waited`);
  const statuses = await Promise.all(polls);
  const refused = statuses.filter((status) => status === 429).length;
  console.log(`of the polls ${refused} were 429; ${MAX_WAITING} of one organisation may wait at once`);
  client.close();
};

const given = process.argv.indexOf('--url');
if (given > 0) await measure(process.argv[given + 1] ?? '');
else {
  const hub = await startHubProcess();
  try {
    await measure(hub.url);
  } finally {
    await hub.stop();
  }
}
