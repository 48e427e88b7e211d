import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { movePost } from '../../../../../../adapters/table/postvak/old-place.ts';
import { gemeldFor } from '../../../../../../contracts/partnerberichten.ts';
import { newPostvakItem, type PostvakItem, unmadeItem } from '../../../../../../domain/delivery/item.ts';
import { berichtIdOf } from '../../../../../../domain/partners/bericht.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { example } from '../../../../../contract/support/examples.ts';
import { putBackAsBefore } from '../../../old-post.ts';

const GEMELD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';
const TAALSCHOOL = '0907/taalschool';
const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

const zaak = (number: number) => `3f7d6c1e-0f5b-8a8e-9d6a-${String(number).padStart(12, '0')}`;

const bericht = (number: number, volgnummer = 1) => {
  const base = gemeldFor('taalschool').parse(example(GEMELD, 'goed-taalschool'));
  return gemeldFor('taalschool').parse({
    ...base,
    id: `0b0f2c36-6c1e-5c55-${String(8000 + volgnummer)}-${String(number).padStart(12, '0')}`,
    subject: zaak(number),
    data: { ...base.data, zaakId: zaak(number), volgnummer },
  });
};

const start = (baseDoor: 'wachtrij' | 'ophalen' = 'ophalen') => {
  const api = startApi();
  const { world } = api;
  const put = async (number: number, volgnummer = 1, partner = TAALSCHOOL): Promise<PostvakItem> => {
    const item = newPostvakItem(
      partner as typeof TAALSCHOOL,
      bericht(number, volgnummer),
      world.clock.now(),
      [],
    );
    await world.postvak.put([item]);
    return item;
  };
  const read = (query: Readonly<Record<string, string>> = {}, to = 'taalschool') =>
    api.call('GET', '/v1/berichten', { to, query });
  const confirm = (id: string, to = 'taalschool') =>
    api.call('POST', `/v1/berichten/${id}/_bevestig`, { to });
  const done = world.kanalen.chooseBaseDoor(TAALSCHOOL, baseDoor);
  return { ...api, put, read, confirm, done };
};

type Outcome = Awaited<ReturnType<ReturnType<typeof start>['read']>>;

const Page = z.object({
  berichten: z.array(z.object({ data: z.object({ zaakId: z.string(), volgnummer: z.int() }) })),
});

/** The messages of a page, each as `<number of its zaak>.<volgnummer>`. */
const volgnummersIn = ({ content }: Outcome) =>
  Page.parse(content).berichten.map(({ data }) => `${Number(data.zaakId.slice(-12))}.${data.volgnummer}`);
const afterOf = ({ content }: Outcome) => String(content?.['na']);

describe('GET /berichten: the list of what a partner was sent', () => {
  test('a partner reads its own messages, a gemeente those of its partner, in every state and as they were sent', async () => {
    const { read, put, confirm, done, world } = start('wachtrij');
    await done;
    const first = await put(1);
    await put(2);
    await put(3, 1, '0907/intos');
    await confirm(first.id);
    for (const outcome of [
      await read(),
      await read({ partner: 'taalschool' }),
      await read({ partner: 'taalschool' }, 'gemeente'),
    ]) {
      expect(outcome.content).toEqual({ berichten: [bericht(1), bericht(2)] });
    }
    expect(volgnummersIn(await read({ staat: 'bevestigd' }))).toEqual(['1.1']);
    expect(volgnummersIn(await read({ staat: 'klaargezet' }))).toEqual(['2.1']);
    expect(world.log).toEqual([]);
  });

  test('a list longer than a page goes on where the page before it ended', async () => {
    const { read, put, done, world } = start();
    await done;
    for (let number = 1; number <= 150; number++) {
      await put(number);
      world.clock.next(1);
    }
    const first = await read();
    const second = await read({ na: afterOf(first) });
    expect([...volgnummersIn(first), ...volgnummersIn(second)]).toEqual(
      Array.from({ length: 150 }, (_, number) => `${number + 1}.1`),
    );
    expect(second.content).not.toHaveProperty('na');
  });

  test.each<[string, Record<string, string>, number]>([
    ['taalschool', { partner: 'intos' }, 403],
    ['gemeente-1734', {}, 400],
    ['gemeente', { partner: 'onbekend' }, 400],
    ['gemeente-0796', { partner: 'taalschool' }, 400],
    ['gemeente', { partner: 'taalschool', bsn: '999966133' }, 400],
    ['gemeente', { partner: 'taalschool', na: 'no cursor!' }, 400],
    ['coa', {}, 403],
    ['beheer', {}, 403],
  ])('%s that asks with %j gets %i', async (to, query, status) => {
    expect((await start().read(query, to)).status).toBe(status);
  });

  test('all faults of a query are named at once', async () => {
    const { read } = start();
    const { status, pointers } = await read({ wacht: '21', staat: 'kwijt', na: '?', van: 'gisteren' });
    expect([status, pointers]).toEqual([400, ['/na', '/staat', '/van', '/wacht']]);
    const together = await read({ wacht: '1', staat: 'klaargezet' });
    expect([together.status, together.pointers]).toEqual([400, ['/staat']]);
  });
});

