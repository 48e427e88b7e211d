import { describe, expect, test } from 'vitest';
import { createAdmissions } from '../../../../../../adapters/table/admissions.ts';
import { type Call, startApi } from '../../../../../contract/support/api.ts';

const GEMEENTE = 'gemeente-0907';
const KANAAL = '0907/taalschool';
const ABONNEMENT = { sink: 'https://partner.example.nl/hook', protocol: 'HTTP', types: [], filters: [] };

const start = () => {
  const api = startApi();
  const ask = (
    what: 'uitsluiten' | 'toelaten',
    { to = GEMEENTE, body = {} }: Call = {},
    partner = 'taalschool',
  ) =>
    api.call('POST', `/v1/partners/${partner}/_${what}`, {
      to,
      body,
      headers: { 'Content-Type': 'application/json' },
    });
  const reads = async (to: string) => (await api.call('GET', '/v1/kanaal', { to })).status;
  /** Asks the table anew, as another instance of a function does. */
  const comesIn = async (organisation: string, tokenId?: string) =>
    !(await createAdmissions(api.world.table).isShutOut(organisation, tokenId));
  return { ...api, ask, reads, comesIn };
};

describe('POST /partners/{partner}/_uitsluiten', () => {
  test('refuses the tokens that its partner has already, and says who did it, when and why', async () => {
    const { ask, reads } = start();
    const { status, content } = await ask('uitsluiten', { body: { reden: 'token-gelekt' } });
    expect(status).toBe(200);
    expect(content?.['uitgesloten']).toEqual({
      sinds: '2025-06-20T08:32:00.000Z',
      door: GEMEENTE,
      reden: 'token-gelekt',
    });
    expect(await reads('taalschool-0907')).toBe(401);
  });

  test('does it in its own gemeente only: the same organisation goes on in another', async () => {
    const { ask, reads, comesIn, world } = start();
    await ask('uitsluiten');
    expect([await comesIn('taalschool-0907'), await comesIn('taalschool-9999')]).toEqual([false, true]);
    expect(await reads('taalschool-9999')).toBe(200);
    expect(await reads('balk-0907')).toBe(200);
    expect((await world.kanalen.settings('9999/taalschool')).uitgesloten).toBeUndefined();
  });

  test('asked once more, keeps when and why it was the first time', async () => {
    const { ask, world } = start();
    const first = await ask('uitsluiten', { body: { reden: 'misbruik' } });
    world.clock.next(60_000);
    const again = await ask('uitsluiten', { body: { reden: 'anders' } });
    expect(again).toMatchObject({ status: 200, content: first.content });
  });

  test.each([
    ['a key that nobody has', GEMEENTE, 'onbekend'],
    ['the full key of the partner of another gemeente', GEMEENTE, 'taalschool-9999'],
    ['the gemeente itself', GEMEENTE, 'gemeente'],
    ['a source', GEMEENTE, 'coa'],
  ])('of %s is 404', async (_, to, partner) => {
    const { ask } = start();
    expect((await ask('uitsluiten', { to }, partner)).status).toBe(404);
    expect((await ask('toelaten', { to }, partner)).status).toBe(404);
  });

  test.each(['taalschool-0907', 'balk-0907', 'coa', 'beheer'])('is not for %s', async (to) => {
    const { ask, comesIn } = start();
    expect((await ask('uitsluiten', { to })).status).toBe(403);
    expect((await ask('toelaten', { to })).status).toBe(403);
    expect(await comesIn('taalschool-0907')).toBe(true);
  });

  test('takes a reason from the list and nothing else', async () => {
    const { ask, comesIn } = start();
    const { status, pointers } = await ask('uitsluiten', { body: { reden: 'omdat', naam: 'Yusuf' } });
    expect([status, pointers]).toEqual([400, ['/naam', '/reden']]);
    expect(await comesIn('taalschool-0907')).toBe(true);
  });

  test('ends the wait of its partner for messages', async () => {
    const { ask, call, world } = start();
    await world.kanalen.chooseBaseDoor(KANAAL, 'ophalen');
    world.clock.duringSleep = async () => {
      await ask('uitsluiten');
    };
    const { status } = await call('GET', '/v1/berichten', { to: 'taalschool-0907', query: { wacht: '5' } });
    expect(status).toBe(401);
    const own = await call('GET', '/v1/berichten', { to: GEMEENTE, query: { partner: 'taalschool' } });
    expect(own.status).toBe(200);
  });

  test('of one token refuses that one alone, shuts no door, and ends by itself', async () => {
    const { ask, comesIn, world } = start();
    const { status, content } = await ask('uitsluiten', { body: { kenmerk: 'jti-1' } });
    expect([status, content?.['uitgesloten']]).toEqual([200, undefined]);
    expect(await comesIn('taalschool-0907', 'jti-1')).toBe(false);
    expect(await comesIn('taalschool-0907', 'jti-2')).toBe(true);
    expect(await comesIn('taalschool-9999', 'jti-1')).toBe(true);
    expect((await world.kanalen.settings(KANAAL)).uitgesloten).toBeUndefined();
    const [kept] = await world.table.partition('KANAAL#0907', 'taalschool#UITGESLOTEN');
    expect(kept).toMatchObject({ door: GEMEENTE, verlooptOp: Date.parse('2025-06-22T08:32:00Z') / 1000 });
    await ask('toelaten');
    expect(await comesIn('taalschool-0907', 'jti-1')).toBe(false);
  });

  test.each(['', 'a#b', 'Yusuf Voorbeeld', 'x'.repeat(201)])(
    'of "%s", which is no token, is 400',
    async (kenmerk) => {
      const { status, pointers } = await start().ask('uitsluiten', { body: { kenmerk } });
      expect([status, pointers]).toEqual([400, ['/kenmerk']]);
    },
  );

  test('leaves the doors that the partner chose as they are', async () => {
    const { ask, call, world } = start();
    await call('POST', '/v1/abonnementen', {
      to: 'taalschool-0907',
      body: ABONNEMENT,
      headers: { 'Content-Type': 'application/json' },
    });
    const before = await world.kanalen.settings(KANAAL);
    await ask('uitsluiten');
    await ask('toelaten');
    expect(await world.kanalen.settings(KANAAL)).toEqual(before);
  });
});

