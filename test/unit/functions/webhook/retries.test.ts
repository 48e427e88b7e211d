import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Request, Sender } from '../../../../adapters/egress/sender.ts';
import { BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import { MAX_ATTEMPTS } from '../../../../domain/delivery/schedule.ts';
import { deliverySpanId, readTraceparent } from '../../../../domain/logboek/trace.ts';
import { HOUR, KANAAL, MINUTE, SECOND, secret, silence, status, webhookHub, zaak } from './support.ts';

/** Offsets of Standard Webhooks' schedule from the first try. */
const OFFSETS = [
  0,
  5 * SECOND,
  5 * MINUTE + 5 * SECOND,
  35 * MINUTE + 5 * SECOND,
  2 * HOUR + 35 * MINUTE + 5 * SECOND,
  7 * HOUR + 35 * MINUTE + 5 * SECOND,
  17 * HOUR + 35 * MINUTE + 5 * SECOND,
  31 * HOUR + 35 * MINUTE + 5 * SECOND,
  51 * HOUR + 35 * MINUTE + 5 * SECOND,
  75 * HOUR + 35 * MINUTE + 5 * SECOND,
];

/** About this one message; the receiver itself is in order. */
const failed = () => status(422);

describe('a message that fails', () => {
  it('is tried ten times, at the offsets of the standard, and then parked', async () => {
    const hub = await webhookHub();
    hub.setup.response = failed;
    await hub.put(1, 1);
    await hub.passes(200 * HOUR);
    expect(hub.calls.map(({ at }) => at)).toEqual(OFFSETS);
    expect(await hub.places(1)).toEqual(['geparkeerd']);
    const [item] = await hub.items(1);
    expect(item?.pogingen).toHaveLength(MAX_ATTEMPTS);
    expect(item?.pogingen[0]).toMatchObject({ reden: 'status', status: 422 });
    expect(await hub.lanes.waiting()).toEqual([]);
    expect(hub.queued()).toEqual([]);
  });

  it('names each try in the header traceparent, in one trace, while its own text stays the same', async () => {
    const requests: Request[] = [];
    const sender: Sender = {
      send: async (request) => {
        requests.push(request);
        return status(500);
      },
    };
    const hub = await webhookHub({}, { sender });
    await hub.put(1, 1);
    await hub.passes(HOUR);
    const spans = requests.map(({ headers }) => readTraceparent(headers['traceparent']));
    expect(requests.length).toBeGreaterThan(2);
    expect(new Set(spans.map((span) => span?.traceId)).size).toBe(1);
    expect(new Set(requests.map(({ body }) => String(body))).size).toBe(1);
    // Each try stands with its message under the moment that its span follows from.
    const [item] = await hub.items(1);
    expect(spans.map((span) => span?.spanId)).toEqual(
      item?.pogingen.map(({ tijdstip }) => deliverySpanId(item.id, tijdstip)),
    );
  });

  it('is tried at most a tenth later each time, so that messages do not all come back at once', async () => {
    const hub = await webhookHub({}, { chance: () => 0.999 });
    hub.setup.response = failed;
    await hub.put(1, 1);
    await hub.passes(200 * HOUR);
    expect(hub.calls).toHaveLength(MAX_ATTEMPTS);
    hub.calls.forEach(({ at }, number) => {
      const intended = OFFSETS[number] ?? 0;
      expect(at).toBeGreaterThanOrEqual(intended);
      // A queue hides a job for whole seconds.
      expect(at).toBeLessThanOrEqual(intended * 1.1 + number * SECOND);
    });
  });

  it('keeps its id and its bytes over all attempts, with a new moment and signature each time', async () => {
    const hub = await webhookHub();
    hub.setup.response = failed;
    await hub.put(1, 1);
    await hub.passes(10 * MINUTE);
    expect(hub.calls).toHaveLength(3);
    const [one, two] = hub.calls.map(({ request }) => request);
    expect(two?.headers['webhook-id']).toBe(one?.headers['webhook-id']);
    expect(two?.body?.equals(one?.body ?? Buffer.alloc(0))).toBe(true);
    expect(two?.headers['webhook-timestamp']).not.toBe(one?.headers['webhook-timestamp']);
    expect(two?.headers['webhook-signature']).not.toBe(one?.headers['webhook-signature']);
  });

  it.each([301, 302, 307, 400, 401, 403, 404, 408, 422, 500, 503])(
    'with %i is tried again, and a later success ends it',
    async (code) => {
      const hub = await webhookHub();
      hub.setup.response = ({ at }) => status(at === 0 ? code : 200);
      await hub.put(1, 1);
      await hub.passes(HOUR);
      expect(hub.calls.map(({ at }) => at)).toEqual([0, 5 * SECOND]);
      expect(await hub.places(1)).toEqual(['bezorgd']);
      expect((await hub.items(1))[0]?.pogingen).toMatchObject([
        { reden: code < 400 ? 'doorverwijzing' : 'status', status: code },
        { reden: 'gelukt', status: 200 },
      ]);
      expect(await hub.lanes.waiting()).toEqual([]);
    },
  );

  it('holds back the later messages of its zaak, in order, and no other zaak', async () => {
    const hub = await webhookHub();
    const delivered: string[] = [];
    hub.setup.response = ({ at, id = '', request }) => {
      const { data } = JSON.parse(String(request.body));
      if (data.zaakId === zaak(1) && at < 6 * MINUTE) return status(422);
      delivered.push(id.slice(-4));
      return status(204);
    };
    for (const volgnummer of [1, 2, 3]) {
      await hub.put(1, volgnummer);
      await hub.put(2, volgnummer + 10);
    }
    await hub.passes(MINUTE);
    expect(delivered).toEqual(['0011', '0012', '0013']);
    expect(await hub.places(1)).toEqual(['klaargezet', 'klaargezet', 'klaargezet']);
    expect(hub.calls.filter(({ id }) => id?.endsWith('0002'))).toEqual([]);
    await hub.passes(HOUR);
    expect(delivered.slice(3)).toEqual(['0001', '0002', '0003']);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd', 'bezorgd']);
  });

  it('is parked with the messages behind it, and a new message of that zaak makes all of them be tried again, in order', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(422);
    await hub.put(1, 1);
    await hub.put(1, 2);
    await hub.passes(100 * HOUR);
    expect(await hub.places(1)).toEqual(['geparkeerd', 'geparkeerd']);
    expect(await hub.tijdlijn()).toEqual(['bericht-geparkeerd']);

    hub.calls.splice(0);
    hub.setup.response = () => status(200);
    await hub.put(1, 3);
    await hub.passes(0);
    expect(hub.calls.map(({ id }) => id?.slice(-4))).toEqual(['0001', '0002', '0003']);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd', 'bezorgd']);
  });

  it('holds back nothing of its zaak any more once its partner confirmed it by hand', async () => {
    const hub = await webhookHub();
    hub.setup.response = ({ id }) => status(id?.endsWith('0001') ? 422 : 204);
    await hub.put(1, 1);
    await hub.passes(3 * HOUR);
    await hub.put(1, 2);
    await hub.passes(MINUTE);
    expect(await hub.places(1)).toEqual(['klaargezet', 'klaargezet']);
    const [head] = await hub.items(1);
    if (head === undefined) throw new Error('no such message');
    await hub.postvak.confirm(head, new Date(hub.clock.now));
    // What confirming it orders.
    hub.enqueue({ soort: 'baan', kanaal: KANAAL, zaakId: zaak(1) });
    await hub.passes(0);
    expect(await hub.places(1)).toEqual(['bevestigd', 'bezorgd']);
    expect(await hub.lanes.waiting()).toEqual([]);
  });

  it('leads to one warning an hour, however many messages are parked', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(422);
    for (let number = 1; number <= 12; number++) await hub.put(number, 1);
    await hub.passes(100 * HOUR);
    for (let number = 1; number <= 12; number++) expect(await hub.places(number)).toEqual(['geparkeerd']);
    expect(await hub.tijdlijn()).toEqual(['bericht-geparkeerd']);
    expect(hub.events).toEqual([
      { kanaal: '0907/taalschool', abonnementId: hub.abonnement.id, waarschuwing: 'bericht-geparkeerd' },
    ]);
  });
});