describe('GET /berichten?wacht=: the pull door', () => {
  test('messages that lie ready come at once, and confirmed ones do not come again', async () => {
    const { read, put, confirm, done } = start();
    await done;
    const first = await put(1);
    await put(2);
    expect(volgnummersIn(await read({ wacht: '20' }))).toEqual(['1.1', '2.1']);
    expect((await confirm(first.id)).status).toBe(204);
    expect((await confirm(first.id)).status).toBe(204);
    expect(volgnummersIn(await read({ wacht: '20' }))).toEqual(['2.1']);
  });

  test('a message can be confirmed while the queue has it in hand, and its delivery does not undo that', async () => {
    const { confirm, put, done, world } = start('wachtrij');
    await done;
    const item = await put(1);
    const now = world.clock.now();
    const until = new Date(now.getTime() + 15 * SECOND);
    const inHand = await world.postvak.claim(item, 'wachtrij', until, now);
    if (inHand === undefined) throw new Error('the claim failed');
    expect((await confirm(item.id)).status).toBe(204);
    expect(await world.postvak.bezorgd(inHand, now)).toBeUndefined();
    expect((await world.postvak.read(item))?.plek).toBe('bevestigd');
  });

  test('a waiting call gets a message as soon as it is put', async () => {
    const { read, put, done, world } = start();
    await done;
    let sleeps = 0;
    world.clock.duringSleep = async () => {
      if (++sleeps === 3) await put(1);
    };
    expect(volgnummersIn(await read({ wacht: '20' }))).toEqual(['1.1']);
    expect(sleeps).toBe(3);
  });

  test('a waiting call also gets a message that is written late, and one that another choice of doors brings', async () => {
    const { read, done, world } = start();
    await done;
    const late = newPostvakItem(TAALSCHOOL, bericht(1), world.clock.now(), []);
    world.clock.next(20 * SECOND);
    world.clock.duringSleep = async () => {
      await world.postvak.put([late]);
    };
    expect(volgnummersIn(await read({ wacht: '20' }))).toEqual(['1.1']);

    const api = start();
    await api.done;
    const item = await api.put(3);
    const abonnement = {
      id: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
      status: 'gepauzeerd',
      sink: 'https://partner.example.nl/hooks',
      types: [],
      filters: [],
      geheimen: [],
      aangemaaktOp: '2025-06-20T08:00:00.000Z',
      versie: 1,
    } as const;
    await api.world.kanalen.create(TAALSCHOOL, abonnement);
    api.world.clock.next(61 * SECOND);
    api.world.clock.duringSleep = async () => {
      await api.call('DELETE', `/v1/abonnementen/${abonnement.id}`, { to: 'taalschool' });
    };
    const outcome = await api.read({ wacht: '20' });
    expect(outcome.content?.['berichten']).toMatchObject([{ id: item.id }]);
  });

  test.each([
    ['as long as it asks', '5', 5],
    ['not at all when it asks for 0', '0', 0],
    // The function of the test has fifteen seconds; three are kept for the answer.
    ['as long as the hub allows', '20', 20],
  ])('an empty postvak lets a call wait %s', async (_, wait, seconds) => {
    const { read, done, world } = start();
    await done;
    const begin = world.clock.now().getTime();
    expect(volgnummersIn(await read({ wacht: wait }))).toEqual([]);
    expect(world.clock.now().getTime() - begin).toBe(seconds * SECOND);
  });

  test('a message that is written late under an earlier moment is not skipped', async () => {
    const { read, put, done, world } = start();
    await done;
    world.clock.next(-5 * SECOND);
    const late = newPostvakItem(TAALSCHOOL, bericht(1), world.clock.now(), []);
    world.clock.next(5 * SECOND);
    await put(2);
    const first = await read({ wacht: '0' });
    await world.postvak.put([late]);
    expect(volgnummersIn(await read({ wacht: '0', na: afterOf(first) }))).toEqual(['1.1', '2.1']);
  });

  test('a message that a page showed and that is older than a minute does not come again after its cursor', async () => {
    const { read, put, done, world } = start();
    await done;
    await put(1);
    world.clock.next(61 * SECOND);
    await put(2);
    const first = await read({ wacht: '0' });
    expect(volgnummersIn(first)).toEqual(['1.1', '2.1']);
    expect(volgnummersIn(await read({ wacht: '0', na: afterOf(first) }))).toEqual(['2.1']);
  });

  test('a page holds a hundred messages, and its cursor leads to the others', async () => {
    const { read, put, done, world } = start();
    await done;
    for (let number = 1; number <= 120; number++) await put(number);
    world.clock.next(61 * SECOND);
    const first = await read({ wacht: '0' });
    const second = await read({ wacht: '0', na: afterOf(first) });
    expect([volgnummersIn(first).length, volgnummersIn(second).length]).toEqual([100, 20]);
  });

  test('pages also lead through messages that lie ready for longer than the window of a cursor', async () => {
    const { read, put, done, world } = start();
    await done;
    for (let number = 1; number <= 120; number++) await put(number);
    world.clock.next(60 * DAY);
    const first = await read({ wacht: '0' });
    const second = await read({ wacht: '0', na: afterOf(first) });
    expect([volgnummersIn(first).length, volgnummersIn(second).length]).toEqual([100, 20]);
  });

  test('a message that another door has in hand is not shown, and the cursor does not pass it', async () => {
    const { read, put, done, world } = start();
    await done;
    const item = await put(1);
    const inHand = await world.postvak.claim(item, 'webhook', new Date('2025-06-21'), world.clock.now());
    world.clock.next(61 * SECOND);
    const first = await read({ wacht: '0' });
    expect(volgnummersIn(first)).toEqual([]);
    if (inHand === undefined) throw new Error('the claim failed');
    await world.postvak.release(inHand, world.clock.now());
    expect(volgnummersIn(await read({ wacht: '0', na: afterOf(first) }))).toEqual(['1.1']);
  });

  test('after another choice of doors a partner gets every message that lies ready once more, whatever its cursor', async () => {
    const { read, put, done, world, call } = start();
    await done;
    await put(1);
    world.clock.next(61 * SECOND);
    const first = await read({ wacht: '0' });
    expect(volgnummersIn(await read({ wacht: '0', na: afterOf(first) }))).toEqual([]);
    const choose = (door: string) =>
      call('PUT', '/v1/kanaal', {
        to: 'taalschool',
        body: { deur: door },
        headers: { 'Content-Type': 'application/json' },
      });
    await choose('wachtrij');
    await choose('ophalen');
    expect(volgnummersIn(await read({ wacht: '0', na: afterOf(first) }))).toEqual(['1.1']);
  });

  test('a partner with another door is told which door it has: 409', async () => {
    const { read, done } = start('wachtrij');
    await done;
    const { status, content } = await read({ wacht: '0' });
    expect([status, content]).toEqual([
      409,
      expect.objectContaining({
        type: 'https://hub.example.nl/problemen/andere-deur',
        detail: expect.stringContaining('wachtrij'),
      }),
    ]);
  });

  test('a partner with a webhook is not told that everything comes through its queue', async () => {
    const { read, done, world } = start('wachtrij');
    await done;
    await world.kanalen.create(TAALSCHOOL, {
      id: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
      status: 'actief',
      sink: 'https://partner.example/hooks',
      types: [],
      filters: [],
      geheimen: [{ versleuteld: 'x' }],
      aangemaaktOp: '2025-06-20T08:00:00.000Z',
      versie: 1,
    });
    const { status, content } = await read({ wacht: '0' });
    expect(status).toBe(409);
    expect(content?.['detail']).toContain('naar een webhook, en anders door de deur wachtrij');
  });

  const cursor = (position: string, givenAt = '2025-06-20T08:00:00.000Z') =>
    Buffer.from(`${position}|${givenAt}`).toString('base64url');

  test.each([
    ['from the future', { wacht: '0', na: cursor('2025-06-20T08:33:00.000Z') }, 400, 'toekomst'],
    [
      'given in the future',
      { wacht: '0', na: cursor('2025-06-20T08:00:00.000Z', '2026-01-01T00:00:00.000Z') },
      400,
      'toekomst',
    ],
    ['that nobody gave', { wacht: '0', na: 'eyJwayI6IjEifQ' }, 400, 'vervolg'],
    ['of a list that nobody gave', { na: Buffer.from('2025-13-45|x').toString('base64url') }, 400, 'vervolg'],
    [
      'older than the window',
      { wacht: '0', na: cursor('2025-05-21T08:31:59.999Z', '2025-05-21T08:31:59.999Z') },
      410,
      '30 dagen',
    ],
    [
      'of a list older than what is kept',
      { na: cursor('2025-03-22T08:31:59.999Z', '2025-03-22T08:31:59.999Z') },
      410,
      '90 dagen',
    ],
    [
      'within the window',
      { wacht: '0', na: cursor('2025-05-21T08:32:00.000Z', '2025-05-21T08:32:00.000Z') },
      200,
      'berichten',
    ],
  ])('a cursor %s', async (_, query, status, text) => {
    const { read, done } = start();
    await done;
    const outcome = await read(query);
    expect(outcome.status).toBe(status);
    expect(JSON.stringify(outcome.content)).toContain(text);
    expect(outcome.pointers).toEqual(status === 400 ? ['/na'] : []);
  });

  test('messages that an abonnement takes cannot be fetched', async () => {
    const { read, put, done, world } = start();
    await done;
    await world.kanalen.create(TAALSCHOOL, {
      id: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
      status: 'gepauzeerd',
      sink: 'https://partner.example.nl/hooks',
      types: [],
      filters: [{ exact: { subject: zaak(1) } }],
      geheimen: [],
      aangemaaktOp: '2025-06-20T08:00:00.000Z',
      versie: 1,
    });
    await put(1);
    await put(2);
    expect(volgnummersIn(await read({ wacht: '0' }))).toEqual(['2.1']);
  });
});

