import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Secret } from '../../../../../../contracts/abonnementen.ts';
import { type Call, startApi } from '../../../../../contract/support/api.ts';
import { example, examples } from '../../../../../contract/support/examples.ts';

const TAALSCHOOL = '0907/taalschool';
const GEMELD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';
const OTHER_ADDRESS = 'https://login.partner.example.nl/hooks';
const HOUR = 3600 * 1000;

const unique = (list: readonly string[]) => [...new Set(list)];

const Made = z.looseObject({ id: z.uuid(), status: z.string(), secret: z.string(), versie: z.int() });

const start = () => {
  const api = startApi();
  const send = (method: string, path: string, body?: unknown, to = 'taalschool', extra: Call = {}) =>
    api.call(method, `/v1/abonnementen${path}`, {
      to,
      ...(body === undefined ? {} : { body, headers: { 'Content-Type': 'application/json' } }),
      ...extra,
    });
  const subscribe = async (otherwise: object = {}) => {
    const outcome = await send('POST', '', {
      ...example('abonnement.aanvraag', 'goed-minimaal'),
      ...otherwise,
    });
    return Made.parse(outcome.content);
  };
  /** Makes the abonnement actief, as the consent of its receiver does. */
  const verify = async (id: string) => {
    const abonnement = await api.world.kanalen.abonnement(TAALSCHOOL, id);
    if (abonnement === undefined) throw new Error('no abonnement');
    const instemming = { wijze: 'handdruk', op: '2025-06-20T08:32:01.000Z' } as const;
    await api.world.kanalen.change(TAALSCHOOL, abonnement, { status: 'actief', instemming });
  };
  const subscribeActive = async (otherwise: object = {}) => {
    const abonnement = await subscribe(otherwise);
    await verify(abonnement.id);
    api.world.jobs.length = 0;
    return abonnement;
  };
  const kept = (id: string) => api.world.kanalen.abonnement(TAALSCHOOL, id);
  const tijdlijn = (id: string) => api.world.kanalen.tijdlijn(id);
  return { ...api, send, subscribe, subscribeActive, verify, kept, tijdlijn };
};

const KANAAL = { soort: 'kanaal', kanaal: TAALSCHOOL };
const verificationOf = (abonnementId: string) => ({ soort: 'verificatie', kanaal: TAALSCHOOL, abonnementId });

