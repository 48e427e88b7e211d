import { describe, expect, test } from 'vitest';
import { createLimits } from '../../../../../adapters/table/limits.ts';
import { MAX_WAITING, PACE, SEARCHES_PER_DAY } from '../../../../../domain/limits.ts';
import { startApi } from '../../../../contract/support/api.ts';

/** No caller keeps the others from being answered. */

const json = { 'Content-Type': 'application/json' };
const pullDoor = async ({ call }: ReturnType<typeof startApi>, to: string) =>
  expect((await call('PUT', '/v1/kanaal', { to, headers: json, body: { deur: 'ophalen' } })).status).toBe(
    200,
  );

describe('a request that waits for messages', () => {
  test('has one of a few places of its organisation: the rest of a hundred is 429 at once, and others are answered', async () => {
    const api = startApi();
    const { world, call } = api;
    await pullDoor(api, 'taalschool');
    await pullDoor(api, 'intos');
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    // Those who wait do so until the test lets the clock go on.
    world.clock.duringSleep = () => opened;
    const wait = (to: string) => call('GET', '/v1/berichten', { to, query: { wacht: '20' } });
    const polls = Array.from({ length: 100 }, () => wait('taalschool'));
    const refused: number[] = [];
    const retryAfter = new Set<string | undefined>();
    for (const poll of polls) {
      poll.then(({ status, headers }) => {
        if (status !== 429) return;
        refused.push(status);
        retryAfter.add(headers['retry-after']);
      });
    }
    expect((await call('GET', '/v1/openstaand', { to: 'beheer' })).status).toBe(200);
    expect((await call('GET', '/v1/berichten', { to: 'taalschool', query: { wacht: '0' } })).status).toBe(
      200,
    );
    expect((await call('GET', '/v1/berichten', { to: 'taalschool' })).status).toBe(200);
    const other = wait('intos');
    while (refused.length < 100 - MAX_WAITING) await new Promise(setImmediate);
    expect([...retryAfter]).toEqual(['5']);
    open();
    const answers = await Promise.all(polls);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(MAX_WAITING);
    expect((await other).status).toBe(200);
    expect((await wait('taalschool')).status).toBe(200);
  });

  test('gives its place back when it fails', async () => {
    const { call } = startApi();
    for (let n = 0; n <= MAX_WAITING; n++) {
      const { status } = await call('GET', '/v1/berichten', { to: 'taalschool', query: { wacht: '20' } });
      expect(status).toBe(409);
    }
  });

  test('loses its place after its time, when the function was stopped in the middle', async () => {
    const { world } = startApi();
    const limits = createLimits(world.table);
    for (let n = 0; n < MAX_WAITING; n++)
      expect(await limits.hold('taalschool-0907', 30_000, 0)).toBeDefined();
    expect(await limits.hold('taalschool-0907', 40_000, 29_999)).toBeUndefined();
    const elsewhere = createLimits(world.table);
    expect(await elsewhere.hold('taalschool-0907', 60_000, 30_000)).toEqual({ number: 0, until: 60_000 });
  });
});

describe('an organisation that asks too much', () => {
  test('is answered 429 with Retry-After before anything is read for it, and the others as before', async () => {
    const { world, call } = startApi();
    const ask = (to: string) => call('GET', '/v1/zaken/3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a', { to });
    const { burst } = PACE.partner;
    for (let n = 0; n < burst; n++) await ask('taalschool');
    world.outage = { storage: new Error('nothing may be read') };
    const { status, headers } = await ask('taalschool');
    expect([status, headers['retry-after']]).toEqual([429, '1']);
    delete world.outage;
    expect((await ask('intos')).status).toBe(404);
    world.clock.next(1000);
    expect((await ask('taalschool')).status).toBe(404);
  });
});

describe('a search for a person', () => {
  test('is counted for each gemeente, and is 429 until the next day once all were made', async () => {
    const { world, call } = startApi();
    const search = (to: string) =>
      call('POST', '/v1/zaken/_zoek', { to, headers: json, body: { bsn: '999966133' } });
    expect((await search('gemeente')).status).toBe(200);
    const counted = world.table.alles().filter(({ pk }) => pk === 'LIMIET#gemeente-0907');
    expect(counted).toMatchObject([{ sk: 'ZOEK#2025-06-20', aantal: 1, verlooptOp: expect.any(Number) }]);
    await world.table.write(counted.map((item) => ({ ...item, aantal: SEARCHES_PER_DAY })));
    const { status, headers } = await search('gemeente');
    expect([status, headers['retry-after']]).toEqual([429, String(15 * 3600 + 28 * 60)]);
    expect((await search('gemeente-0796')).status).toBe(200);
    world.clock.next(24 * 3600 * 1000);
    expect((await search('gemeente')).status).toBe(200);
  });
});