describe('POST /partners/{partner}/_toelaten', () => {
  test('lets it in again, and offers what was kept', async () => {
    const { ask, comesIn, world } = start();
    await ask('uitsluiten', { body: { reden: 'misbruik' } });
    const { status, content } = await ask('toelaten');
    expect(status).toBe(200);
    expect(content).not.toHaveProperty('uitgesloten');
    expect(await comesIn('taalschool-0907')).toBe(true);
    expect(world.jobs).toEqual([{ soort: 'kanaal', kanaal: KANAAL }]);
    const kept = await world.table.read({ pk: 'KANAAL#0907', sk: 'taalschool#UITGESLOTEN' });
    expect(kept).toMatchObject({ door: GEMEENTE, reden: 'misbruik', opgehevenDoor: GEMEENTE });
  });

  test('of who is not shut out is fine, and offers again what a failed call did not', async () => {
    const { ask, world } = start();
    await ask('uitsluiten');
    world.outage = { deliveryQueue: new Error('weg') };
    expect((await ask('toelaten')).status).toBe(500);
    world.outage = {};
    expect((await ask('toelaten')).status).toBe(200);
    expect(world.jobs).toHaveLength(1);
  });

  test('can be followed by shutting out again', async () => {
    const { ask, comesIn } = start();
    await ask('uitsluiten');
    await ask('toelaten');
    const { content } = await ask('uitsluiten', { body: { reden: 'anders' } });
    expect(content?.['uitgesloten']).toMatchObject({ reden: 'anders' });
    expect(await comesIn('taalschool-0907')).toBe(false);
  });

  test('does not let in whom an operator shut out', async () => {
    const { ask, comesIn, world } = start();
    await world.admissions.shutOut('taalschool-0907', 'beheer');
    await ask('toelaten');
    expect(await comesIn('taalschool-0907')).toBe(false);
  });
});
