import { describe, expect, test } from 'vitest';
import { createFeeds } from '../../../../adapters/table/postvak/feeds.ts';
import { createHerleveringen, type Herlevering } from '../../../../adapters/table/postvak/herleveringen.ts';
import { gemeldFor, gewijzigdFor, vervallenFor } from '../../../../contracts/partnerberichten.ts';
import { newPostvakItem, type PostvakItem } from '../../../../domain/delivery/item.ts';
import { type HerleveringNeeded, processHerlevering } from '../../../../functions/webhook/herlevering.ts';
import { type Call, startApi } from '../../../contract/support/api.ts';
import { example, examples } from '../../../contract/support/examples.ts';

const TAALSCHOOL = '0907/taalschool';
const GEMELD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';
const GEWIJZIGD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gewijzigd.v1';
const ABONNEMENT = '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e';
const MINUTE = 60_000;
const PURGE = () => 100_000;

const zaak = (number: number) => `3f7d6c1e-0f5b-8a8e-9d6a-${String(number).padStart(12, '0')}`;
const berichtId = (number: number, volgnummer: number) =>
  `0b0f2c36-6c1e-5c55-${8000 + volgnummer}-${String(number).padStart(12, '0')}`;

const otherwise = (number: number, volgnummer: number) => ({
  id: berichtId(number, volgnummer),
  subject: zaak(number),
});

const bericht = (number: number, volgnummer: number) => {
  const data = { zaakId: zaak(number), volgnummer };
  if (volgnummer === 1) {
    const gemeld = gemeldFor('taalschool').parse(example(GEMELD, 'goed-taalschool'));
    return gemeldFor('taalschool').parse({
      ...gemeld,
      ...otherwise(number, volgnummer),
      data: { ...gemeld.data, ...data },
    });
  }
  const gewijzigd = gewijzigdFor('taalschool').parse(example(GEWIJZIGD, 'goed-taalschool'));
  return gewijzigdFor('taalschool').parse({
    ...gewijzigd,
    ...otherwise(number, volgnummer),
    data: { ...gewijzigd.data, ...data },
  });
};

/** A partner with so many zaken; of each, two messages were delivered a minute apart. */
const start = async (zaken: number, partner: '0907/taalschool' | '0907/intos' = TAALSCHOOL) => {
  const api = startApi();
  const { world } = api;
  const { postvak, clock, kanalen, table } = world;
  const herleveringen = createHerleveringen(table);
  const delivery = async (item: PostvakItem | undefined) => {
    const until = new Date(clock.now().getTime() + MINUTE);
    const inHand = item && (await postvak.claim(item, 'wachtrij', until, clock.now()));
    if (inHand === undefined) throw new Error('the claim failed');
    await postvak.bezorgd(inHand, clock.now());
  };
  for (const volgnummer of [1, 2]) {
    for (let number = 1; number <= zaken; number++) {
      const item = newPostvakItem(partner, bericht(number, volgnummer), clock.now(), []);
      await postvak.put([item]);
      await delivery(item);
    }
    clock.next(MINUTE);
  }
  const dependencies: HerleveringNeeded = {
    herleveringen,
    postvak,
    kanalen,
    feeds: createFeeds(table),
    deliveryQueue: {
      enqueue: async (offered) => {
        world.jobs.push(...offered.map(({ job }) => job));
      },
    },
    now: () => clock.now(),
  };
  const query = (body: unknown, path = '/v1/herleveringen', to = 'taalschool', extra: Call = {}) =>
    api.call('POST', path, { to, body, headers: { 'Content-Type': 'application/json' }, ...extra });
  const entry = async (id: string, to = 'taalschool', query = {}) =>
    (await api.call('GET', `/v1/herleveringen/${id}`, { to, query })).content;
  const begin = async (body: unknown, path?: string): Promise<string> =>
    String((await query(body, path)).content?.['herleveringId']);
  const readyMessages = async () => {
    const { items } = await postvak.list(partner, { places: ['klaargezet'], max: 10_000 });
    return items.map(({ zaakId, volgnummer }) => `${Number(zaakId.slice(-12))}.${volgnummer}`);
  };
  /** Delivers every message that lies ready, so that it can be put back once more. */
  const deliverAll = async () => {
    for (const place of (await postvak.list(partner, { places: ['klaargezet'], max: 10_000 })).items) {
      await delivery(await postvak.read(place));
    }
  };
  return { ...api, dependencies, query, entry, begin, readyMessages, deliverAll, herleveringen };
};

