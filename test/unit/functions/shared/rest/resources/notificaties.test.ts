import { describe, expect, test } from 'vitest';
import { startApi } from '../../../../../contract/support/api.ts';
import { example } from '../../../../../contract/support/examples.ts';

const notificatie = (name = 'goed-beide') => example('nl.duo.notificatie.v1', name);

describe('POST /notificaties', () => {
  test('stores a notificatie and offers it to the bus: 201 without content', async () => {
    const { world, announce } = startApi();
    const outcome = await announce(notificatie());
    expect([outcome.status, outcome.content]).toEqual([201, undefined]);
    expect(world.onBus).toEqual([
      {
        ontvangstId: expect.any(String),
        type: 'nl.duo.notificatie.v1',
        berichtId: '0192f3a1-6c1e-7c55-8a3b-5f6f2c9e1d10',
        bron: '00000099000000004000',
        doel: '00000099000000001000',
        organisatie: 'duo',
        afdruk: expect.any(String),
        tijdstip: notificatie()['registratieDatumTijd'],
        trace: expect.objectContaining({ traceId: expect.stringMatching(/^[0-9a-f]{32}$/) }),
        data: { ...notificatie(), vNummer: '2798163871' },
      },
    ]);
  });

  test('makes a V-nummer that is a number a text of ten digits', async () => {
    const { world, announce } = startApi();
    await announce(notificatie('goed-vnummer'));
    expect(world.onBus[0]?.data).toMatchObject({ vNummer: '0027981638' });
  });

  test('accepts fields that DUO adds later, and does not keep them', async () => {
    const { world, announce } = startApi();
    expect((await announce({ ...notificatie(), newField: 'x' })).status).toBe(201);
    expect(world.onBus[0]?.data).not.toHaveProperty('newField');
  });

  test('takes names of headers in capitals and small letters', async () => {
    const { call } = startApi();
    const headers = {
      'CONTENT-TYPE': 'application/json; charset=utf-8',
      BRON: '00000099000000004000',
      Doel: '00000099000000001000',
      BerichtID: '0192F3A1-6C1E-7C55-8A3B-5F6F2C9E1D10',
    };
    expect((await call('POST', '/v1/notificaties', { to: 'duo', headers, body: notificatie() })).status).toBe(
      201,
    );
  });

  test('answers the same notificatie again with 201, and keeps it once', async () => {
    const { world, announce } = startApi();
    await announce(notificatie());
    const berichtId = '0192F3A1-6C1E-7C55-8A3B-5F6F2C9E1D10';
    expect((await announce(notificatie(), { headers: { berichtId } })).status).toBe(201);
    expect(world.ontvangsten.size).toBe(1);
  });

  test('takes the same moment written in another way for the same notificatie, and passes it on in UTC', async () => {
    const { world, announce } = startApi();
    await announce({ ...notificatie(), registratieDatumTijd: '2025-10-26T02:30:00+02:00' });
    await announce({ ...notificatie(), registratieDatumTijd: '2025-10-26T01:30:00.000+01:00' });
    expect(world.ontvangsten.size).toBe(1);
    expect(world.onBus[0]).toMatchObject({
      tijdstip: '2025-10-26T00:30:00Z',
      data: { registratieDatumTijd: '2025-10-26T00:30:00Z' },
    });
  });

  test.each([
    ['wacht', 2],
    ['verwerkt', 1],
    ['quarantaine', 1],
  ] as const)(
    'has offered a notificatie that was repeated while its first delivery is %s %i times',
    async (status, times) => {
      const { world, announce } = startApi();
      await announce(notificatie());
      for (const { ontvangst } of world.ontvangsten.values()) ontvangst.status = status;
      await announce(notificatie());
      expect(world.onBus).toHaveLength(times);
    },
  );

  test('refuses the same berichtId for another notificatie with 400, because DUO knows no 409', async () => {
    const { announce } = startApi();
    await announce(notificatie());
    const { status, content } = await announce(notificatie('goed-vnummer'));
    expect(status).toBe(400);
    expect(content?.['errors']).toEqual([
      { pointer: '/berichtId', detail: 'is eerder gebruikt voor een andere notificatie' },
    ]);
  });

  test('refuses a notificatie with neither bsn nor vNummer: 400', async () => {
    const { announce } = startApi();
    const { bsn: _, vNummer: __, ...without } = notificatie();
    expect((await announce(without)).status).toBe(400);
  });

  test('takes the V-nummer 0 for none: beside a BSN it is left out, and alone it is 400', async () => {
    const { announce, world } = startApi();
    const { bsn, ...rest } = notificatie();
    expect((await announce({ ...rest, bsn, vNummer: 0 })).status).toBe(201);
    expect(world.onBus[0]?.data).not.toHaveProperty('vNummer', expect.anything());
    const { status, pointers } = await announce({ ...rest, vNummer: 0 });
    expect([status, pointers]).toEqual([400, ['/bsn', '/vNummer']]);
    expect(world.onBus).toHaveLength(1);
  });

  test('names all faults in headers and body at once', async () => {
    const { call, world } = startApi();
    const { status, pointers } = await call('POST', '/v1/notificaties', {
      to: 'duo',
      headers: { 'Content-Type': 'application/json', bron: '123', berichtId: 'geen-uuid' },
      body: { gebeurtenisId: 'ss131' },
    });
    expect(status).toBe(400);
    expect(pointers).toEqual([
      '/berichtId',
      '/bron',
      '/bsn',
      '/doel',
      '/gebeurtenisId',
      '/registratieDatumTijd',
      '/vNummer',
    ]);
    expect(world.ontvangsten.size).toBe(0);
  });

  test.each<[string, Record<string, string>, unknown]>([
    ['another media type', { 'Content-Type': 'text/plain' }, notificatie()],
    ['no JSON', {}, '{'],
    ['no object', {}, []],
    ['a body that is too large', {}, { ...notificatie(), padding: 'x'.repeat(70_000) }],
  ])('refuses %s with 400, because DUO knows no other code', async (_, headers, body) => {
    const { announce } = startApi();
    expect((await announce(body, { headers })).status).toBe(400);
  });

  test('takes any Accept, because its answer has no content', async () => {
    const { announce } = startApi();
    expect((await announce(notificatie(), { headers: { Accept: 'text/html' } })).status).toBe(201);
  });

  test.each([
    ['nobody', '00000099000000005555'],
    ['a partner', '00000099000009070001'],
    ['a gemeente that takes no part', '00000099000003440000'],
  ])('refuses the OIN of %s as doel with 403, and keeps nothing', async (_, doel) => {
    const { world, announce } = startApi();
    const { status, content, pointers } = await announce(notificatie(), { headers: { doel } });
    expect([status, content?.['title'], pointers]).toEqual([403, 'Geen toegang', ['/doel']]);
    expect([world.ontvangsten.size, world.onBus, world.heard]).toEqual([0, [], []]);
  });

  test.each([['00000099000000002000'], ['00000099000009070000'], ['00000099000000001000']])(
    'refuses %s as bron, which is not the OIN of DUO, with 403, and keeps nothing',
    async (bron) => {
      const { world, announce } = startApi();
      const { status, content, pointers } = await announce(notificatie(), { headers: { bron } });
      expect([status, pointers]).toEqual([403, ['/bron']]);
      expect(JSON.stringify(content)).not.toContain(bron);
      expect([world.ontvangsten.size, world.onBus]).toEqual([0, []]);
    },
  );

  test('passes on the doel of a gemeente that takes part', async () => {
    const { world, announce } = startApi();
    const doel = '00000099000009070000';
    expect((await announce(notificatie(), { headers: { doel } })).status).toBe(201);
    expect(world.onBus).toMatchObject([{ doel }]);
  });

  test('refuses an organisation other than DUO with 403, and a call without token with 401', async () => {
    const { announce, call } = startApi();
    expect((await announce(notificatie(), { to: 'coa' })).status).toBe(403);
    expect((await call('POST', '/v1/notificaties', { body: notificatie() })).status).toBe(401);
  });

  test('answers 503 with the Foutmelding of DUO when the store is not there', async () => {
    const { world, announce } = startApi();
    world.outage = { storage: Object.assign(new Error('busy'), { name: 'ThrottlingException' }) };
    const outcome = await announce(notificatie());
    expect(outcome.status).toBe(503);
    expect(outcome.headers['content-type']).toBe('application/json');
    expect(outcome.content).toEqual({ fouttekst: expect.any(String) });
    const problem = await announce(notificatie(), { headers: { Accept: 'application/problem+json' } });
    expect(problem.headers['content-type']).toBe('application/problem+json');
  });

  test('answers 500 to a fault of the hub itself', async () => {
    const { world, announce } = startApi();
    world.outage = { storage: new Error('broken') };
    expect((await announce(notificatie())).status).toBe(500);
  });
});
