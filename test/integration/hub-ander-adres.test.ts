import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { runScenario } from '../../client/scenario/run.ts';
import { gewillig, type Ontvanger, startOntvanger } from '../hub/ontvanger.ts';
import { scenario } from '../hub/proefhub.ts';
import { type DraaiendeHub, startHub } from './hub-hulp.ts';

/** A partner moves its webhook to another address, while messages come and that address does not agree yet. */

let hub: DraaiendeHub;
let oud: Ontvanger;
let nieuw: Ontvanger;
beforeAll(async () => {
  [hub, oud, nieuw] = await Promise.all([startHub(), startOntvanger(), startOntvanger()]);
});
afterAll(async () => {
  await Promise.all([oud.stop(), nieuw.stop()]);
  await hub.stop();
});

const Abonnement = z.object({ id: z.uuid(), status: z.string() });
const Kanaal = z.object({ klaargezet: z.int() });

const bezorgd = ({ ontvangen }: Ontvanger): readonly string[] =>
  ontvangen
    .filter(({ methode }) => methode === 'POST')
    .map(({ body }) => String(JSON.parse(body.toString()).id));

it('keeps the messages for the new address and delivers them there, once', async () => {
  const roep = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) =>
    hub.client.call('taalschool', path, { method, ...(body === undefined ? {} : { body }) });
  const gemaakt = await roep('POST', '/abonnementen', {
    sink: `${oud.url}/hook`,
    protocol: 'HTTP',
    types: [],
  });
  const { id } = Abonnement.parse(gemaakt.body);
  await hub.rust();

  let stemtIn = false;
  nieuw.doe((verzoek) => (stemtIn ? gewillig(verzoek) : { status: 405 }));
  const gewijzigd = await roep('PATCH', `/abonnementen/${id}`, { sink: `${nieuw.url}/hook` });
  expect(Abonnement.parse(gewijzigd.body).status).toBe('wacht-op-verificatie');
  await expect.poll(() => nieuw.ontvangen.length).toBeGreaterThan(0);

  await runScenario(hub.client, scenario('een-huishouden.jsonl'), { settle: async () => undefined });
  const liggen = async () => Kanaal.parse((await roep('GET', '/kanaal')).body).klaargezet;
  await expect.poll(liggen, { timeout: 30_000 }).toBeGreaterThan(0);
  expect(await hub.inWachtrij('0907', 'taalschool')).toEqual([]);
  expect(bezorgd(nieuw)).toEqual([]);

  stemtIn = true;
  // Asked by the partner: it need not wait until the hub asks again by itself.
  expect((await roep('POST', `/abonnementen/${id}/_verifieer`)).status).toBe(200);
  await expect.poll(liggen, { timeout: 30_000 }).toBe(0);
  const ids = bezorgd(nieuw);
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
  expect(bezorgd(oud)).toEqual([]);
  expect(await hub.inWachtrij('0907', 'taalschool')).toEqual([]);
});