describe('POST /abonnementen', () => {
  test('keeps what the partner asked, shows the secret this once and asks the receiver for consent', async () => {
    const { send, world, kept, tijdlijn } = start();
    const request = example('abonnement.aanvraag', 'goed-volledig');
    const { status, content, headers } = await send('POST', '', request);
    const { id, secret } = Made.parse(content);
    expect([status, headers['location']]).toEqual([201, `/v1/abonnementen/${id}`]);
    expect(content).toMatchObject({
      status: 'wacht-op-verificatie',
      sink: request['sink'],
      types: [GEMELD],
      filters: request['filters'],
      tempo: 120,
      mtls: false,
      secret: request['secret'],
      oauth2: { clientId: 'inburgeringshub', scope: 'berichten' },
      versie: 1,
    });
    expect(world.jobs).toEqual([verificationOf(id)]);
    expect(await tijdlijn(id)).toMatchObject([{ naam: 'abonnement-genomen', door: 'taalschool-0907' }]);

    const stored = await kept(id);
    const [newest] = stored?.geheimen ?? [];
    expect(world.encryption.decrypt(newest?.versleuteld ?? '', id)).toBe(secret);
    expect(world.encryption.decrypt(stored?.oauth2?.clientGeheim ?? '', id)).toBe(
      'een-lang-willekeurig-wachtwoord',
    );
    expect(JSON.stringify([world.table.alles(), world.log])).not.toMatch(/whsec_|willekeurig-wachtwoord/);
  });

  test('makes for each abonnement a secret of its own, which any library accepts', async () => {
    const { subscribe } = start();
    const [one, other] = [await subscribe(), await subscribe()];
    expect(Secret.safeParse(one.secret).success).toBe(true);
    expect(Buffer.from(one.secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
    expect(one.secret).not.toBe(other.secret);
  });

  const counterExamples = examples.filter(
    ({ type, fault }) => type === 'abonnement.aanvraag' && fault !== undefined,
  );
  test.each(counterExamples.map((testCase) => [testCase.name, testCase] as const))(
    '%s is refused with every fault at once, and nothing is kept',
    async (_, { bericht, fault }) => {
      const { send, world } = start();
      const { status, content, pointers } = await send('POST', '', bericht);
      expect(status).toBe(400);
      expect(unique(pointers)).toEqual(fault?.verwacht.map(({ pointer }) => pointer).toSorted());
      for (const expected of fault?.verwacht ?? []) {
        expect(content?.['errors']).toContainEqual(expect.objectContaining(expected));
      }
      expect(world.table.alles()).toEqual([]);
      expect(world.jobs).toEqual([]);
    },
  );

  test('a sink whose host does not exist is refused, and so is a body that is too deep, no object or no JSON', async () => {
    const { send } = start();
    const valid = example('abonnement.aanvraag', 'goed-minimaal');
    const unknown = await send('POST', '', { ...valid, sink: 'https://bestaat-niet.example.nl/' });
    expect([unknown.status, unknown.pointers]).toEqual([400, ['/sink']]);
    const deep = `${'{"not":'.repeat(7000)}{}${'}'.repeat(7000)}`;
    for (const body of [deep, '[]', '"tekst"', '{']) {
      expect((await send('POST', '', body)).status, body.slice(0, 10)).toBe(400);
    }
    expect((await send('POST', '', valid, 'taalschool', { headers: {} })).status).toBe(415);
  });

  test('the largest abonnement that is taken stays far below what an item may hold', async () => {
    const { send, world } = start();
    const valid = example('abonnement.aanvraag', 'goed-volledig');
    const filters = (count: number) =>
      Array.from({ length: 10 }, () => ({
        any: Array.from({ length: count }, () => ({ exact: { subject: 'é'.repeat(500) } })),
      }));
    // What a body may hold bounds what an abonnement can.
    expect((await send('POST', '', { ...valid, filters: filters(10) })).status).toBe(413);
    const sink = `https://partner.example.nl/${'x'.repeat(1900)}`;
    expect((await send('POST', '', { ...valid, sink, filters: filters(5) })).status).toBe(201);
    expect(Buffer.byteLength(JSON.stringify(world.table.alles()))).toBeLessThan(200_000);
  });

  test('an eleventh abonnement of one partner is refused: 409', async () => {
    const { subscribe, send } = start();
    for (let number = 0; number < 10; number++) await subscribe();
    const { status } = await send('POST', '', example('abonnement.aanvraag', 'goed-minimaal'));
    expect(status).toBe(409);
  });

  test('twenty requests at once leave no more than ten', async () => {
    const { send, world } = start();
    const valid = example('abonnement.aanvraag', 'goed-minimaal');
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => send('POST', '', valid)));
    const { abonnementen } = await world.kanalen.settings(TAALSCHOOL);
    expect(abonnementen.length).toBeLessThanOrEqual(10);
    expect(outcomes.filter(({ status }) => status === 201)).toHaveLength(abonnementen.length);
  });

  test('when the question to the receiver cannot be queued no abonnement remains, since its partner never got the secret', async () => {
    const { send, world } = start();
    world.outage = { deliveryQueue: Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }) };
    const { status } = await send('POST', '', example('abonnement.aanvraag', 'goed-minimaal'));
    expect(status).toBe(503);
    expect((await world.kanalen.settings(TAALSCHOOL)).abonnementen).toEqual([]);
  });
});

describe('POST /herleveringen', () => {
  test('from a moment that is still to come sends nothing: what comes then is sent anyway', async () => {
    const { call } = start();
    const { status, content } = await call('POST', '/v1/herleveringen', {
      to: 'taalschool',
      body: { van: '2030-06-21T00:00:00Z', proef: true },
      headers: { 'Content-Type': 'application/json' },
    });
    expect([status, content]).toEqual([200, { aantal: 0 }]);
  });
});