const createAbonnement = ({ world }: Awaited<ReturnType<typeof start>>, types: readonly string[]) =>
  world.kanalen.create(TAALSCHOOL, {
    id: ABONNEMENT,
    status: 'actief',
    sink: 'https://partner.example.nl/hooks',
    types,
    filters: [],
    geheimen: [],
    aangemaaktOp: '2025-06-20T08:00:00.000Z',
    versie: 1,
  });

describe('the request for a herlevering', () => {
  test.each([
    [{ van: '2025-06-20T08:32:30Z' }, 3],
    [{ tot: '2025-06-20T10:32:00+02:00' }, 3],
    [{ van: '2025-06-20T08:32:00Z', tot: '2025-06-20T08:33:00Z' }, 6],
    [{ zaakId: zaak(2) }, 2],
    [{ zaakId: zaak(2), types: [GEWIJZIGD] }, 1],
    [{ zaakId: zaak(2), van: '2025-06-20T08:32:30Z' }, 1],
    [{ types: [GEMELD] }, 3],
    [{ zaakId: zaak(9) }, 0],
  ])('for %j counts %i messages, and puts exactly those back', async (choice, count) => {
    const { query, begin, entry, dependencies, readyMessages, world } = await start(3);
    const trial = await query({ ...choice, proef: true });
    expect([trial.status, trial.content]).toEqual([200, { aantal: count }]);
    expect([await readyMessages(), world.jobs]).toEqual([[], []]);
    const id = await begin(choice);
    expect(await entry(id)).toMatchObject({
      status: 'wacht',
      aantal: count,
      gedaan: 0,
      door: 'taalschool-0907',
    });
    expect(world.jobs).toEqual([{ soort: 'herlevering', kanaal: TAALSCHOOL, herleveringId: id }]);
    await processHerlevering(dependencies, id, PURGE);
    expect(await entry(id)).toMatchObject({ status: 'klaar', aantal: count, gedaan: count });
    expect(await readyMessages()).toHaveLength(count);
  });

  test('puts messages back with their ids and bytes, offers them per zaak, and leaves messages alone that are on their way', async () => {
    const { begin, dependencies, world, deliverAll, query } = await start(2);
    const before = await world.postvak.list(TAALSCHOOL);
    const id = await begin({ types: [GEMELD, GEWIJZIGD] });
    await processHerlevering(dependencies, id, PURGE);
    expect((await query({ types: [GEMELD], proef: true })).content).toEqual({ aantal: 0 });
    const after = await world.postvak.list(TAALSCHOOL);
    expect(after.items.map(({ tekst }) => tekst)).toEqual(before.items.map(({ tekst }) => tekst));
    expect(world.jobs.slice(1)).toEqual([
      { soort: 'baan', kanaal: TAALSCHOOL, zaakId: zaak(1) },
      { soort: 'baan', kanaal: TAALSCHOOL, zaakId: zaak(2) },
    ]);
    await deliverAll();
    expect((await query({ types: [GEMELD], proef: true })).content).toEqual({ aantal: 2 });
  });

  test('to an abonnement is for the messages that it takes, the one to the base door for the others', async () => {
    const api = await start(2);
    await createAbonnement(api, [GEWIJZIGD]);
    const trial = { types: [GEMELD, GEWIJZIGD], proef: true };
    const of = (path: string) => api.query(trial, path);
    expect((await of('/v1/herleveringen')).content).toEqual({ aantal: 2 });
    expect((await of(`/v1/abonnementen/${ABONNEMENT}/herleveringen`)).content).toEqual({ aantal: 2 });
    const id = await api.begin(
      { van: '2025-06-20T00:00:00Z' },
      `/v1/abonnementen/${ABONNEMENT}/herleveringen`,
    );
    await processHerlevering(api.dependencies, id, PURGE);
    expect(await api.readyMessages()).toEqual(['1.2', '2.2']);
    expect(await api.world.kanalen.tijdlijn(ABONNEMENT)).toMatchObject([
      { naam: 'herlevering-gevraagd', gegevens: { herleveringId: id, aantal: 2 } },
    ]);
    expect(await api.entry(id)).not.toHaveProperty('abonnementId');
  });

  test('lets a partner that fetches get the messages again, also with an earlier cursor', async () => {
    const { begin, dependencies, call, world } = await start(1);
    await world.kanalen.chooseBaseDoor(TAALSCHOOL, 'ophalen');
    world.clock.next(MINUTE);
    const read = (query: Record<string, string>) =>
      call('GET', '/v1/berichten', { to: 'taalschool', query: { wacht: '0', ...query } });
    const { content } = await read({});
    world.clock.next(MINUTE);
    await processHerlevering(dependencies, await begin({ zaakId: zaak(1) }), PURGE);
    const later = await read({ na: String(content?.['na']) });
    expect(later.content?.['berichten']).toEqual([bericht(1, 1), bericht(1, 2)]);
    const confirmation = await call('POST', `/v1/berichten/${berichtId(1, 1)}/_bevestig`, {
      to: 'taalschool',
    });
    expect(confirmation.status).toBe(204);
    expect(world.jobs.map(({ soort }) => soort)).toEqual(['herlevering']);
  });

  const counterExamples = examples.filter(
    ({ type, fault }) => type === 'herlevering.aanvraag' && fault !== undefined,
  );
  test.each(counterExamples.map((testCase) => [testCase.name, testCase] as const))(
    'like %s is refused with every fault',
    async (_, { bericht: body, fault }) => {
      const { query, world } = await start(0);
      const { status, pointers } = await query(body);
      expect([status, [...new Set(pointers)]]).toEqual([
        400,
        fault?.verwacht.map(({ pointer }) => pointer).toSorted(),
      ]);
      expect(world.jobs).toEqual([]);
    },
  );

  test('may be made by the partner only; its gemeente may read how far it is, another organisation may not', async () => {
    const { query, begin, call, entry } = await start(1);
    expect((await query({ zaakId: zaak(1) }, '/v1/herleveringen', 'gemeente-1734')).status).toBe(403);
    const id = await begin({ zaakId: zaak(1) });
    const read = async (to: string, query = {}) =>
      (await call('GET', `/v1/herleveringen/${id}`, { to, query })).status;
    expect(await read('gemeente', { partner: 'taalschool' })).toBe(200);
    expect(await read('gemeente', { partner: 'intos' })).toBe(404);
    expect(await read('intos')).toBe(404);
    expect(await entry('geen-uuid')).toMatchObject({ status: 404 });
    const fromOther = `/v1/abonnementen/${ABONNEMENT}/herleveringen`;
    expect((await query({ zaakId: zaak(1) }, fromOther)).status).toBe(404);
  });

  test('is for the own messages of the partner only', async () => {
    const { query } = await start(2, '0907/intos');
    expect((await query({ types: [GEMELD], proef: true })).content).toEqual({ aantal: 0 });
  });

  test('is refused until the herlevering before it has ended', async () => {
    const { query, begin, dependencies } = await start(1);
    const id = await begin({ zaakId: zaak(1) });
    expect((await query({ zaakId: zaak(1) })).status).toBe(409);
    await processHerlevering(dependencies, id, PURGE);
    expect((await query({ zaakId: zaak(1) })).status).toBe(202);
  });

  test('is refused for one of two at the same moment', async () => {
    const { query, begin, dependencies } = await start(1);
    await processHerlevering(dependencies, await begin({ zaakId: zaak(1) }), PURGE);
    const both = await Promise.all([query({ zaakId: zaak(1) }), query({ zaakId: zaak(1) })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([202, 409]);
  });
});

describe('putting messages back', () => {
  test('goes no faster than was asked, and leaves the rest to the watch', async () => {
    const { begin, dependencies, entry, readyMessages, world, herleveringen } = await start(3);
    const id = await begin({ van: '2025-06-20T00:00:00Z', tempo: 4 });
    world.jobs.length = 0;
    await processHerlevering(dependencies, id, PURGE);
    expect(await entry(id)).toMatchObject({ status: 'bezig', gedaan: 4 });
    await processHerlevering(dependencies, id, PURGE);
    expect(await readyMessages()).toEqual(['1.1', '2.1', '3.1', '1.2']);
    expect(await herleveringen.waiting(world.clock.now())).toEqual([]);
    world.clock.next(MINUTE);
    const [waiting] = await herleveringen.waiting(world.clock.now());
    expect(waiting).toMatchObject({ id, kanaal: TAALSCHOOL });
    await processHerlevering(dependencies, id, PURGE);
    expect(await entry(id)).toMatchObject({ status: 'klaar', gedaan: 6 });
    expect(await herleveringen.waiting(new Date('2030-01-01'))).toEqual([]);
  });

  /** The gemeente gets what comes after a message that could not be made: that one is made when it can be. */
  const withLateContent = async () => {
    const started = await start(0);
    const { world, deliverAll } = started;
    const moment = world.clock.now();
    const item = (volgnummer: number, ms: number) =>
      newPostvakItem(TAALSCHOOL, bericht(1, volgnummer), new Date(moment.getTime() + ms), []);
    await world.postvak.put([item(1, 2), item(2, 1)]);
    await deliverAll();
    world.clock.next(MINUTE);
    return started;
  };

  test('of one zaak goes by volgnummer at a rate, and leaves out nothing that got its content after a later one', async () => {
    const { begin, dependencies, entry, readyMessages, world } = await withLateContent();
    const id = await begin({ zaakId: zaak(1), tempo: 1 });
    await processHerlevering(dependencies, id, PURGE);
    expect(await readyMessages()).toEqual(['1.1']);
    for (let run = 0; run < 2; run++) {
      world.clock.next(MINUTE);
      await processHerlevering(dependencies, id, PURGE);
    }
    expect((await readyMessages()).toSorted()).toEqual(['1.1', '1.2']);
    expect(await entry(id)).toMatchObject({ status: 'klaar', aantal: 2, gedaan: 2 });
  });

  test('of one zaak goes on where a version before this one had noted a position', async () => {
    const { begin, dependencies, entry, readyMessages, world, herleveringen } = await withLateContent();
    const id = await begin({ zaakId: zaak(1), tempo: 1 });
    const begun = await herleveringen.read(id);
    const { items } = await world.postvak.list(TAALSCHOOL, { places: ['bezorgd'], max: 1 });
    const [first] = items;
    const item = first && (await world.postvak.read(first));
    if (begun?.vanaf === undefined || item === undefined) throw new Error('nothing to go on with');
    expect(item.volgnummer).toBe(2);
    await world.postvak.redeliver(item, id, world.clock.now());
    await herleveringen.recordProgress(begun, { gedaan: 1, na: item.positie, vanaf: begun.vanaf });
    for (let run = 0; run < 3; run++) {
      await processHerlevering(dependencies, id, PURGE);
      world.clock.next(MINUTE);
    }
    expect((await readyMessages()).toSorted()).toEqual(['1.1', '1.2']);
    expect(await entry(id)).toMatchObject({ status: 'klaar' });
  });

  test('puts those of one zaak back by volgnummer, also when everything of some time was asked for', async () => {
    const { begin, dependencies } = await withLateContent();
    const id = await begin({ van: '2025-06-20T00:00:00Z' });
    const order: number[] = [];
    const { postvak } = dependencies;
    const redeliver: typeof postvak.redeliver = (item, ...rest) => {
      order.push(item.volgnummer);
      return postvak.redeliver(item, ...rest);
    };
    const read: typeof postvak.read = (place) => postvak.read(place);
    await processHerlevering({ ...dependencies, postvak: { read, redeliver } }, id, PURGE);
    expect(order).toEqual([1, 2]);
  });

  test('goes on in another run when this one has no time left', async () => {
    const { begin, dependencies, entry, world } = await start(150);
    const id = await begin({ van: '2025-06-20T00:00:00Z' });
    world.jobs.length = 0;
    await processHerlevering(dependencies, id, () => 1000);
    expect(await entry(id)).toMatchObject({ status: 'bezig', gedaan: 200 });
    expect(world.jobs.at(-1)).toEqual({ soort: 'herlevering', kanaal: TAALSCHOOL, herleveringId: id });
    await processHerlevering(dependencies, id, () => 1000);
    expect(await entry(id)).toMatchObject({ status: 'klaar', aantal: 300, gedaan: 300 });
  });

  test('waits for what the queue of a partner that fetches by now has in hand, and then puts that back too', async () => {
    const { begin, dependencies, readyMessages, world } = await start(1);
    const { items } = await world.postvak.list(TAALSCHOOL, { places: ['bezorgd'], max: 1 });
    const item = items[0] && (await world.postvak.read(items[0]));
    const until = new Date(world.clock.now().getTime() + MINUTE);
    const again = item && (await world.postvak.redeliver(item, ABONNEMENT, world.clock.now()));
    const inHand = again && (await world.postvak.claim(again, 'wachtrij', until, world.clock.now()));
    await world.kanalen.chooseBaseDoor(TAALSCHOOL, 'ophalen');
    const id = await begin({ zaakId: zaak(1) });
    await expect(processHerlevering(dependencies, id, PURGE)).rejects.toMatchObject({ followUp: 'retry' });
    if (inHand === undefined) throw new Error('the claim failed');
    await world.postvak.bezorgd(inHand, world.clock.now());
    await processHerlevering(dependencies, id, PURGE);
    expect(await readyMessages()).toEqual(['1.1', '1.2']);
  });

  test('is seen by a reader with a cursor, also of a partner that chose to fetch while it was going on', async () => {
    const { begin, call, dependencies, entry, world } = await start(1);
    const id = await begin({ van: '2025-06-20T00:00:00Z' });
    const read = async (query: Readonly<Record<string, string>> = {}) =>
      (await call('GET', '/v1/berichten', { to: 'taalschool', query: { wacht: '0', ...query } })).content;
    const { kanalen } = dependencies;
    let cursor: unknown;
    const settings: typeof kanalen.settings = async (kanaal) => {
      const found = await kanalen.settings(kanaal);
      await call('PUT', '/v1/kanaal', {
        to: 'taalschool',
        body: { deur: 'ophalen' },
        headers: { 'Content-Type': 'application/json' },
      });
      world.clock.next(MINUTE);
      cursor = (await read())?.['na'];
      world.clock.next(MINUTE);
      return found;
    };
    await processHerlevering({ ...dependencies, kanalen: { settings } }, id, PURGE);
    expect(await entry(id)).toMatchObject({ status: 'klaar', gedaan: 2 });
    expect((await read({ na: String(cursor) }))?.['berichten']).toHaveLength(2);
  });

  test('does nothing for a herlevering that does not exist or has ended', async () => {
    const { begin, dependencies, readyMessages, deliverAll } = await start(1);
    await processHerlevering(dependencies, ABONNEMENT, PURGE);
    const id = await begin({ zaakId: zaak(1) });
    await processHerlevering(dependencies, id, PURGE);
    await deliverAll();
    await processHerlevering(dependencies, id, PURGE);
    expect(await readyMessages()).toEqual([]);
  });

  /** The same dependencies, except that call number `at` throws before or after its work. */
  const falling = (
    dependencies: HerleveringNeeded,
    at: number,
    moment: 'before' | 'after',
  ): HerleveringNeeded => {
    let counter = 0;
    const wrap = <Functions extends object>(functions: Functions): Functions =>
      new Proxy(functions, {
        get: (target, name) => {
          const fn: unknown = Reflect.get(target, name);
          if (typeof fn !== 'function') return fn;
          return async (...args: unknown[]) => {
            const falls = ++counter === at;
            if (falls && moment === 'before') throw new Error('crash');
            const outcome = await Reflect.apply(fn, target, args);
            if (falls) throw new Error('crash');
            return outcome;
          };
        },
      });
    return {
      ...dependencies,
      herleveringen: wrap(dependencies.herleveringen),
      postvak: wrap(dependencies.postvak),
      deliveryQueue: wrap(dependencies.deliveryQueue),
    };
  };

  test.each(['before', 'after'] as const)(
    'a function that crashes %s any call puts each message back once and counts it once',
    async (moment) => {
      let cases = 0;
      for (let at = 1; at < 60; at++) {
        const { begin, dependencies, entry, world, deliverAll } = await start(2);
        const id = await begin({ van: '2025-06-20T00:00:00Z', tempo: 3 });
        try {
          await processHerlevering(falling(dependencies, at, moment), id, PURGE);
        } catch {
          cases++;
        }
        // Messages that were put back before the crash may have been delivered by the time that the job comes again.
        await deliverAll();
        for (let round = 0; round < 3; round++) {
          await processHerlevering(dependencies, id, PURGE);
          world.clock.next(MINUTE);
        }
        expect(await entry(id), `at call ${at}`).toMatchObject({ status: 'klaar', aantal: 4, gedaan: 4 });
        const { items } = await world.postvak.list(TAALSCHOOL);
        const times = await Promise.all(
          items.map(async (place) => (await world.postvak.read(place))?.herleveringen),
        );
        expect(times, `at call ${at}`).toEqual([1, 1, 1, 1]);
      }
      expect(cases).toBeGreaterThan(8);
    },
  );

  test('leaves a message alone that another run puts back meanwhile, so that it is sent once', async () => {
    const { begin, dependencies, entry, world } = await start(1);
    const id = await begin({ zaakId: zaak(1), types: [GEMELD] });
    let time = 0;
    const moving: HerleveringNeeded = {
      ...dependencies,
      postvak: {
        ...dependencies.postvak,
        read: async (place) => {
          const item = await dependencies.postvak.read(place);
          if (item !== undefined && time++ === 0)
            await dependencies.postvak.redeliver(item, 'een-andere', world.clock.now());
          return item;
        },
      },
    };
    await processHerlevering(moving, id, PURGE);
    expect(await entry(id)).toMatchObject({ status: 'klaar', gedaan: 0 });
  });
});

test('the watch carries on a herlevering that was stored but not offered', async () => {
  const { query, world, herleveringen } = await start(1);
  world.outage = { deliveryQueue: Object.assign(new Error('weg'), { code: 'ECONNREFUSED' }) };
  expect((await query({ zaakId: zaak(1) })).status).toBe(503);
  const waiting: readonly Herlevering[] = await herleveringen.waiting(world.clock.now());
  expect(waiting).toMatchObject([{ kanaal: TAALSCHOOL, aantal: 2 }]);
});

test('what was told before a withdrawal is not sent again, and the withdrawal is', async () => {
  const { world, query } = await start(2);
  const { postvak, clock } = world;
  const type = 'nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1';
  const vervallen = vervallenFor('taalschool').parse(example(type, 'goed-taalschool'));
  const item = newPostvakItem(
    TAALSCHOOL,
    vervallenFor('taalschool').parse({
      ...vervallen,
      ...otherwise(1, 3),
      data: { ...vervallen.data, zaakId: zaak(1), volgnummer: 3 },
    }),
    clock.now(),
    [],
  );
  await postvak.put([item]);
  const until = new Date(clock.now().getTime() + MINUTE);
  const inHand = await postvak.claim(item, 'wachtrij', until, clock.now());
  await postvak.bezorgd(inHand ?? item, clock.now());
  clock.next(MINUTE);
  expect((await query({ zaakId: zaak(1), proef: true })).content).toEqual({ aantal: 1 });
  expect((await query({ zaakId: zaak(2), proef: true })).content).toEqual({ aantal: 2 });
});
