import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { InvalidCursor } from '../../../../../../adapters/table/cursor.ts';
import { isApiProblem } from '../../../../../../functions/shared/rest/http/problems.ts';
import { readPage } from '../../../../../../functions/shared/rest/http/query.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { example } from '../../../../../contract/support/examples.ts';

const koppeling = (id: string) => ({
  ...example('nl.tvs.koppeling.geregistreerd.v1', 'goed-minimaal'),
  id,
});

const withOntvangsten = async (count: number) => {
  const api = startApi();
  for (let number = 0; number < count; number++) await api.send('coa', koppeling(`k-${number}`));
  const [first] = [...api.world.ontvangsten.values()];
  if (first === undefined) throw new Error('no ontvangst');
  return { ...api, ontvangst: first.ontvangst };
};

describe('GET /ontvangsten', () => {
  test('lists what is still open, page by page and without content', async () => {
    const { call } = await withOntvangsten(3);
    const first = await call('GET', '/v1/ontvangsten', { to: 'beheer', query: { status: 'ontvangen' } });
    expect(first.content?.['ontvangsten']).toHaveLength(2);
    const after = String(first.content?.['na']);
    const second = await call('GET', '/v1/ontvangsten', {
      to: 'beheer',
      query: { status: 'ontvangen', na: after },
    });
    expect(second.content?.['ontvangsten']).toHaveLength(1);
    expect(second.content).not.toHaveProperty('na');
    expect(JSON.stringify([first, second])).not.toMatch(/Tesfaye|0027981638/);
  });

  test.each<Record<string, string>>([{}, { status: 'verwerkt' }, { status: 'wacht', van: 'gisteren' }])(
    'refuses the query %j: 400',
    async (query) => {
      expect((await startApi().call('GET', '/v1/ontvangsten', { to: 'beheer', query })).status).toBe(400);
    },
  );

  test.each(['coa', 'gemeente', 'taalschool'])('does not answer %s: 403', async (to) => {
    const { call } = startApi();
    expect((await call('GET', '/v1/ontvangsten', { to, query: { status: 'wacht' } })).status).toBe(403);
  });

  test.each([new InvalidCursor('x'), Object.assign(new Error('x'), { name: 'ValidationException' })])(
    'takes a cursor of another list for a fault of the caller, and a failure without a cursor for its own',
    async (outage) => {
      const read = () => readPage('eyJ', () => Promise.reject(outage));
      await expect(read()).rejects.toSatisfy(isApiProblem);
      await expect(readPage(undefined, () => Promise.reject(outage))).rejects.toBe(outage);
    },
  );
});

describe('POST /ontvangsten/{ontvangstId}/_heropnemen', () => {
  test.each(['quarantaine', 'wacht'] as const)('offers a message in %s again', async (status) => {
    const { call, world, ontvangst } = await withOntvangsten(1);
    ontvangst.status = status;
    const outcome = await call('POST', `/v1/ontvangsten/${ontvangst.ontvangstId}/_heropnemen`, {
      to: 'beheer',
    });
    expect(outcome.status).toBe(202);
    expect(outcome.headers['location']).toBe(`/v1/gebeurtenissen/${ontvangst.ontvangstId}`);
    expect(ontvangst.status).toBe('ontvangen');
    expect(world.onBus).toHaveLength(2);
    expect(world.onBus[1]).toEqual(world.onBus[0]);
  });

  test('leaves a processed message as it is: 409', async () => {
    const { call, ontvangst } = await withOntvangsten(1);
    ontvangst.status = 'verwerkt';
    const path = `/v1/ontvangsten/${ontvangst.ontvangstId}/_heropnemen`;
    expect((await call('POST', path, { to: 'beheer' })).status).toBe(409);
  });

  test('leaves a message in quarantine that the contract does not allow any more, and says so: 409', async () => {
    const { call, world, ontvangst } = await withOntvangsten(1);
    Object.assign(world.ontvangsten.get(ontvangst.ontvangstId) ?? {}, { outdated: true });
    const path = `/v1/ontvangsten/${ontvangst.ontvangstId}/_heropnemen`;
    const { status, content } = await call('POST', path, { to: 'beheer' });
    expect([status, content?.['type']]).toEqual([409, expect.stringContaining('/stand-laat-niet-toe')]);
    expect(world.onBus).toHaveLength(1);
  });

  test('answers 404 to an unknown ontvangst, and 403 to an organisation other than beheer', async () => {
    const { call, ontvangst } = await withOntvangsten(1);
    const unknown = '/v1/ontvangsten/00000000-0000-4000-8000-000000000000/_heropnemen';
    expect((await call('POST', unknown, { to: 'beheer' })).status).toBe(404);
    const path = `/v1/ontvangsten/${ontvangst.ontvangstId}/_heropnemen`;
    expect((await call('POST', path, { to: 'coa' })).status).toBe(403);
  });
});

