import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { startHubProcess } from '../../bench/hub-process.ts';
import { koppelingen, toeval } from '../../bench/huishoudens.ts';
import { maakKlant, metHoogstens } from '../../bench/klant.ts';
import { verschilVan } from '../../cli/operator/balans.ts';
import { createHubClient, type HubClient } from '../../client/hub-client.ts';
import { restVan } from '../../domain/delivery/books.ts';
import { gemeenteProfiel } from '../../domain/gemeenten/index.ts';
import { gewillig, type Ontvangen, type Ontvanger, startOntvanger } from '../hub/ontvanger.ts';

/**
 * A receiver that fails at random, and everybody who falls: the books stay in order. With ten thousand messages in
 * `npm run test:belasting`.
 */

const BERICHTEN = z.coerce.number().int().positive().default(1_200).parse(process.env['BERICHTEN']);
const PARTNERS = gemeenteProfiel('0907').partners.map(({ sleutel }) => sleutel);
const KOPPELINGEN = Math.ceil(BERICHTEN / PARTNERS.length);
const GEPRODUCEERD = KOPPELINGEN * PARTNERS.length;
/** One in so many deliveries is refused. */
const WEIGERT_EEN_OP = 20;

let map: string;
beforeAll(async () => {
  map = await mkdtemp(join(tmpdir(), 'hub-balans-'));
});
afterAll(() => rm(map, { recursive: true, force: true }));

const abonneer = async (hub: HubClient, partner: string, sink: string): Promise<void> => {
  const als = `${partner}-0907`;
  const { status } = await hub.call(als, '/abonnementen', {
    method: 'POST',
    body: { sink, protocol: 'HTTP', types: [] },
  });
  expect(status).toBe(201);
  await expect
    .poll(async () => JSON.stringify((await hub.call(als, '/abonnementen', { method: 'GET' })).body), {
      timeout: 30_000,
      interval: 100,
    })
    .toContain('"status":"actief"');
};

/** The doors say nothing new; everything that lies ready is looked at now. */
const kijkOpnieuw = async (hub: HubClient): Promise<void> => {
  for (const partner of PARTNERS) {
    const antwoord = await hub.call(`${partner}-0907`, '/kanaal', {
      method: 'PUT',
      body: { deur: 'wachtrij' },
    });
    expect(antwoord.status).toBeLessThan(300);
  }
};

const boekenKloppen = async (hub: HubClient): Promise<void> => {
  const boeken = await hub.balans();
  expect(boeken.verschillen).toEqual([]);
  expect(verschilVan(boeken)).toBe(0);
  for (const partner of Object.values(boeken.post)) expect(restVan(partner)).toBe(0);
};

it(`${BERICHTEN} messages to a receiver that fails at random, with two falls of it and two of the hub, are accounted for`, {
  timeout: 420_000,
}, async () => {
  const kans = toeval(20251122);
  const aangenomen = new Map<string, Ontvangen>();
  let weigert = true;
  const ontvang = (verzoek: Ontvangen) => {
    if (verzoek.methode !== 'POST') return gewillig(verzoek);
    if (weigert && kans() < 1 / WEIGERT_EEN_OP)
      return kans() < 0.5 ? { status: 500 } : ('verbreekt' as const);
    aangenomen.set(verzoek.headers['webhook-id'] ?? '', verzoek);
    return gewillig(verzoek);
  };
  let ontvanger: Ontvanger = await startOntvanger();
  ontvanger.doe(ontvang);
  const { url: sink, poort } = ontvanger;
  let proces = await startHubProcess({ dataDir: map });
  const hubPoort = Number(new URL(proces.url).port);
  const hub = createHubClient({ url: proces.url });
  try {
    for (const partner of PARTNERS) await abonneer(hub, partner, sink);
    const alle = koppelingen(KOPPELINGEN, 0);
    const tussenstand = Math.ceil(KOPPELINGEN / 3);
    for (const begin of [0, tussenstand, 2 * tussenstand]) {
      const klant = await maakKlant(proces.url, 16);
      await metHoogstens(16, alle.slice(begin, begin + tussenstand), klant.post);
      klant.close();
      if (begin === 2 * tussenstand) break;
      // The receiver falls with deliveries in its hands, and the hub with them in its own.
      await ontvanger.stop();
      await proces.kill();
      proces = await startHubProcess({ dataDir: map, port: hubPoort });
      await boekenKloppen(hub);
      ontvanger = await startOntvanger(undefined, poort);
      ontvanger.doe(ontvang);
    }
    await boekenKloppen(hub);
    weigert = false;
    await expect
      .poll(
        async () => {
          const { ontvangen, nogTeVersturen, post } = await hub.openstaand();
          const open = Object.values(post).reduce((som, een) => som + een.klaargezet + een.geparkeerd, 0);
          if (ontvangen + nogTeVersturen === 0 && open > 0) await kijkOpnieuw(hub);
          return ontvangen + nogTeVersturen + open;
        },
        { timeout: 240_000, interval: 3_000 },
      )
      .toBe(0);
    await boekenKloppen(hub);
    const { post, ontvangsten } = await hub.balans('0907');
    expect(Object.values(post).reduce((som, { bezorgd }) => som + bezorgd, 0)).toBe(GEPRODUCEERD);
    expect(ontvangsten).toMatchObject({ ontvangen: 0, quarantaine: 0 });
    expect(aangenomen.size).toBe(GEPRODUCEERD);
  } finally {
    await proces.stop();
    await ontvanger.stop();
  }
});
