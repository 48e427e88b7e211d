import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import { HEALTHY, OUTAGE_AFTER } from '../../../../domain/delivery/circuit.ts';
import { MAX_ATTEMPTS } from '../../../../domain/delivery/schedule.ts';
import { HOUR, KANAAL, MINUTE, SECONDE, silence, status, webhookHub, zaak } from './support.ts';

/** Offsets of Standard Webhooks' schedule from the first try. */
const SCHEMA = [
  0,
  5 * SECONDE,
  5 * MINUTE + 5 * SECONDE,
  35 * MINUTE + 5 * SECONDE,
  2 * HOUR + 35 * MINUTE + 5 * SECONDE,
  7 * HOUR + 35 * MINUTE + 5 * SECONDE,
  17 * HOUR + 35 * MINUTE + 5 * SECONDE,
  31 * HOUR + 35 * MINUTE + 5 * SECONDE,
  51 * HOUR + 35 * MINUTE + 5 * SECONDE,
  75 * HOUR + 35 * MINUTE + 5 * SECONDE,
];

const failed = () => status(500);

describe('a message that fails', () => {
  it('is tried ten times, on the offsets of the standard, and then parked', async () => {
    const hub = await webhookHub();
    hub.setup.response = failed;
    await hub.put(1, 1);
    await hub.passes(200 * HOUR);
    expect(hub.calls.map(({ op }) => op)).toEqual(SCHEMA);
    expect(await hub.places(1)).toEqual(['geparkeerd']);
    const [item] = await hub.items(1);
    expect(item?.pogingen).toHaveLength(MAX_ATTEMPTS);
    expect(item?.pogingen[0]).toMatchObject({ reden: 'status', status: 500 });
    expect(await hub.banen.waiting()).toEqual([]);
    expect(hub.row()).toEqual([]);
  });

  it('is tried at most a tenth later each time, so that not everybody comes back at once', async () => {
    const hub = await webhookHub({}, { chance: () => 0.999 });
    hub.setup.response = failed;
    await hub.put(1, 1);
    await hub.passes(200 * HOUR);
    expect(hub.calls).toHaveLength(MAX_ATTEMPTS);
    hub.calls.forEach(({ op }, number) => {
      const intended = SCHEMA[number] ?? 0;
      expect(op).toBeGreaterThanOrEqual(intended);
      // Seconds are the grain of a queue.
      expect(op).toBeLessThanOrEqual(intended * 1.1 + number * SECONDE);
    });
  });

  it('keeps its id and its bytes over all tries; time and signature are new', async () => {
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
      hub.setup.response = ({ op }) => status(op === 0 ? code : 200);
      await hub.put(1, 1);
      await hub.passes(HOUR);
      expect(hub.calls.map(({ op }) => op)).toEqual([0, 5 * SECONDE]);
      expect(await hub.places(1)).toEqual(['bezorgd']);
      expect((await hub.items(1))[0]?.pogingen).toMatchObject([
        { reden: code < 400 ? 'doorverwijzing' : 'status', status: code },
        { reden: 'gelukt', status: 200 },
      ]);
      expect(await hub.banen.waiting()).toEqual([]);
    },
  );

  it('holds back the later ones of its zaak, in order, and no other zaak', async () => {
    const hub = await webhookHub();
    const bezorgd: string[] = [];
    hub.setup.response = ({ op, id = '', request }) => {
      const { data } = JSON.parse(String(request.body));
      if (data.zaakId === zaak(1) && op < 6 * MINUTE) return status(422);
      bezorgd.push(id.slice(-4));
      return status(204);
    };
    for (const volgnummer of [1, 2, 3]) {
      await hub.put(1, volgnummer);
      await hub.put(2, volgnummer + 10);
    }
    await hub.passes(MINUTE);
    expect(bezorgd).toEqual(['0011', '0012', '0013']);
    expect(await hub.places(1)).toEqual(['klaargezet', 'klaargezet', 'klaargezet']);
    expect(hub.calls.filter(({ id }) => id?.endsWith('0002'))).toEqual([]);
    await hub.passes(HOUR);
    expect(bezorgd.slice(3)).toEqual(['0001', '0002', '0003']);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd', 'bezorgd']);
  });

  it('takes the ones behind it along when it is parked; a new one puts them all back in line, in order', async () => {
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

  it('is warned of once an hour, however many are parked', async () => {
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
    ['429', '90', 90 * SECONDE],
    ['503', '90', 90 * SECONDE],
    ['429', 'Mon, 01 Jun 2026 12:04:00 GMT', 4 * MINUTE],
    ['404', '240', 4 * MINUTE],
  ])('with %s and Retry-After %s is called by nobody before that', async (code, retryAfter, cooldownMs) => {
    const hub = await webhookHub();
    hub.setup.response = ({ op }) =>
      op < cooldownMs ? status(Number(code), { 'retry-after': retryAfter }) : status(204);
    await hub.put(1, 1);
    await hub.run();
    await hub.put(2, 1);
    await hub.put(3, 1);
    await hub.passes(3 * HOUR);
    const [first, ...rest] = hub.calls.map(({ op }) => op);
    expect(first).toBe(0);
    expect(rest).toHaveLength(3);
    for (const at of rest) expect(at).toBeGreaterThanOrEqual(cooldownMs);
    for (const number of [1, 2, 3]) expect(await hub.places(number)).toEqual(['bezorgd']);
    // Waiting for its rest to end was no try of theirs.
    expect((await hub.items(2))[0]?.pogingen).toHaveLength(1);
  });

  /** A receiver that once asks to be left alone for 18 hours, and is well. */
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

  it('and asks for hours about one message gets the others after minutes, and that one when it asked for it', async () => {
    const hub = await mistaken();
    expect(await hub.places(2)).toEqual(['klaargezet']);
    await hub.passes(5 * MINUTE);
    expect(await hub.places(2)).toEqual(['bezorgd']);
    expect(await hub.places(1)).toEqual(['klaargezet']);
    await hub.passes(18 * HOUR);
    expect(await hub.places(1)).toEqual(['bezorgd']);
    expect(hub.calls[2]?.op).toBeGreaterThanOrEqual(65_000 * SECONDE);
  });

  it('gets everything at once when its partner does something about it', async () => {
    const hub = await mistaken();
    await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
    await hub.passes(10 * SECONDE);
    expect(await hub.places(1)).toEqual(['bezorgd']);
    expect(await hub.places(2)).toEqual(['bezorgd']);
  });

  it('keeps its rest when another message only shows that it is back', async () => {
    const hub = await mistaken();
    await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL, hersteld: true });
    await hub.passes(10 * SECONDE);
    expect(hub.calls).toHaveLength(1);
  });

  it('is said to be so on its timeline, once and until when', async () => {
    const hub = await mistaken();
    expect(await hub.tijdlijn()).toEqual(['ontvanger-vraagt-rust']);
    expect((await hub.lines())[0]?.gegevens).toEqual({
      reden: expect.stringContaining('2026-06-01T12:05:00.000Z'),
      rustTot: '2026-06-01T12:05:00.000Z',
      wachtTot: '2026-06-02T06:03:20.000Z',
    });
  });

  it('for seconds only is not written about', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => (hub.calls.length === 1 ? status(429, { 'retry-after': '5' }) : status(204));
    await hub.put(1, 1);
    await hub.passes(MINUTE);
    expect(await hub.tijdlijn()).toEqual([]);
  });

  it('is never called faster than it allows', async () => {
    const hub = await webhookHub({ tempo: 30 });
    for (let number = 1; number <= 8; number++) await hub.put(number, 1);
    await hub.put(1, 2);
    await hub.passes(10 * MINUTE);
    const moments = hub.calls.map(({ op }) => op);
    expect(moments).toHaveLength(9);
    moments.forEach((at, number) => {
      if (number > 0) expect(at - (moments[number - 1] ?? 0)).toBeGreaterThanOrEqual(2 * SECONDE);
    });
    expect(moments.at(-1)).toBeLessThan(30 * SECONDE);
  });

  it.each([{ hersteld: true as const }, {}])(
    'loses no time to moments that were given away when every lane is offered again: %j',
    async (why) => {
      const hub = await webhookHub({ tempo: 6 });
      for (let number = 1; number <= 30; number++) await hub.put(number, 1);
      await hub.passes(MINUTE);
      await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL, ...why });
      await hub.passes(10 * MINUTE);
      const moments = hub.calls.map(({ op }) => op);
      expect(moments).toHaveLength(30);
      moments.forEach((at, number) => {
        // Seconds are the grain of a queue.
        if (number > 0) expect(at - (moments[number - 1] ?? 0)).toBeGreaterThanOrEqual(9 * SECONDE);
      });
      expect(moments.at(-1)).toBeLessThan(30 * 10 * SECONDE + 30 * SECONDE);
    },
  );

  it('keeps to the strictest of what it and its partner allow', async () => {
    const instemming = { wijze: 'handdruk', op: '2026-06-01T00:00:00Z', tempo: 6 } as const;
    const hub = await webhookHub({ tempo: 600, instemming });
    for (let number = 1; number <= 3; number++) await hub.put(number, 1);
    await hub.passes(MINUTE);
    expect(hub.calls.map(({ op }) => op)).toEqual([0, 10 * SECONDE, 20 * SECONDE]);
  });
});