describe('a receiver that is busy', () => {
  it.each([
    ['429', '90', 90 * SECOND],
    ['503', '90', 90 * SECOND],
    ['429', 'Mon, 01 Jun 2026 12:04:00 GMT', 4 * MINUTE],
    ['404', '240', 4 * MINUTE],
  ])('with %s and Retry-After %s gets no call before that moment', async (code, retryAfter, cooldownMs) => {
    const hub = await webhookHub();
    hub.setup.response = ({ at }) =>
      at < cooldownMs ? status(Number(code), { 'retry-after': retryAfter }) : status(204);
    await hub.put(1, 1);
    await hub.run();
    await hub.put(2, 1);
    await hub.put(3, 1);
    await hub.passes(3 * HOUR);
    const [first, ...rest] = hub.calls.map(({ at }) => at);
    expect(first).toBe(0);
    expect(rest).toHaveLength(3);
    for (const at of rest) expect(at).toBeGreaterThanOrEqual(cooldownMs);
    for (const number of [1, 2, 3]) expect(await hub.places(number)).toEqual(['bezorgd']);
    // The wait for the end of the rest does not count as an attempt.
    expect((await hub.items(2))[0]?.pogingen).toHaveLength(1);
  });

  /** A receiver that once answers with a Retry-After of 18 hours, and takes everything after that. */
  const mistaken = async () => {
    const hub = await webhookHub();
    hub.setup.response = () =>
      hub.calls.length === 1 ? status(503, { 'retry-after': '65000' }) : status(204);
    await hub.put(1, 1);
    await hub.run();
    await hub.put(2, 1);
    await hub.passes(MINUTE);
    return hub;
  };

  it('and asks for hours of rest gets the other messages after five minutes, and that one when it asked', async () => {
    const hub = await mistaken();
    expect(await hub.places(2)).toEqual(['klaargezet']);
    await hub.passes(5 * MINUTE);
    expect(await hub.places(2)).toEqual(['bezorgd']);
    expect(await hub.places(1)).toEqual(['klaargezet']);
    await hub.passes(18 * HOUR);
    expect(await hub.places(1)).toEqual(['bezorgd']);
    expect(hub.calls[2]?.at).toBeGreaterThanOrEqual(65_000 * SECOND);
  });

  it('gets everything at once when its partner changes a setting', async () => {
    const hub = await mistaken();
    await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
    await hub.passes(10 * SECOND);
    expect(await hub.places(1)).toEqual(['bezorgd']);
    expect(await hub.places(2)).toEqual(['bezorgd']);
  });

  it('keeps its rest when the hub itself finds that it answers again', async () => {
    const hub = await mistaken();
    await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL, hersteld: true });
    await hub.passes(10 * SECOND);
    expect(hub.calls).toHaveLength(1);
  });

  /** Five messages of which the receiver asks an hour, after which it is out of order, and then takes everything. */
  const backTooSoon = async () => {
    const hub = await webhookHub();
    hub.setup.response = ({ at }) => (at < 6 * MINUTE ? status(503, { 'retry-after': '3600' }) : status(204));
    for (let number = 1; number <= 5; number++) await hub.put(number, 1);
    await hub.run();
    await hub.passes(6 * MINUTE);
    hub.calls.splice(0);
    await hub.put(6, 1);
    await hub.passes(30 * MINUTE);
    expect(await hub.tijdlijn()).toContain('ontvanger-hersteld');
    expect(await hub.places(6)).toEqual(['bezorgd']);
    return hub;
  };

  it('gets no message before the moment that it asked for that one, also when the hub finds that it answers again', async () => {
    const hub = await backTooSoon();
    expect(hub.calls).toHaveLength(1);
    await hub.passes(30 * MINUTE);
    for (let number = 1; number <= 5; number++) expect(await hub.places(number)).toEqual(['bezorgd']);
    for (const { at } of hub.calls.slice(1)) expect(at).toBeGreaterThanOrEqual(HOUR);
  });

  it('gets those before that moment when its partner says that it is back', async () => {
    const hub = await backTooSoon();
    hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
    await hub.passes(0);
    for (let number = 1; number <= 5; number++) expect(await hub.places(number)).toEqual(['bezorgd']);
  });

  it('stands once on the tijdlijn of its abonnement, with the end of the rest', async () => {
    const hub = await mistaken();
    expect(await hub.tijdlijn()).toEqual(['ontvanger-vraagt-rust']);
    expect((await hub.lines())[0]?.gegevens).toEqual({
      reden: expect.stringContaining('2026-06-01T12:05:00.000Z'),
      rustTot: '2026-06-01T12:05:00.000Z',
      wachtTot: '2026-06-02T06:03:20.000Z',
    });
  });

  it('does not stand on the tijdlijn when it asks for seconds only', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => (hub.calls.length === 1 ? status(429, { 'retry-after': '5' }) : status(204));
    await hub.put(1, 1);
    await hub.passes(MINUTE);
    expect(await hub.tijdlijn()).toEqual([]);
  });

  it('is never called faster than its partner allows', async () => {
    const hub = await webhookHub({ tempo: 30 });
    for (let number = 1; number <= 8; number++) await hub.put(number, 1);
    await hub.put(1, 2);
    await hub.passes(10 * MINUTE);
    const moments = hub.calls.map(({ at }) => at);
    expect(moments).toHaveLength(9);
    moments.forEach((at, number) => {
      if (number > 0) expect(at - (moments[number - 1] ?? 0)).toBeGreaterThanOrEqual(2 * SECOND);
    });
    expect(moments.at(-1)).toBeLessThan(30 * SECOND);
  });

  it.each([{ hersteld: true as const }, {}])(
    'loses no time to moments that were reserved before every lane was offered again: %j',
    async (why) => {
      const hub = await webhookHub({ tempo: 6 });
      for (let number = 1; number <= 30; number++) await hub.put(number, 1);
      await hub.passes(MINUTE);
      await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL, ...why });
      await hub.passes(10 * MINUTE);
      const moments = hub.calls.map(({ at }) => at);
      expect(moments).toHaveLength(30);
      moments.forEach((at, number) => {
        // A queue hides a job for whole seconds.
        if (number > 0) expect(at - (moments[number - 1] ?? 0)).toBeGreaterThanOrEqual(9 * SECOND);
      });
      expect(moments.at(-1)).toBeLessThan(30 * 10 * SECOND + 30 * SECOND);
    },
  );

  it('is called at the slower of the rates that it and its partner allow', async () => {
    const instemming = { wijze: 'handdruk', op: '2026-06-01T00:00:00Z', tempo: 6 } as const;
    const hub = await webhookHub({ tempo: 600, instemming });
    for (let number = 1; number <= 3; number++) await hub.put(number, 1);
    await hub.passes(MINUTE);
    expect(hub.calls.map(({ at }) => at)).toEqual([0, 11_000, 21_167]);
  });
});