describe('GET /balans', () => {
  const filled = async () => {
    const api = await withOntvangsten(2);
    api.ontvangst.status = 'verwerkt';
    return api;
  };

  test('counts what came in and what went out', async () => {
    const { call } = await filled();
    expect((await call('GET', '/v1/balans', { to: 'beheer' })).content).toEqual({
      ontvangsten: { ontvangen: 1, wacht: 0, quarantaine: 0, verwerkt: 1 },
      aangenomen: 2,
      verdwenen: [],
      zaken: 0,
      post: {},
      nogTeVersturen: 0,
      verschillen: [],
    });
  });

  test('gives what it can count in its time, and goes on where the page before it ended', async () => {
    const { call, world } = await filled();
    // Each reading of the clock takes longer than a page may take, so that a page holds one count.
    const { clock } = world;
    const really = clock.now.bind(clock);
    clock.now = () => {
      clock.next(6_000);
      return really();
    };
    const seen: unknown[] = [];
    let after: string | undefined;
    do {
      const response = await call('GET', '/v1/balans', {
        to: 'beheer',
        ...(after === undefined ? {} : { query: { na: after } }),
      });
      expect(response.status).toBe(200);
      seen.push(response.content?.['ontvangsten']);
      after = z.string().optional().parse(response.content?.['na']);
    } while (after !== undefined && seen.length < 100);
    expect(seen.length).toBeGreaterThan(4);
    expect(seen.slice(0, 4)).toEqual([
      { ontvangen: 1, wacht: 0, quarantaine: 0, verwerkt: 0 },
      { ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 0 },
      { ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 0 },
      { ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 1 },
    ]);
  });

  test('names what was accepted and has no ontvangst any more, with who sent it and when', async () => {
    const { call, world } = await filled();
    const [[lost] = []] = [...world.ontvangsten.entries()];
    world.ontvangsten.delete(String(lost));
    expect((await call('GET', '/v1/balans', { to: 'beheer' })).content).toMatchObject({
      aangenomen: 2,
      verdwenen: [{ ontvangstId: lost, organisatie: 'coa', aangenomenOp: '2025-06-20T08:32:00.000Z' }],
    });
    const { content } = await call('GET', '/v1/balans', { to: 'gemeente' });
    expect(content).toMatchObject({ aangenomen: 0, verdwenen: [] });
  });

  test('counts what was accepted for as many days as the table can be restored to, and no longer', async () => {
    const { call, world } = await filled();
    const count = async () => (await call('GET', '/v1/balans', { to: 'beheer' })).content?.['aangenomen'];
    world.clock.next(35 * 24 * 3600 * 1000);
    expect(await count()).toBe(2);
    world.clock.next(1);
    expect(await count()).toBe(0);
  });

  test.each(['p2', 'WzAsMV0'])('refuses a cursor that it never gave (%s): 400', async (after) => {
    const { call } = await filled();
    const response = await call('GET', '/v1/balans', { to: 'beheer', query: { na: after } });
    expect([response.status, response.pointers]).toEqual([400, ['/na']]);
  });

  test('counts for a gemeente what it and its partners sent, and nobody else', async () => {
    const { call, ontvangst, world } = await withOntvangsten(2);
    const count = async (to: string) => (await call('GET', '/v1/balans', { to })).content?.['ontvangsten'];
    expect(await count('gemeente')).toEqual({ ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 0 });
    ontvangst.organisatie = 'taalschool-0907';
    const [, other] = [...world.ontvangsten.values()];
    if (other !== undefined) other.ontvangst.organisatie = 'gemeente-0796';
    expect(await count('gemeente')).toEqual({ ontvangen: 1, wacht: 0, quarantaine: 0, verwerkt: 0 });
    expect(await count('gemeente-0796')).toEqual({ ontvangen: 1, wacht: 0, quarantaine: 0, verwerkt: 0 });
    expect(await count('beheer')).toEqual({ ontvangen: 2, wacht: 0, quarantaine: 0, verwerkt: 0 });
  });

  test.each([
    ['gemeente', 200],
    ['taalschool', 403],
    ['coa', 403],
  ])('answers %s with %i', async (to, status) => {
    const { call } = await filled();
    expect((await call('GET', '/v1/balans', { to })).status).toBe(status);
  });
});

describe('GET /openstaand', () => {
  test('says how much is on its way, for each partner of the gemeente that asks', async () => {
    const { call, ontvangst } = await withOntvangsten(2);
    const all = await call('GET', '/v1/openstaand', { to: 'beheer' });
    expect(all.content).toMatchObject({ ontvangen: 2, wacht: 0, quarantaine: 0, nogTeVersturen: 0 });
    ontvangst.organisatie = 'taalschool-0907';
    const { status, content } = await call('GET', '/v1/openstaand', { to: 'gemeente' });
    expect(status).toBe(200);
    expect(content).toMatchObject({ ontvangen: 1, wacht: 0, quarantaine: 0, nogTeVersturen: 0 });
    expect(content?.['post']).toMatchObject({ '0907/taalschool': { klaargezet: 0, geparkeerd: 0 } });
  });

  test('names the zaken of which a partner waits for data, and to a gemeente only its own', async () => {
    const { call } = await withOntvangsten(1);
    const own = await call('GET', '/v1/openstaand', { to: 'gemeente' });
    expect(own.content?.['wachtOpGegevens']).toEqual({ '0907': { aantal: 0, zaken: [] } });
    const all = await call('GET', '/v1/openstaand', { to: 'beheer' });
    expect(Object.keys(all.content?.['wachtOpGegevens'] ?? {})).toContain('0796');
  });

  test('does not answer a partner: 403', async () => {
    const { call } = await withOntvangsten(1);
    expect((await call('GET', '/v1/openstaand', { to: 'taalschool' })).status).toBe(403);
  });
});
