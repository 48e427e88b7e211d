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

const bezorgd = ({ ontvangen }: Receiver): readonly string[] =>
  ontvangen
    .filter(({ methode }) => methode === 'POST')
    .map(({ body }) => String(JSON.parse(body.toString()).id));

it('keeps the messages for the new address and delivers them there, once', async () => {
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
  fresh.doOne((request) => (agreesIn ? willing(request) : { status: 405 }));
  const gewijzigd = await call('PATCH', `/abonnementen/${id}`, { sink: `${fresh.url}/hook` });
  expect(Abonnement.parse(gewijzigd.body).status).toBe('wacht-op-verificatie');
  await expect.poll(() => fresh.ontvangen.length, { timeout: 120_000 }).toBeGreaterThan(0);

  await runScenario(hub.client, scenario('een-huishouden.jsonl'), { settle: async () => undefined });
  const lie = async () => Kanaal.parse((await call('GET', '/kanaal')).body).klaargezet;
  await expect.poll(lie, { timeout: 120_000 }).toBeGreaterThan(0);
  expect(await hub.inQueue('0907', 'taalschool')).toEqual([]);
  expect(bezorgd(fresh)).toEqual([]);

  agreesIn = true;
  // Asked by the partner: it need not wait until the hub asks again by itself.
  expect((await call('POST', `/abonnementen/${id}/_verifieer`)).status).toBe(200);
  await expect.poll(lie, { timeout: 120_000 }).toBe(0);
  const ids = bezorgd(fresh);
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
  expect(bezorgd(old)).toEqual([]);
  expect(await hub.inQueue('0907', 'taalschool')).toEqual([]);
});