/** Gives answers one after the other, each once the function has stored the consequences of the one before. */
const inTurn = () => {
  let previous: Promise<unknown> = Promise.resolve();
  return async (code: number, headers?: Record<string, string>) => {
    const earlier = previous;
    const done = earlier.then(async () => {
      for (let time = 0; time < 20; time++) await setImmediate();
    });
    previous = done;
    await done;
    return status(code, headers);
  };
};

describe('lanes of one batch to one receiver', () => {
  it('stop calling from the moment at which it asks for rest', async () => {
    const hub = await webhookHub();
    const response = inTurn();
    hub.setup.response = () =>
      hub.calls.length === 2 ? response(429, { 'retry-after': '60' }) : response(200);
    for (const volgnummer of [1, 2, 3, 4]) await hub.put(1, volgnummer);
    await hub.put(2, 1);
    await hub.run();
    // The third call had begun before the second was answered.
    expect(hub.calls.map(({ at }) => at)).toEqual([0, 0, 0]);
    await hub.passes(10 * MINUTE);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd', 'bezorgd', 'bezorgd']);
    expect(await hub.places(2)).toEqual(['bezorgd']);
  });

  it('do not take it for out of order when it answers other lanes in between', async () => {
    const hub = await webhookHub();
    const response = inTurn();
    hub.setup.response = () => response(hub.calls.length % 2 === 0 ? 200 : 500);
    for (let number = 1; number <= 10; number++) await hub.put(number, 1);
    await hub.run();
    expect(hub.calls).toHaveLength(10);
    expect(await hub.tijdlijn()).toEqual([]);
  });
});