/** Answers one after the other, each once everything that follows from the one before it was written down. */
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

describe('what lanes of one batch know of their receiver', () => {
  it('is that it wants rest, from the moment at which it said so', async () => {
    const hub = await webhookHub();
    const response = inTurn();
    hub.setup.response = () =>
      hub.calls.length === 2 ? response(429, { 'retry-after': '60' }) : response(200);
    for (const volgnummer of [1, 2, 3, 4]) await hub.put(1, volgnummer);
    await hub.put(2, 1);
    await hub.run();
    // The third was under way when the second was answered.
    expect(hub.calls.map(({ op }) => op)).toEqual([0, 0, 0]);
    await hub.passes(10 * MINUTE);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd', 'bezorgd', 'bezorgd']);
    expect(await hub.places(2)).toEqual(['bezorgd']);
  });

  it('is not that it is out of order when it answers others in between', async () => {
    const hub = await webhookHub();
    const response = inTurn();
    hub.setup.response = () => response(hub.calls.length % 2 === 0 ? 200 : 500);
    for (let number = 1; number <= 10; number++) await hub.put(number, 1);
    await hub.run();
    expect(hub.calls).toHaveLength(10);
    expect(await hub.tijdlijn()).toEqual([]);
  });
});

describe('what another batch found out about their receiver', () => {
  it('counts at once when it is back: no try is used up by a failure that is over', async () => {
    const hub = await webhookHub(
      { types: [BERICHTTYPEN.gewijzigd] },
      {
        partnerQueues: {
          send: async () => {
            const parsed = await hub.kanalen.state(hub.abonnement.id, 'GEZONDHEID');
            await hub.kanalen.putState(hub.abonnement.id, 'GEZONDHEID', HEALTHY, parsed);
            return { failed: new Set(), refused: new Set() };
          },
        },
      },
    );
    const sick = { opRij: OUTAGE_AFTER, dichtTot: hub.clock.now + MINUTE };
    await hub.kanalen.putState(hub.abonnement.id, 'GEZONDHEID', sick, undefined);
    await hub.put(1, 1, BERICHTTYPEN.gewijzigd);
    await hub.put(2, 1, BERICHTTYPEN.gemeld);
    await hub.put(2, 2, BERICHTTYPEN.gewijzigd);
    await hub.run();
    expect((await hub.items(1))[0]?.pogingen).toMatchObject([{ reden: 'overgeslagen' }]);
    expect((await hub.items(2))[1]?.pogingen).toMatchObject([{ reden: 'gelukt' }]);
  });
});