describe('the organisations that may use an abonnement', () => {
  const actions = [
    ['PATCH', '', { types: [] }],
    ['DELETE', '', undefined],
    ['POST', '/_pauzeer', undefined],
    ['POST', '/_hervat', undefined],
    ['POST', '/_nieuwgeheim', {}],
    ['POST', '/_verifieer', undefined],
    ['POST', '/herleveringen', { types: [GEMELD] }],
  ] as const;

  test.each(actions)(
    '%s %s: another partner and its gemeente get 404, a gemeente without messages and a token without the scope 403',
    async (method, path, body) => {
      const { subscribeActive, send, kept, world } = start();
      const { id } = await subscribeActive();
      const before = await kept(id);
      expect((await send(method, `/${id}${path}`, body, 'intos')).status).toBe(404);
      expect((await send(method, `/${id}${path}`, body, 'taalschool-9999')).status).toBe(404);
      expect((await send(method, `/geen-uuid${path}`, body)).status).toBe(404);
      // The gemeente has abonnementen of its own, and this is none of them; one without messages has none at all.
      expect((await send(method, `/${id}${path}`, body, 'gemeente')).status).toBe(404);
      expect((await send(method, `/${id}${path}`, body, 'gemeente-1734')).status).toBe(403);
      expect((await send(method, `/${id}${path}`, body, 'coa')).status).toBe(403);
      const withoutScope = await send(method, `/${id}${path}`, body, 'taalschool', {
        scopes: ['berichten:lezen'],
      });
      expect(withoutScope.status).toBe(403);
      expect([await kept(id), world.jobs]).toEqual([before, []]);
    },
  );

  test.each(['', '/tijdlijn'])(
    'GET %s: the partner and its gemeente may read it, no other organisation may',
    async (path) => {
      const { subscribeActive, send } = start();
      const { id } = await subscribeActive();
      const read = (to: string, query = {}) => send('GET', `/${id}${path}`, undefined, to, { query });
      expect((await read('taalschool')).status).toBe(200);
      expect((await read('gemeente', { partner: 'taalschool' })).status).toBe(200);
      expect((await read('gemeente-1734')).pointers).toEqual(['/partner']);
      expect((await read('gemeente')).status).toBe(404);
      expect((await read('gemeente', { partner: 'intos' })).status).toBe(404);
      expect((await read('intos')).status).toBe(404);
      expect((await read('gemeente-0796', { partner: 'taalschool' })).status).toBe(400);
      expect((await read('beheer')).status).toBe(403);
    },
  );

  test('the list shows a partner its own abonnementen, oldest first and without secrets', async () => {
    const { subscribe, send, world } = start();
    const first = await subscribe();
    world.clock.next(1000);
    const second = await subscribe();
    const list = await send('GET', '');
    expect(list.content).toMatchObject({ abonnementen: [{ id: first.id }, { id: second.id }] });
    expect(JSON.stringify(list.content)).not.toMatch(/whsec_|versleuteld|geheimen/);
    expect((await send('GET', '', undefined, 'intos')).content).toEqual({ abonnementen: [] });
  });
});