describe('a receiver that answers 410', () => {
  it('has its abonnement stopped with a warning, and its messages are kept', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(410);
    await hub.put(1, 1);
    await hub.put(1, 2);
    await hub.run();
    await hub.put(2, 1);
    await hub.passes(100 * HOUR);
    expect(hub.calls).toHaveLength(1);
    expect(await hub.current()).toMatchObject({ status: 'gestopt' });
    expect(await hub.places(1)).toEqual(['klaargezet', 'klaargezet']);
    expect(await hub.places(2)).toEqual(['klaargezet']);
    expect(await hub.tijdlijn()).toEqual(['abonnement-gestopt']);
    expect(hub.events).toEqual([
      { kanaal: '0907/taalschool', abonnementId: hub.abonnement.id, waarschuwing: 'abonnement-gestopt' },
    ]);
    expect(hub.measured.get('AbonnementGewaarschuwd')).toBe(1);
  });

  it('has its abonnement left alone when that has another address by then', async () => {
    const hub = await webhookHub();
    hub.setup.response = async () => {
      const now = await hub.current();
      if (now !== undefined)
        await hub.kanalen.change('0907/taalschool', now, { sink: 'https://nieuw.example/' });
      hub.setup.response = () => status(204);
      return status(410);
    };
    await hub.put(1, 1);
    await hub.passes(100 * HOUR);
    expect(await hub.current()).toMatchObject({ status: 'actief', sink: 'https://nieuw.example/' });
    expect(await hub.tijdlijn()).toEqual([]);
  });
});

