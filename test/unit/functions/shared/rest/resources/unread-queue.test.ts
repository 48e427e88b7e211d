import { describe, expect, test } from 'vitest';
import { createHerleveringen } from '../../../../../../adapters/table/postvak/herleveringen.ts';
import { kanaalQueue } from '../../../../../../contracts/internal/queue-names.ts';
import { gemeldFor } from '../../../../../../contracts/partnerberichten.ts';
import { newPostvakItem } from '../../../../../../domain/delivery/item.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { example } from '../../../../../contract/support/examples.ts';

const TAALSCHOOL = '0907/taalschool';
const GEMELD = gemeldFor('taalschool').parse(
  example('nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1', 'goed-taalschool'),
);
const DAY = 24 * 3600 * 1000;

/** A partner with a queue: how many messages the queue got, how many the partner confirmed, and how many are still in the queue. */
interface Got {
  readonly delivered?: number;
  readonly confirmed?: number;
  readonly inQueue?: number;
}

const start = async (got: Got = {}) => {
  const { delivered = 3, confirmed = 0 } = got;
  const { inQueue = delivered } = got;
  const api = startApi();
  const { world } = api;
  world.inQueue.set(kanaalQueue(TAALSCHOOL), inQueue);
  for (let number = 1; number <= delivered; number++) {
    const zaakId = `3f7d6c1e-0f5b-8a8e-9d6a-${String(number).padStart(12, '0')}`;
    const bericht = gemeldFor('taalschool').parse({
      ...GEMELD,
      id: `0b0f2c36-6c1e-5c55-8001-${String(number).padStart(12, '0')}`,
      subject: zaakId,
      data: { ...GEMELD.data, zaakId, volgnummer: 1 },
    });
    const item = newPostvakItem(TAALSCHOOL, bericht, world.clock.now(), []);
    await world.postvak.put([item]);
    const inHand = await world.postvak.claim(item, 'wachtrij', new Date('2026-01-01'), world.clock.now());
    if (inHand === undefined) throw new Error('the claim failed');
    const sent = await world.postvak.bezorgd(inHand, world.clock.now());
    if (number <= confirmed && sent !== undefined) await world.postvak.confirm(sent, world.clock.now());
    world.clock.next(1000);
  }
  const choose = async (deur = 'ophalen', to = 'taalschool', query = {}) => {
    const headers = { 'Content-Type': 'application/json' };
    expect((await api.call('PUT', '/v1/kanaal', { to, body: { deur }, query, headers })).status).toBe(200);
    return world.jobs.filter(({ soort }) => soort === 'herlevering');
  };
  const asked = async () => {
    const [job] = await choose();
    const id = job?.soort === 'herlevering' ? job.herleveringId : '';
    return createHerleveringen(world.table).read(id);
  };
  return { ...api, choose, asked };
};

describe('a partner that fetches from now on', () => {
  test('gets what its queue got as well, when nothing was ever taken from that', async () => {
    const { asked } = await start();
    expect(await asked()).toMatchObject({
      kanaal: TAALSCHOOL,
      aantal: 3,
      door: 'taalschool-0907',
      keuze: { onbevestigd: true },
    });
  });

  test('also when its gemeente chooses for it', async () => {
    const { choose } = await start();
    expect(await choose('ophalen', 'gemeente', { partner: 'taalschool' })).toHaveLength(1);
  });

  test.each([
    ['took one message from its queue', { inQueue: 2 }],
    ['took them all', { inQueue: 0 }],
    ['confirmed them', { confirmed: 3 }],
    ['never got any', { delivered: 0 }],
  ])('gets none a second time when it %s', async (_what, queue) => {
    const { choose } = await start(queue);
    expect(await choose()).toEqual([]);
  });

  test('does not get again what it confirmed by its id, of a queue that it never read', async () => {
    const { asked } = await start({ confirmed: 1 });
    expect(await asked()).toMatchObject({ aantal: 2 });
  });

  test('is asked nothing of a queue from which SQS has dropped everything by then', async () => {
    const { choose, world } = await start({ inQueue: 0 });
    world.clock.next(15 * DAY);
    expect(await choose()).toEqual([]);
  });

  test('gets none a second time when it has a webhook, to which messages may be on their way', async () => {
    const { call, choose } = await start();
    const answer = await call('POST', '/v1/abonnementen', {
      to: 'taalschool',
      headers: { 'Content-Type': 'application/json' },
      body: { sink: 'https://partner.example.nl/hook', protocol: 'HTTP', types: [] },
    });
    expect(answer.status).toBe(201);
    expect(await choose()).toEqual([]);
  });

  test('that chooses its queue again gets nothing back from there', async () => {
    const { choose } = await start();
    expect(await choose('wachtrij')).toEqual([]);
  });
});