describe('PATCH /abonnementen/{abonnementId}', () => {
  test('changes the fields in the body, removes those that are null, and notes their names on the tijdlijn', async () => {
    const { subscribeActive, send, kept, tijdlijn, world } = start();
    const { id } = await subscribeActive(example('abonnement.aanvraag', 'goed-volledig'));
    const { status, content } = await send('PATCH', `/${id}`, {
      types: [],
      tempo: null,
      oauth2: null,
      mtls: true,
    });
    expect(status).toBe(200);
    expect(content).toMatchObject({ types: [], mtls: true, status: 'actief', versie: 3 });
    expect(content).not.toHaveProperty('tempo');
    expect(await kept(id)).not.toHaveProperty('oauth2');
    expect(world.jobs).toEqual([KANAAL]);
    const line = (await tijdlijn(id)).find(({ naam }) => naam === 'abonnement-gewijzigd');
    expect(line).toMatchObject({
      door: 'taalschool-0907',
      gegevens: { velden: ['types', 'oauth2', 'mtls', 'tempo'] },
    });
  });

  test('makes an abonnement with a new sink wait for consent, and keeps its messages for it until then', async () => {
    const { subscribeActive, send, kept, world } = start();
    const { id } = await subscribeActive();
    const { content } = await send('PATCH', `/${id}`, { sink: OTHER_ADDRESS });
    expect(content).toMatchObject({ sink: OTHER_ADDRESS, status: 'wacht-op-verificatie' });
    expect(content).not.toHaveProperty('instemming');
    expect(await kept(id)).toMatchObject({ houdtVast: 'actief' });
    expect(world.jobs).toEqual([verificationOf(id), KANAAL]);
  });

  test('encrypts new credentials as the first ones were', async () => {
    const { subscribeActive, send, kept, world } = start();
    const { id } = await subscribeActive();
    const { oauth2 } = example('abonnement.aanvraag', 'goed-volledig');
    await send('PATCH', `/${id}`, { oauth2 });
    const secret = (await kept(id))?.oauth2?.clientGeheim ?? '';
    expect(world.encryption.decrypt(secret, id)).toBe('een-lang-willekeurig-wachtwoord');
  });

  test('refuses a change of another versie than the abonnement has: 409', async () => {
    const { subscribeActive, send, kept } = start();
    const { id } = await subscribeActive();
    expect((await send('PATCH', `/${id}`, { tempo: 1, versie: 1 })).status).toBe(409);
    expect(await kept(id)).not.toHaveProperty('tempo');
    expect((await send('PATCH', `/${id}`, { tempo: 1, versie: 2 })).status).toBe(200);
  });

  test('loses none of several changes at once', async () => {
    const { subscribeActive, send, kept } = start();
    const { id } = await subscribeActive();
    await Promise.all([
      send('PATCH', `/${id}`, { tempo: 7 }),
      send('PATCH', `/${id}`, { types: [GEMELD] }),
      send('POST', `/${id}/_pauzeer`),
    ]);
    expect(await kept(id)).toMatchObject({ tempo: 7, types: [GEMELD], status: 'gepauzeerd', versie: 5 });
  });

  const counterExamples = examples.filter(
    ({ type, fault }) => type === 'abonnement.wijziging' && fault !== undefined,
  );
  test.each(counterExamples.map((testCase) => [testCase.name, testCase] as const))(
    '%s is refused with every fault',
    async (_, { bericht, fault }) => {
      const { subscribeActive, send } = start();
      const { id } = await subscribeActive();
      const { status, pointers } = await send('PATCH', `/${id}`, bericht);
      expect([status, unique(pointers)]).toEqual([
        400,
        fault?.verwacht.map(({ pointer }) => pointer).toSorted(),
      ]);
    },
  );

  test('refuses a private address, as POST does', async () => {
    const { subscribeActive, send } = start();
    const { id } = await subscribeActive();
    const { status, pointers } = await send('PATCH', `/${id}`, { sink: 'http://10.0.0.1/', tempo: 0 });
    expect([status, unique(pointers)]).toEqual([400, ['/sink', '/tempo']]);
  });
});

describe('an abonnement whose receiver asked for rest', () => {
  test('is shown with the moment until which the hub sends nothing, as long as that lies ahead', async () => {
    const { subscribeActive, send, world } = start();
    const { id } = await subscribeActive();
    const now = world.clock.now().getTime();
    const until = async (cooldownUntil: number) => {
      const known = await world.kanalen.state(id, 'GEZONDHEID');
      await world.kanalen.putState(id, 'GEZONDHEID', { opRij: 1, rustTot: cooldownUntil }, known);
      const one = (await send('GET', `/${id}`)).content;
      const all = z.object({ abonnementen: z.array(z.unknown()) }).parse((await send('GET', '')).content);
      expect(all.abonnementen).toEqual([one]);
      return one?.['rustTot'];
    };
    expect(await until(now + 60_000)).toBe(new Date(now + 60_000).toISOString());
    expect(await until(now)).toBeUndefined();
  });
});

