import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { runScenario } from '../../../client/scenario/run.ts';
import { type Receiver, startReceiver, willing } from '../../hub/receiver.ts';
import { scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** A partner moves its webhook to another address, while messages come and that address does not agree yet. */

let hub: RunningHub;
let old: Receiver;
let fresh: Receiver;
beforeAll(async () => {
  [hub, old, fresh] = await Promise.all([startHub(), startReceiver(), startReceiver()]);
});
afterAll(async () => {
  await Promise.all([old.stop(), fresh.stop()]);
  await hub.stop();
});

const Abonnement = z.object({ id: z.uuid(), status: z.string() });
const Kanaal = z.object({ klaargezet: z.int() });

const deliveredTo = ({ received }: Receiver): readonly string[] =>
  received
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => String(JSON.parse(body.toString()).id));

it('a hub keeps messages for the new address of a webhook and delivers them there once it agrees', async () => {
  const call = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) =>
    hub.client.call('taalschool', path, { method, ...(body === undefined ? {} : { body }) });
  const made = await call('POST', '/abonnementen', {
    sink: `${old.url}/hook`,
    protocol: 'HTTP',
    types: [],
  });
  const { id } = Abonnement.parse(made.body);
  await hub.quiet();

  let agreesIn = false;
  fresh.respond((request) => (agreesIn ? willing(request) : { status: 405 }));
  const changed = await call('PATCH', `/abonnementen/${id}`, { sink: `${fresh.url}/hook` });
  expect(Abonnement.parse(changed.body).status).toBe('wacht-op-verificatie');
  await expect.poll(() => fresh.received.length, { timeout: 120_000 }).toBeGreaterThan(0);

  await runScenario(hub.client, scenario('een-huishouden.jsonl'), { settle: async () => undefined });
  const ready = async () => Kanaal.parse((await call('GET', '/kanaal')).body).klaargezet;
  await expect.poll(ready, { timeout: 120_000 }).toBeGreaterThan(0);
  expect(await hub.inQueue('0907', 'taalschool')).toEqual([]);
  expect(deliveredTo(fresh)).toEqual([]);

  agreesIn = true;
  // The partner has the address asked at once, and need not wait until the hub asks again by itself.
  expect((await call('POST', `/abonnementen/${id}/_verifieer`)).status).toBe(200);
  await expect.poll(ready, { timeout: 120_000 }).toBe(0);
  const ids = deliveredTo(fresh);
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
  expect(deliveredTo(old)).toEqual([]);
  expect(await hub.inQueue('0907', 'taalschool')).toEqual([]);
});