describe('a message by its id', () => {
  test('is shown with its state and every attempt, and with its content as long as that is kept', async () => {
    const { call, put, done, world } = start();
    await done;
    const item = await put(1);
    const inHand = await world.postvak.claim(item, 'webhook', new Date('2025-06-21'), world.clock.now());
    if (inHand === undefined) throw new Error('the claim failed');
    const attempt = {
      tijdstip: '2025-06-20T08:32:00.500Z',
      reden: 'status',
      status: 503,
      duurMs: 12,
    } as const;
    const back = await world.postvak.release(inHand, world.clock.now(), attempt);
    const read = (to: string, query = {}) => call('GET', `/v1/berichten/${item.id}`, { to, query });
    const entry = {
      id: item.id,
      zaakId: zaak(1),
      volgnummer: 1,
      staat: 'klaargezet',
      deur: 'webhook',
      klaargezetOp: '2025-06-20T08:32:00.000Z',
      sinds: '2025-06-20T08:32:00.000Z',
      pogingen: [attempt],
    };
    expect((await read('taalschool')).content).toEqual({ ...entry, type: GEMELD, bericht: bericht(1) });
    expect((await read('gemeente', { partner: 'taalschool' })).content).toMatchObject(entry);
    world.clock.next(91 * DAY);
    if (back === undefined) throw new Error('the release failed');
    await world.postvak.purge(back, world.clock.now());
    const empty = await read('taalschool');
    expect(empty.content).toEqual({ ...entry, staat: 'vervallen', sinds: expect.any(String) });
  });

  test.each([
    ['another partner', 'intos', 404],
    ['the same partner of another gemeente', 'gemeente-0796', 400],
    ['a gemeente that asks after another of its partners', 'gemeente', 404],
  ])('is not there for %s', async (_, to, status) => {
    const { call, put, done } = start();
    await done;
    const { id } = await put(1);
    const query = to.startsWith('gemeente') ? { partner: 'intos' } : {};
    expect(
      (await call('GET', `/v1/berichten/${id}`, { to, query: to === 'gemeente-0796' ? {} : query })).status,
    ).toBe(status);
  });

  test.each([
    ['taalschool', '00000000-0000-4000-8000-000000000000', 404],
    ['taalschool', 'geen-uuid', 404],
    ['gemeente-1734', undefined, 403],
    ['intos', undefined, 404],
    ['coa', undefined, 403],
  ])('%s confirming message %s: %i', async (to, id, status) => {
    const { confirm, put, done, read } = start();
    await done;
    const item = await put(1);
    expect((await confirm(id ?? item.id, to)).status).toBe(status);
    expect(volgnummersIn(await read({ wacht: '0' }))).toEqual(['1.1']);
  });

  test('that cannot be made is listed without content and with its reason, and is absent from the pull door', async () => {
    const { confirm, read, call, done, world, put } = start();
    await done;
    await put(1);
    const { subject: zaakId } = bericht(2, 1);
    const unmade = unmadeItem(
      {
        id: berichtIdOf(zaakId, TAALSCHOOL, 1),
        partner: TAALSCHOOL,
        zaakId,
        volgnummer: 1,
        type: GEMELD,
        plek: 'geparkeerd',
        reden: 'de gegevens passen niet in dit bericht: naam.geslachtsnaam',
      },
      world.clock.now(),
      [],
    );
    await world.postvak.put([unmade]);
    const shown = {
      id: unmade.id,
      zaakId,
      volgnummer: 1,
      type: GEMELD,
      staat: 'geparkeerd',
      klaargezetOp: unmade.klaargezetOp,
      stilstand: unmade.reden,
    };
    for (const query of [{}, { staat: 'geparkeerd' }]) {
      expect((await read(query)).content?.['stilstaand']).toEqual([shown]);
    }
    expect(volgnummersIn(await read())).toEqual(['1.1']);
    expect((await read({ staat: 'klaargezet' })).content).not.toHaveProperty('stilstaand');
    const fetched = await read({ wacht: '0' });
    expect(volgnummersIn(fetched)).toEqual(['1.1']);
    expect(fetched.content).not.toHaveProperty('stilstaand');
    const { content } = await call('GET', `/v1/berichten/${unmade.id}`, { to: 'taalschool' });
    expect(content).toEqual({ ...shown, sinds: unmade.sinds, pogingen: [] });
    expect((await confirm(unmade.id)).status).toBe(404);
  });

  test('lets its lane go on when it is confirmed after it was tried in vain, and orders nothing otherwise', async () => {
    const { confirm, put, done, world } = start('wachtrij');
    await done;
    const item = await put(1);
    const claim = (one: PostvakItem) =>
      world.postvak.claim(one, 'webhook', new Date(world.clock.now().getTime() + SECOND), world.clock.now());
    const inHand = await claim(item);
    if (inHand === undefined) throw new Error('in hand elsewhere');
    const poging = {
      tijdstip: world.clock.now().toISOString(),
      reden: 'status',
      status: 422,
      duurMs: 1,
    } as const;
    await world.postvak.release(inHand, world.clock.now(), poging);
    await confirm(item.id);
    expect(world.jobs).toEqual([{ soort: 'baan', kanaal: TAALSCHOOL, zaakId: zaak(1) }]);

    const delivered = await put(2);
    const taken = await claim(delivered);
    if (taken === undefined) throw new Error('in hand elsewhere');
    await world.postvak.bezorgd(taken, world.clock.now(), { ...poging, reden: 'gelukt', status: 204 });
    await confirm(delivered.id);
    await confirm((await put(3)).id);
    expect(world.jobs).toHaveLength(1);
  });

  test('can be confirmed after its content has gone', async () => {
    const { confirm, put, done, world } = start();
    await done;
    const item = await put(1);
    await world.postvak.purge(item, world.clock.now());
    expect((await confirm(item.id)).status).toBe(204);
  });

  test('that version 0.1.0 put is shown, and says until it is moved that it can be confirmed a little later', async () => {
    const { confirm, put, done, read, call, world } = start();
    await done;
    const [ready, delivered] = [await put(1), await put(2)];
    const inHand = await world.postvak.claim(delivered, 'webhook', world.clock.now(), world.clock.now());
    if (inHand !== undefined) await world.postvak.bezorgd(inHand, world.clock.now());
    await putBackAsBefore(world.table);
    expect(volgnummersIn(await read({ wacht: '0' }))).toEqual(['1.1']);
    for (const { id } of [ready, delivered]) {
      const { content } = await call('GET', `/v1/berichten/${id}`, { to: 'taalschool' });
      expect(content).toMatchObject({ id, bericht: { id } });
      const later = await confirm(id);
      expect([later.status, later.headers['retry-after']]).toEqual([503, '1']);
    }
    const list = await read();
    expect([list.status, list.headers['retry-after']]).toEqual([503, '30']);
    for (const number of [1, 2]) {
      const items = await world.table.partition(`ZAAK#${zaak(number)}`);
      await movePost(world.table, items, world.clock.now(), async () => undefined);
    }
    expect(volgnummersIn(await read())).toEqual(['1.1', '2.1']);
    for (const { id } of [ready, delivered]) expect((await confirm(id)).status).toBe(204);
  });
});

test('a berichtId in capitals reads and confirms the same message', async () => {
  const { done, put, confirm, call } = start();
  await done;
  const { id } = await put(1);
  const capitals = id.toUpperCase();
  expect(capitals).not.toBe(id);
  expect((await confirm(capitals)).status).toBe(204);
  const read = await call('GET', `/v1/berichten/${capitals}`, { to: 'taalschool' });
  expect(read.content).toMatchObject({ id, staat: 'bevestigd' });
});