describe('an abonnement whose receiver is out of order', () => {
  test('may be tried from the moment that its partner does something, and not only when the order for it is carried out', async () => {
    const { subscribeActive, send, world } = start();
    const { id } = await subscribeActive();
    const now = world.clock.now().getTime();
    const sick = { opRij: 7, dichtTot: now + 60_000, proefTot: now + 60_000, storingSinds: now - HOUR };
    await world.kanalen.putState(id, 'GEZONDHEID', sick, undefined);
    expect((await send('POST', `/${id}/_hervat`)).status).toBe(200);
    expect((await world.kanalen.state(id, 'GEZONDHEID'))?.waarde).toEqual({ opRij: 7, storingSinds: now });
  });
});

describe('pausing and resuming', () => {
  test('pausing keeps the messages, resuming offers them, and both may be repeated', async () => {
    const { subscribeActive, send, tijdlijn, world } = start();
    const { id } = await subscribeActive();
    for (const [path, status] of [
      ['_pauzeer', 'gepauzeerd'],
      ['_pauzeer', 'gepauzeerd'],
      ['_hervat', 'actief'],
      ['_hervat', 'actief'],
    ] as const) {
      expect((await send('POST', `/${id}/${path}`)).content).toMatchObject({ status });
    }
    expect(world.jobs).toEqual([KANAAL, KANAAL, KANAAL, KANAAL]);
    expect((await tijdlijn(id)).map(({ naam }) => naam)).toEqual(
      expect.arrayContaining(['abonnement-gepauzeerd', 'abonnement-hervat']),
    );
    expect(await tijdlijn(id)).toHaveLength(3);
  });

  test('an abonnement that stopped at a 410 goes on when its partner resumes it', async () => {
    const { subscribeActive, send, kept, world } = start();
    const { id } = await subscribeActive();
    const abonnement = await kept(id);
    if (abonnement === undefined) throw new Error('no abonnement');
    await world.kanalen.change(TAALSCHOOL, abonnement, { status: 'gestopt' });
    expect((await send('POST', `/${id}/_pauzeer`)).status).toBe(409);
    expect((await send('POST', `/${id}/_hervat`)).content).toMatchObject({ status: 'actief' });
  });

  test.each(['_pauzeer', '_hervat'])('%s is refused while the receiver has not agreed: 409', async (path) => {
    const { subscribe, send } = start();
    const { id } = await subscribe();
    expect((await send('POST', `/${id}/${path}`)).status).toBe(409);
  });
});