describe('a receiver that wants no more (410)', () => {
  it('is stopped with a warning, and its messages are kept', async () => {
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

  it('is not stopped when it has another address by then', async () => {
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
  it('is called by one at a time, while the others count their tries without calling', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => silence;
    for (let number = 1; number <= 30; number++) await hub.put(number, 1);
    await hub.passes(3 * SECONDE);
    // A batch of ten was under way when it turned out; nobody after that.
    expect(hub.calls).toHaveLength(10);
    expect((await hub.items(30))[0]?.pogingen).toMatchObject([{ reden: 'overgeslagen' }]);
    expect(await hub.tijdlijn()).toEqual(['ontvanger-in-storing']);
    hub.calls.splice(0);
    await hub.passes(20 * MINUTE);
    // Thirty lanes came by after five minutes: one found out for all.
    expect(hub.calls).toHaveLength(1);
    expect(hub.measured.get('AbonnementGewaarschuwd')).toBe(1);
  });

  it('that is back gets everything that waited at once', async () => {
    const hub = await webhookHub();
    hub.setup.response = ({ op }) => (op < 36 * MINUTE ? silence : status(200));
    for (let number = 1; number <= 30; number++) await hub.put(number, 1);
    await hub.passes(2 * HOUR + 34 * MINUTE);
    for (let number = 1; number <= 30; number++) expect(await hub.places(number)).toEqual(['klaargezet']);
    await hub.put(31, 1);
    await hub.passes(0);
    for (let number = 1; number <= 31; number++) expect(await hub.places(number)).toEqual(['bezorgd']);
    expect(await hub.tijdlijn()).toEqual(['ontvanger-in-storing', 'ontvanger-hersteld']);
    expect(await hub.banen.waiting()).toEqual([]);
  });

  it('that its partner says is back is tried at once, and gets everything when it is', async () => {
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

  it('never makes the hub park a message that it did not really try at the last', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => silence;
    for (let number = 1; number <= 15; number++) await hub.put(number, 1);
    await hub.passes(100 * HOUR);
    for (let number = 1; number <= 15; number++) {
      const [item] = await hub.items(number);
      expect(item?.plek).toBe('geparkeerd');
      expect(item?.pogingen).toHaveLength(MAX_ATTEMPTS);
      expect(item?.pogingen.at(-1)).toMatchObject({ reden: 'tijdslimiet' });
    }
  });

  it('that comes and goes uses up nothing of the schedule with it: nothing is parked before its time', async () => {
    // Deterministic, and as bad as it gets: three of four fail.
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
    ['has room for it a little later', { tempo: 2 }, 200],
    ['wants rest first', {}, 429],
  ])('uses up nothing of the schedule with an early try, also when it %s', async (_, otherwise, response) => {
    const hub = await webhookHub(otherwise);
    hub.setup.response = ({ request }) =>
      status(JSON.parse(String(request.body)).data.zaakId === zaak(1) ? 422 : response);
    await hub.put(1, 1);
    await hub.passes(10 * MINUTE);
    const [planned] = await hub.banen.waiting();
    await hub.put(2, 1);
    await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL, hersteld: true });
    await hub.passes(5 * MINUTE);
    expect((await hub.items(1))[0]?.pogingen).toHaveLength(4);
    expect(await hub.banen.waiting()).toContainEqual(planned);
  });

  it('for one zaak only is not out of order', async () => {
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
    // The success of others does not use up its tries.
    expect(attempts).toHaveLength(4);
  });
});