describe('a receiver that is out of order', () => {
  it('is called by one lane at a time, further and further apart, while the others leave nothing behind', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => silence;
    for (let number = 1; number <= 30; number++) await hub.put(number, 1);
    await hub.passes(3 * SECOND);
    // A batch of ten was under way when the outage showed; no lane called after that.
    expect(hub.calls).toHaveLength(10);
    expect(await hub.tijdlijn()).toEqual(['ontvanger-in-storing']);
    for (let number = 11; number <= 30; number++) {
      expect((await hub.items(number))[0]).toMatchObject({ plek: 'klaargezet', pogingen: [] });
    }
    const waiting = await hub.lanes.waiting();
    expect(waiting).toHaveLength(10);
    hub.calls.splice(0);
    await hub.passes(30 * MINUTE);
    const moments = hub.calls.map(({ at }) => at);
    expect(moments.slice(0, 5)).toEqual([15, 45, 105, 225, 465].map((seconds) => seconds * SECOND));
    for (const [number, at] of moments.entries()) {
      if (number >= 5) expect(at - (moments[number - 1] ?? 0)).toBeGreaterThanOrEqual(5 * MINUTE);
    }
    expect(hub.measured.get('AbonnementGewaarschuwd')).toBe(1);
    // Whoever never called still left nothing behind.
    expect((await hub.items(30))[0]).toMatchObject({ plek: 'klaargezet', pogingen: [] });
  });

  it('that is back gets every waiting message within five minutes, without a word of its partner', async () => {
    const hub = await webhookHub();
    hub.setup.response = ({ at }) => (at < 36 * MINUTE ? silence : status(200));
    for (let number = 1; number <= 30; number++) await hub.put(number, 1);
    await hub.passes(35 * MINUTE);
    for (let number = 1; number <= 30; number++) expect(await hub.places(number)).toEqual(['klaargezet']);
    await hub.passes(6 * MINUTE);
    for (let number = 1; number <= 30; number++) expect(await hub.places(number)).toEqual(['bezorgd']);
    expect(await hub.tijdlijn()).toEqual(['ontvanger-in-storing', 'ontvanger-hersteld']);
    expect(await hub.lanes.waiting()).toEqual([]);
  });

  it('that is back gets every waiting message at once with the first new one', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => silence;
    for (let number = 1; number <= 30; number++) await hub.put(number, 1);
    await hub.passes(2 * HOUR);
    hub.setup.response = () => status(200);
    hub.clock.now += 5 * MINUTE;
    await hub.put(31, 1);
    await hub.run();
    for (let number = 1; number <= 31; number++) expect(await hub.places(number)).toEqual(['bezorgd']);
  });

  it('gets everything also when the order to look at its lanes is lost: the watch finds what lies there', async () => {
    let lost = 0;
    const hub = await webhookHub({}, {}, (adapter) =>
      'enqueue' in adapter
        ? {
            ...adapter,
            enqueue: async () => {
              lost += 1;
            },
          }
        : adapter,
    );
    hub.setup.response = ({ at }) => (at < 10 * SECOND ? silence : status(200));
    for (let number = 1; number <= 30; number++) await hub.put(number, 1);
    await hub.passes(MINUTE);
    expect(await hub.tijdlijn()).toEqual(['ontvanger-in-storing', 'ontvanger-hersteld']);
    expect(lost).toBeGreaterThan(0);
    expect(await hub.places(30)).toEqual(['klaargezet']);
    await hub.passes(20 * MINUTE);
    for (let number = 1; number <= 30; number++) expect(await hub.places(number)).toEqual(['bezorgd']);
  });

  it('is called at once when its partner changes a setting, and gets everything when it is back', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => silence;
    for (let number = 1; number <= 30; number++) await hub.put(number, 1);
    await hub.passes(HOUR);
    hub.calls.splice(0);
    await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
    await hub.passes(0);
    expect(hub.calls).toHaveLength(1);
    hub.setup.response = () => status(200);
    await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
    await hub.passes(0);
    for (let number = 1; number <= 30; number++) expect(await hub.places(number)).toEqual(['bezorgd']);
  });

  it('makes the hub park no message that it did not try, and none before the end of its schedule', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => silence;
    for (let number = 1; number <= 15; number++) await hub.put(number, 1);
    await hub.passes(75 * HOUR);
    for (let number = 1; number <= 15; number++) expect(await hub.places(number)).toEqual(['klaargezet']);
    await hub.passes(20 * HOUR);
    for (let number = 1; number <= 15; number++) {
      const [item] = await hub.items(number);
      expect(item?.plek).toBe('geparkeerd');
      expect(item?.pogingen.at(-1)).toMatchObject({ reden: 'tijdslimiet' });
    }
    // One that skipped all the time was tried in the end.
    expect((await hub.items(15))[0]?.pogingen.length).toBeLessThan(MAX_ATTEMPTS);
    expect(await hub.lanes.waiting()).toEqual([]);
    expect(hub.queued()).toEqual([]);
  });

  it('makes the hub begin the schedule anew when its partner does something about it', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => silence;
    for (let number = 1; number <= 15; number++) await hub.put(number, 1);
    await hub.passes(60 * HOUR);
    await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
    await hub.passes(30 * HOUR);
    expect(await hub.places(15)).toEqual(['klaargezet']);
    await hub.passes(60 * HOUR);
    expect(await hub.places(15)).toEqual(['geparkeerd']);
  });

  it('that comes and goes makes the hub park no message before the end of its schedule', async () => {
    // Deterministic: three of four calls fail.
    let number = 7;
    const chance = (): number => {
      number = (Math.imul(number, 1664525) + 1013904223) >>> 0;
      return number / 2 ** 32;
    };
    const hub = await webhookHub({}, { chance });
    hub.setup.response = () => status(chance() < 0.75 ? 503 : 200);
    for (let number = 1; number <= 60; number++) await hub.put(number, 1);
    await hub.passes(10 * HOUR);
    expect((await hub.tijdlijn()).filter((name) => name === 'ontvanger-hersteld').length).toBeGreaterThan(1);
    for (let number = 1; number <= 60; number++) expect(await hub.places(number)).not.toEqual(['geparkeerd']);
    hub.setup.response = () => status(200);
    await hub.passes(66 * HOUR);
    const places = Array.from({ length: 60 }, (_, number) => hub.places(number + 1));
    expect(new Set((await Promise.all(places)).flat())).toEqual(new Set(['bezorgd']));
  });

  it.each([
    ['allows a call a little later', { tempo: 2 }, 200],
    ['asks for rest first', {}, 429],
  ])(
    'does not use up the schedule of a message by an early attempt, also when it %s',
    async (_, otherwise, response) => {
      const hub = await webhookHub(otherwise);
      hub.setup.response = ({ request }) =>
        status(JSON.parse(String(request.body)).data.zaakId === zaak(1) ? 422 : response);
      await hub.put(1, 1);
      await hub.passes(10 * MINUTE);
      const [planned] = await hub.lanes.waiting();
      await hub.put(2, 1);
      await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL, hersteld: true });
      await hub.passes(5 * MINUTE);
      expect((await hub.items(1))[0]?.pogingen).toHaveLength(4);
      expect(await hub.lanes.waiting()).toContainEqual(planned);
    },
  );

  it('and is back wakes nothing that waits for another abonnement of its partner', async () => {
    const hub = await webhookHub({ types: [BERICHTTYPEN.gemeld] });
    const other = '5d2c8e0f-7a41-4f0e-9b8e-2f4a6c8e0d1b';
    await hub.kanalen.create(KANAAL, {
      ...hub.abonnement,
      id: other,
      sink: 'https://hooks.partner.example/changes',
      types: [BERICHTTYPEN.gewijzigd],
      geheimen: [{ versleuteld: hub.encryption.encrypt(secret(), other) }],
    });
    hub.setup.response = ({ request }) => (request.url.endsWith('/changes') ? failed() : silence);
    await hub.put(1, 1, BERICHTTYPEN.gewijzigd);
    for (let number = 2; number <= 8; number++) await hub.put(number, 1);
    await hub.passes(HOUR);
    const toOther = () =>
      hub.calls.filter(({ request }) => request.url.endsWith('/changes')).map(({ at }) => at);
    expect(toOther()).toHaveLength(4);
    hub.setup.response = ({ request }) => (request.url.endsWith('/changes') ? failed() : status(204));
    await hub.passes(HOUR);
    for (let number = 2; number <= 8; number++) expect(await hub.places(number)).toEqual(['bezorgd']);
    // The fifth try of the standard is not due yet.
    expect(toOther()).toHaveLength(4);
  });

  it('that fails for one zaak only is not out of order', async () => {
    const hub = await webhookHub();
    hub.setup.response = ({ request }) =>
      status(JSON.parse(String(request.body)).data.zaakId === zaak(1) ? 500 : 200);
    await hub.put(1, 1);
    for (let number = 2; number <= 12; number++) {
      await hub.put(number, 1);
      await hub.passes(10 * MINUTE);
    }
    expect(await hub.tijdlijn()).toEqual([]);
    const attempts = (await hub.items(1))[0]?.pogingen ?? [];
    expect(attempts.map(({ reden }) => reden)).toEqual(attempts.map(() => 'status'));
    // The success of other messages does not use up the attempts of this one.
    expect(attempts).toHaveLength(4);
  });
});