describe('consent', () => {
  test('the receiver can be asked again', async () => {
    const { subscribe, send, world } = start();
    const { id } = await subscribe();
    expect((await send('POST', `/${id}/_verifieer`)).status).toBe(200);
    expect(world.jobs).toEqual([verificationOf(id), verificationOf(id)]);
  });

  test('an abonnement is asked six times an hour at most: then 429 says when there is room', async () => {
    const { subscribeActive, send, world, tijdlijn } = start();
    const { id } = await subscribeActive();
    for (let time = 0; time < 6; time++) {
      expect((await send('POST', `/${id}/_verifieer`)).status).toBe(200);
      world.clock.next(60_000);
    }
    const lines = await tijdlijn(id);
    const { status, headers } = await send('POST', `/${id}/_verifieer`);
    expect([status, headers['retry-after']]).toEqual([429, '3240']);
    expect(world.jobs).toHaveLength(6);
    expect(await tijdlijn(id)).toEqual(lines);
    world.clock.next(3240_000);
    expect((await send('POST', `/${id}/_verifieer`)).status).toBe(200);
  });

  test('a partner that takes and ends abonnementen, or moves one about, runs into the same bound', async () => {
    const { send, subscribe, world, kept } = start();
    const valid = example('abonnement.aanvraag', 'goed-minimaal');
    let made = 0;
    let last = 201;
    while (last === 201 && made < 40) {
      const { status, content } = await send('POST', '', valid);
      last = status;
      if (status !== 201) break;
      made += 1;
      await send('DELETE', `/${Made.parse(content).id}`);
    }
    expect([made, last]).toEqual([30, 429]);
    world.clock.next(HOUR);
    const { id } = await subscribe();
    const sinks = [OTHER_ADDRESS, String(valid['sink'])];
    const statuses: number[] = [];
    for (let time = 0; time < 7; time++) {
      statuses.push((await send('PATCH', `/${id}`, { sink: sinks[time % 2] })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
    expect(await kept(id)).toMatchObject({ sink: valid['sink'] });
    expect((await send('PATCH', `/${id}`, { sink: sinks[1], types: [] })).status).toBe(429);
  });

  test('a host is asked thirty times an hour at most, whichever partners ask', async () => {
    const { send, world } = start();
    const valid = example('abonnement.aanvraag', 'goed-minimaal');
    const statuses: number[] = [];
    for (const to of ['taalschool', 'intos', 'mage', 'taalmaatjes']) {
      for (let time = 0; time < 10; time++) statuses.push((await send('POST', '', valid, to)).status);
    }
    expect(statuses.filter((status) => status === 201)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect(world.jobs).toHaveLength(30);
  });

  const agreement = { door: 'hoofd ICT van de taalschool', datum: '2025-06-19' };
  const put = (
    api: ReturnType<typeof start>,
    id: string,
    body: unknown,
    to = 'gemeente',
    partner = 'taalschool',
  ) =>
    api.send('POST', `/${id}/_akkoord`, body, to, {
      query: { partner },
      headers: { 'Content-Type': 'application/json' },
    });

  test('the gemeente can record once that the partner agreed outside the hub', async () => {
    const api = start();
    const { id } = await api.subscribe();
    const { status, content } = await put(api, id, agreement);
    expect([status, content]).toEqual([
      200,
      expect.objectContaining({
        status: 'actief',
        instemming: { wijze: 'handmatig', op: agreement.datum, door: agreement.door },
      }),
    ]);
    expect(api.world.jobs).toEqual([verificationOf(id), KANAAL]);
    expect((await put(api, id, agreement)).status).toBe(200);
    expect((await put(api, id, { ...agreement, datum: '2025-06-18' })).status).toBe(409);
    expect(await api.tijdlijn(id)).toHaveLength(2);
  });

  test.each<[string, string, unknown, number]>([
    ['taalschool', 'taalschool', agreement, 403],
    ['gemeente', 'intos', agreement, 404],
    ['gemeente', 'onbekend', agreement, 400],
    ['gemeente', 'taalschool', {}, 400],
    ['gemeente', 'taalschool', { ...agreement, datum: '2999-01-01' }, 400],
  ])('a record by %s for %s of %j is answered with %i', async (to, partner, body, status) => {
    const api = start();
    const { id } = await api.subscribe();
    expect((await put(api, id, body, to, partner)).status).toBe(status);
    expect(await api.kept(id)).toMatchObject({ status: 'wacht-op-verificatie' });
  });
});

describe('POST /abonnementen/{abonnementId}/_nieuwgeheim', () => {
  const secretsOf = async ({ world, kept }: ReturnType<typeof start>, id: string) =>
    ((await kept(id))?.geheimen ?? []).map(({ versleuteld, tot }) => [
      world.encryption.decrypt(versleuteld, id),
      tot,
    ]);

  test('the old secret signs along for as long as was asked, and so does that of an earlier rotation', async () => {
    const api = start();
    const { id, secret } = await api.subscribeActive();
    const second = Made.parse((await api.send('POST', `/${id}/_nieuwgeheim`, { overlapUren: 48 })).content);
    expect(second).toMatchObject({ oudGeheimTot: '2025-06-22T08:32:00.000Z', status: 'actief' });
    expect(second.secret).not.toBe(secret);
    api.world.clock.next(HOUR);
    const third = Made.parse((await api.send('POST', `/${id}/_nieuwgeheim`, {})).content);
    expect(await secretsOf(api, id)).toEqual([
      [third.secret, undefined],
      [second.secret, '2025-06-21T09:32:00.000Z'],
      [secret, '2025-06-22T08:32:00.000Z'],
    ]);
    api.world.clock.next(30 * HOUR);
    expect((await api.send('GET', `/${id}`)).content).not.toHaveProperty('secret');
    expect(JSON.stringify(await api.tijdlijn(id))).not.toContain('whsec_');
  });

  test('without overlap the new secret signs alone', async () => {
    const api = start();
    const { id } = await api.subscribeActive();
    const { secret } = example('abonnement.geheim', 'goed-eigen');
    await api.send('POST', `/${id}/_nieuwgeheim`, { secret, overlapUren: 0 });
    expect(await secretsOf(api, id)).toEqual([[secret, undefined]]);
  });

  test('a fourth secret is refused until the overlap of an earlier one ends, and without an overlap never', async () => {
    const api = start();
    const { id } = await api.subscribeActive();
    await api.send('POST', `/${id}/_nieuwgeheim`, { overlapUren: 48 });
    await api.send('POST', `/${id}/_nieuwgeheim`, { overlapUren: 168 });
    const before = await api.kept(id);
    const refused = await api.send('POST', `/${id}/_nieuwgeheim`, {});
    expect([refused.status, refused.content?.['detail']]).toEqual([
      409,
      expect.stringContaining('vanaf 2025-06-22T08:32:00.000Z'),
    ]);
    expect(await api.kept(id)).toEqual(before);
    api.world.clock.next(48 * HOUR);
    expect((await api.send('POST', `/${id}/_nieuwgeheim`, {})).status).toBe(200);
    expect(await secretsOf(api, id)).toHaveLength(3);
    expect((await api.send('POST', `/${id}/_nieuwgeheim`, { overlapUren: 0 })).status).toBe(200);
    expect(await secretsOf(api, id)).toHaveLength(1);
  });

  test('a secret that is too short and an overlap below zero are both named', async () => {
    const api = start();
    const { id } = await api.subscribeActive();
    const before = await api.kept(id);
    const { pointers } = await api.send('POST', `/${id}/_nieuwgeheim`, {
      secret: 'whsec_a',
      overlapUren: -1,
    });
    expect(pointers).toEqual(['/overlapUren', '/secret']);
    expect(await api.kept(id)).toEqual(before);
  });
});

describe('DELETE /abonnementen/{abonnementId}', () => {
  test('ends the abonnement: its messages are offered to another door, and its tijdlijn remains', async () => {
    const { subscribeActive, send, world } = start();
    const { id } = await subscribeActive();
    expect((await send('DELETE', `/${id}`)).status).toBe(204);
    expect(world.jobs).toEqual([KANAAL]);
    expect((await send('GET', `/${id}`)).status).toBe(404);
    expect((await send('PATCH', `/${id}`, { types: [] })).status).toBe(404);
    expect((await send('GET', '')).content).toEqual({ abonnementen: [] });
    const tijdlijn = await send('GET', `/${id}/tijdlijn`);
    expect(tijdlijn.content).toMatchObject({
      abonnementId: id,
      gebeurtenissen: expect.arrayContaining([expect.objectContaining({ naam: 'abonnement-opgezegd' })]),
    });
    expect((await send('GET', `/${id}/tijdlijn`, undefined, 'intos')).status).toBe(404);
  });
});

test('a repeated DELETE offers the messages that the first one could not, and the end is noted once', async () => {
  const { subscribeActive, send, world, tijdlijn } = start();
  const { id } = await subscribeActive();
  world.outage = { deliveryQueue: Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }) };
  expect((await send('DELETE', `/${id}`)).status).toBe(503);
  delete world.outage;
  expect((await send('DELETE', `/${id}`)).status).toBe(204);
  expect(world.jobs).toEqual([KANAAL]);
  expect((await tijdlijn(id)).filter(({ naam }) => naam === 'abonnement-opgezegd')).toHaveLength(1);
});

describe('GET and PUT /kanaal', () => {
  const choose = (api: ReturnType<typeof start>, body: unknown, to = 'taalschool', query = {}) =>
    api.call('PUT', '/v1/kanaal', { to, body, query, headers: { 'Content-Type': 'application/json' } });

  test('the base door is the queue until the partner chooses another, and then the messages that lie ready are offered anew', async () => {
    const api = start();
    await api.subscribe();
    const before = {
      gemeentecode: '0907',
      partner: 'taalschool',
      abonnementen: 1,
      klaargezet: 0,
      geparkeerd: 0,
    };
    const read = (to: string, query = {}) => api.call('GET', '/v1/kanaal', { to, query });
    expect((await read('taalschool')).content).toEqual({ ...before, deur: 'wachtrij' });
    api.world.jobs.length = 0;
    expect((await choose(api, { deur: 'ophalen' })).content).toEqual({ ...before, deur: 'ophalen' });
    expect(api.world.jobs).toEqual([KANAAL]);
    expect((await read('gemeente', { partner: 'taalschool' })).content).toEqual({
      ...before,
      deur: 'ophalen',
    });
    expect((await read('intos')).content).toMatchObject({ deur: 'wachtrij', abonnementen: 0 });
  });

  test('who works at the gemeente fetches and has no queue to choose', async () => {
    const api = start();
    const read = async () => (await api.call('GET', '/v1/kanaal', { to: 'burgerzaken' })).content;
    expect(await read()).toMatchObject({ deur: 'ophalen' });
    const refused = await choose(api, { deur: 'wachtrij' }, 'burgerzaken');
    expect(refused).toMatchObject({
      status: 400,
      content: {
        errors: [
          {
            pointer: '/deur',
            detail: 'deze rol heeft geen wachtrij: kies ophalen, of maak een abonnement voor een webhook',
          },
        ],
      },
    });
    expect((await choose(api, { deur: 'ophalen' }, 'burgerzaken')).status).toBe(200);
    // What a partner chose in another role, before its profile changed, brings no queue back.
    await api.world.kanalen.chooseBaseDoor('0907/burgerzaken', 'wachtrij');
    expect(await read()).toMatchObject({ deur: 'ophalen' });
  });

  test.each<[unknown, string, number]>([
    [{ deur: 'webhook' }, 'taalschool', 400],
    [{}, 'taalschool', 400],
    [{ deur: 'ophalen' }, 'gemeente-1734', 403],
    [{ deur: 'ophalen' }, 'coa', 403],
  ])('PUT with %j by %s is answered with %i', async (body, to, status) => {
    const api = start();
    expect((await choose(api, body, to)).status).toBe(status);
    expect(api.world.jobs).toEqual([]);
  });

  test('PUT by a gemeente that gets messages itself chooses the door of its own', async () => {
    const api = start();
    const choice = await choose(api, { deur: 'ophalen' }, 'gemeente');
    expect(choice.status).toBe(200);
    expect(choice.content).toMatchObject({ partner: 'gemeente', deur: 'ophalen' });
    expect(api.world.jobs).toEqual([{ soort: 'kanaal', kanaal: '0907/gemeente' }]);
  });

  test.each<[string, string, string, number]>([
    ['a gemeente helps a partner of its own', 'gemeente', 'mage', 200],
    ['a gemeente names nobody that it has', 'gemeente', 'onbekend', 400],
    ['a partner names itself', 'mage', 'mage', 200],
    ['a partner names another', 'taalschool', 'mage', 403],
    ['a source names a partner', 'coa', 'mage', 403],
  ])('PUT where %s', async (_what, to, partner, status) => {
    const api = start();
    const choice = await choose(api, { deur: 'ophalen' }, to, { partner });
    expect(choice.status).toBe(status);
    expect(api.world.jobs).toEqual(status === 200 ? [{ soort: 'kanaal', kanaal: '0907/mage' }] : []);
  });

  test('what a partner missed is asked for by its gemeente too', async () => {
    const api = start();
    const again = await api.call('POST', '/v1/herleveringen', {
      to: 'gemeente',
      query: { partner: 'mage' },
      body: { tot: '2030-01-01T00:00:00Z' },
      headers: { 'Content-Type': 'application/json' },
    });
    expect(again.status).toBe(202);
    expect(api.world.jobs).toMatchObject([{ soort: 'herlevering', kanaal: '0907/mage' }]);
  });

  test('when the messages cannot be offered, the choice stands and the caller can try again', async () => {
    const api = start();
    api.world.outage = { deliveryQueue: Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }) };
    expect((await choose(api, { deur: 'ophalen' })).status).toBe(503);
    delete api.world.outage;
    expect((await choose(api, { deur: 'ophalen' })).status).toBe(200);
    expect(api.world.jobs).toEqual([KANAAL]);
  });
});
