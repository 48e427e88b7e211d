import { describe, expect, it } from 'vitest';
import { createFeeds } from '../../../../adapters/table/postvak/feeds.ts';
import { BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import type { Abonnement } from '../../../../domain/delivery/abonnement.ts';
import { REASONS } from '../../../../domain/delivery/reasons.ts';
import { MAX_ATTEMPTS } from '../../../../domain/delivery/schedule.ts';
import { processJobs } from '../../../../functions/webhook/process-jobs.ts';
import { HOUR, KANAAL, MINUTE, SECONDE, status, type WebhookHub, webhookHub, zaak } from './support.ts';

const change = async (hub: WebhookHub, change: Partial<Abonnement>): Promise<void> => {
  const now = await hub.current();
  if (now === undefined) throw new Error('geen abonnement');
  await hub.kanalen.change(KANAAL, now, change);
};
const remove = async (hub: WebhookHub): Promise<void> => {
  const now = await hub.current();
  if (now !== undefined) await hub.kanalen.remove(KANAAL, now, new Date(hub.clock.now));
};
const wholeKanaal = { soort: 'kanaal', kanaal: KANAAL } as const;
const numbers = (row: readonly { readonly volgnummer: number }[]) => row.map(({ volgnummer }) => volgnummer);

describe('the door of a message', () => {
  it('is chosen when it is delivered: what lies ready moves along when its partner changes doors', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(500);
    await hub.put(1, 1);
    await hub.put(1, 2);
    await hub.passes(MINUTE);
    expect(await hub.places(1)).toEqual(['klaargezet', 'klaargezet']);

    await remove(hub);
    await hub.enqueue(wholeKanaal);
    await hub.passes(10 * MINUTE);
    expect(numbers(hub.toQueue)).toEqual([1, 2]);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd']);
    expect(await hub.banen.waiting()).toEqual([]);
  });

  it('that fetches for itself leaves everything lying ready, and nothing goes round for it', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(500);
    await hub.put(1, 1);
    await hub.passes(MINUTE);
    await hub.kanalen.chooseBaseDoor(KANAAL, 'ophalen');
    await remove(hub);
    await hub.enqueue(wholeKanaal);
    await hub.passes(100 * HOUR);
    expect(await hub.places(1)).toEqual(['klaargezet']);
    expect(hub.calls).toHaveLength(2);
    expect(hub.toQueue).toEqual([]);
    expect(await hub.banen.waiting()).toEqual([]);
    expect(hub.row()).toEqual([]);
  });

  it('that fetches sees what was parked too, once something else of that zaak goes out', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(422);
    await hub.put(1, 1);
    await hub.passes(100 * HOUR);
    expect(await hub.places(1)).toEqual(['geparkeerd']);
    await hub.kanalen.chooseBaseDoor(KANAAL, 'ophalen');
    await remove(hub);
    await hub.put(1, 2);
    await hub.passes(0);
    expect(await hub.places(1)).toEqual(['klaargezet', 'klaargezet']);
    // A reader whose cursor is past it must look again.
    expect(await createFeeds(hub.table).herzienOp(KANAAL)).toBe(new Date(hub.clock.now).toISOString());
  });

  it('that fetches is looked at from the start by who has a cursor, once what was parked lies ready', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(422);
    await hub.put(1, 1);
    await hub.passes(100 * HOUR);
    await hub.kanalen.chooseBaseDoor(KANAAL, 'ophalen');
    await remove(hub);
    await hub.enqueue(wholeKanaal);
    await hub.passes(0);
    expect(await hub.places(1)).toEqual(['klaargezet']);
    expect(await createFeeds(hub.table).herzienOp(KANAAL)).toBe(new Date(hub.clock.now).toISOString());
  });

  it('may be another for each type; a zaak keeps its order', async () => {
    const hub = await webhookHub({ types: [BERICHTTYPEN.gewijzigd] });
    hub.setup.response = ({ op }) => status(op < MINUTE ? 500 : 200);
    await hub.put(1, 1, BERICHTTYPEN.gemeld);
    await hub.put(1, 2, BERICHTTYPEN.gewijzigd);
    await hub.put(1, 3, BERICHTTYPEN.gemeld);
    await hub.run();
    expect(numbers(hub.toQueue)).toEqual([1]);
    await hub.passes(HOUR);
    expect(numbers(hub.toQueue)).toEqual([1, 3]);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd', 'bezorgd']);
  });

  it.each(['gepauzeerd', 'wacht-op-verificatie'] as const)(
    'of an abonnement that is %s keeps or passes on, and forgets nothing',
    async (entry) => {
      const hub = await webhookHub({ status: entry });
      await hub.put(1, 1);
      await hub.passes(100 * HOUR);
      expect(hub.calls).toEqual([]);
      if (entry === 'gepauzeerd') {
        expect(await hub.places(1)).toEqual(['klaargezet']);
        await change(hub, { status: 'actief' });
        await hub.enqueue(wholeKanaal);
        await hub.passes(0);
        expect(hub.calls).toHaveLength(1);
      } else {
        expect(numbers(hub.toQueue)).toEqual([1]);
      }
      expect(await hub.places(1)).toEqual(['bezorgd']);
    },
  );

  it('that is another receiver begins the schedule anew', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(422);
    await hub.put(1, 1);
    await hub.passes(40 * HOUR);
    const other = { ...hub.abonnement, id: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9f' };
    const secrets = [{ versleuteld: hub.encryption.encrypt(hub.geheim, other.id) }];
    await hub.kanalen.create(KANAAL, { ...other, geheimen: secrets, sink: 'https://ander.example/' });
    await remove(hub);
    await hub.enqueue(wholeKanaal);
    hub.calls.splice(0);
    const begin = hub.clock.now;
    await hub.passes(MINUTE);
    expect(hub.calls.map(({ request }) => request.url)).toEqual([
      'https://ander.example/',
      'https://ander.example/',
    ]);
    expect((await hub.banen.waiting())[0]?.from).toBe(
      new Date(begin + 5 * SECONDE + 5 * MINUTE).toISOString(),
    );
  });

  it('that closes halfway keeps the rest, from a second later', async () => {
    const hub = await webhookHub();
    hub.setup.response = async ({ id = '' }) => {
      if (id.endsWith('0002')) await change(hub, { status: 'gepauzeerd' });
      hub.clock.now += 600;
      return status(200);
    };
    for (const volgnummer of [1, 2, 3, 4]) await hub.put(1, volgnummer);
    await hub.passes(HOUR);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd', 'klaargezet', 'klaargezet']);
  });

  it('that gave up on a message does not hold up those of the same zaak for another receiver', async () => {
    const hub = await webhookHub({ types: [BERICHTTYPEN.gemeld] });
    const id = '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9f';
    const secrets = [{ versleuteld: hub.encryption.encrypt(hub.geheim, id) }];
    const sink = 'https://ander.example/';
    await hub.kanalen.create(KANAAL, {
      ...hub.abonnement,
      id,
      types: [BERICHTTYPEN.gewijzigd],
      sink,
      geheimen: secrets,
    });
    hub.setup.response = () => status(422);
    await hub.put(1, 1, BERICHTTYPEN.gemeld);
    await hub.put(1, 2, BERICHTTYPEN.gewijzigd);
    await hub.passes(200 * HOUR);
    expect(await hub.places(1)).toEqual(['geparkeerd', 'geparkeerd']);
    for (const url of [hub.abonnement.sink, sink]) {
      expect(hub.calls.filter(({ request }) => request.url === url)).toHaveLength(MAX_ATTEMPTS);
    }
  });

  it.each([
    ['waits', 3],
    ['is parked', MAX_ATTEMPTS],
  ])('that changes during the try after which a message %s has it at once', async (_, at) => {
    const hub = await webhookHub();
    const newSink = 'https://nieuw.example/';
    hub.setup.response = async ({ request }) => {
      if (request.url === newSink) return status(200);
      if (hub.calls.length === at) {
        await change(hub, { sink: newSink });
        // Another invocation carries this out while the answer is on its way.
        const record = { messageId: 'm', receiptHandle: 'm', body: JSON.stringify(wholeKanaal) };
        const attributes = { ApproximateReceiveCount: '1' };
        await processJobs(hub.dependencies, { Records: [{ ...record, attributes } as never] }, () => 120_000);
      }
      return status(422);
    };
    await hub.put(1, 1);
    await hub.passes(200 * HOUR);
    expect(await hub.places(1)).toEqual(['bezorgd']);
    const [latest, fresh] = hub.calls.slice(-2);
    expect(fresh?.request.url).toBe(newSink);
    expect(fresh?.op).toBe(latest?.op);
  });

  it('of which the message was parked may have it again once its partner changes something', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(500);
    await hub.put(1, 1);
    await hub.passes(90 * HOUR);
    expect(await hub.places(1)).toEqual(['geparkeerd']);
    hub.setup.response = () => status(200);
    await hub.enqueue({ ...wholeKanaal, hersteld: true });
    await hub.passes(HOUR);
    expect(await hub.places(1)).toEqual(['geparkeerd']);
    await hub.enqueue(wholeKanaal);
    await hub.passes(HOUR);
    expect(await hub.places(1)).toEqual(['bezorgd']);
  });
});

describe('a lane', () => {
  it('is worked on once, however many orders there are for it', async () => {
    const hub = await webhookHub();
    await hub.put(1, 1);
    for (let time = 0; time < 8; time++)
      await hub.enqueue({ soort: 'baan', kanaal: KANAAL, zaakId: zaak(1) });
    await hub.passes(0);
    expect(hub.calls).toHaveLength(1);
    expect(hub.row()).toEqual([]);
  });

  it('goes on in the next invocation when the time is up, in order', async () => {
    const hub = await webhookHub();
    hub.setup.remainingMs = 60_000;
    hub.setup.response = () => {
      hub.clock.now += 15 * SECONDE;
      return status(200);
    };
    for (let volgnummer = 1; volgnummer <= 7; volgnummer++) await hub.put(1, volgnummer);
    await hub.run();
    expect(hub.calls.map(({ id }) => Number(id?.slice(-4)))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(hub.row()).toEqual([]);
  });

  it('counts the tries of each message by itself, also when the time is up in between', async () => {
    const hub = await webhookHub();
    hub.setup.remainingMs = 30_000;
    hub.setup.response = ({ id = '' }) => {
      if (id.endsWith('0002') || hub.calls.length < MAX_ATTEMPTS) return status(422);
      hub.clock.now += 15 * SECONDE;
      return status(200);
    };
    await hub.put(1, 1);
    await hub.put(1, 2);
    await hub.passes(80 * HOUR);
    expect(await hub.places(1)).toEqual(['bezorgd', 'klaargezet']);
    await hub.passes(80 * HOUR);
    expect(hub.calls.filter(({ id }) => id?.endsWith('0002'))).toHaveLength(MAX_ATTEMPTS);
  });

  it('of which another has a message in hand waits for that one, and takes it over when that died', async () => {
    const hub = await webhookHub();
    await hub.put(1, 1);
    await hub.put(1, 2);
    const [first] = await hub.items(1);
    if (first === undefined) throw new Error('geen stuk');
    const now = new Date(hub.clock.now);
    await hub.postvak.claim(first, 'wachtrij', new Date(hub.clock.now + 2 * MINUTE), now);
    await hub.passes(MINUTE);
    expect(hub.calls).toEqual([]);
    await hub.passes(2 * MINUTE);
    expect(hub.calls.map(({ id }) => id?.slice(-4))).toEqual(['0001', '0002']);
  });

  it('that fell after the receiver answered is sent again under the same id, and nothing overtakes it', async () => {
    const hub = await webhookHub();
    const { change: really } = hub.table;
    let cases = false;
    hub.table.change = async (key, change, ...rest) => {
      if (!cases && change['plek'] === 'bezorgd') {
        cases = true;
        throw new Error('weg');
      }
      return really(key, change, ...rest);
    };
    await hub.put(1, 1);
    await hub.put(1, 2);
    await hub.passes(10 * MINUTE);
    expect(hub.calls.map(({ id }) => id?.slice(-4))).toEqual(['0001', '0001', '0002']);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd']);
  });

  it('whose order came to two invocations at once is delivered by one of them', async () => {
    const hub = await webhookHub();
    await hub.put(1, 1);
    await hub.put(1, 2);
    const body = JSON.stringify({ soort: 'baan', kanaal: KANAAL, zaakId: zaak(1) });
    const record = { messageId: 'm', receiptHandle: 'm', body, attributes: { ApproximateReceiveCount: '1' } };
    const run = () => processJobs(hub.dependencies, { Records: [record as never] }, () => 120_000);
    await Promise.all([run(), run(), run()]);
    await hub.passes(10 * MINUTE);
    expect(hub.calls.map(({ id }) => id?.slice(-4))).toEqual(['0001', '0002']);
  });

  it('that was left by a door that died lies ready again for a partner that fetches', async () => {
    const hub = await webhookHub({ status: 'wacht-op-verificatie' });
    await hub.kanalen.chooseBaseDoor(KANAAL, 'ophalen');
    await hub.put(1, 1);
    const [first] = await hub.items(1);
    if (first === undefined) throw new Error('geen stuk');
    await hub.postvak.claim(first, 'webhook', new Date(hub.clock.now - 1), new Date(hub.clock.now - 2));
    expect(await hub.places(1)).toEqual(['bezig']);
    await hub.run();
    expect(await hub.places(1)).toEqual(['klaargezet']);
  });

  it('with a partner’s queue that refuses stays as it was, and comes again', async () => {
    let refuses = true;
    const sent: number[] = [];
    const hub = await webhookHub(
      { status: 'wacht-op-verificatie' },
      {
        partnerQueues: {
          send: async (items) => {
            if (refuses) return { failed: new Set(items), refused: new Set() };
            sent.push(...numbers(items));
            return { failed: new Set(), refused: new Set() };
          },
        },
      },
    );
    await hub.put(1, 1);
    await hub.put(1, 2);
    await hub.run();
    expect(await hub.places(1)).toEqual(['klaargezet', 'klaargezet']);
    refuses = false;
    await hub.passes(10 * MINUTE);
    expect(sent).toEqual([1, 2]);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd']);
  });

  it('with content that a partner’s queue never takes is parked with its reason, and holds up nothing', async () => {
    const tried: string[] = [];
    const hub = await webhookHub(
      { status: 'wacht-op-verificatie' },
      {
        partnerQueues: {
          send: async (items) => {
            tried.push(
              ...items.map(({ zaakId, volgnummer }) => `${zaakId === zaak(1) ? 1 : 2}.${volgnummer}`),
            );
            const refused = items.filter(({ zaakId, volgnummer }) => zaakId === zaak(1) && volgnummer === 1);
            return { failed: new Set(), refused: new Set(refused) };
          },
        },
      },
    );
    await hub.put(1, 1);
    await hub.put(1, 2);
    await hub.put(2, 1);
    await hub.passes(HOUR);
    expect(await hub.places(1)).toEqual(['geparkeerd', 'bezorgd']);
    expect((await hub.items(1))[0]).toMatchObject({ reden: REASONS.refused, tekst: expect.any(String) });
    expect(await hub.places(2)).toEqual(['bezorgd']);
    // Not tried again because something newer comes, only when its doors change or it is asked for.
    await hub.put(1, 3);
    await hub.passes(HOUR);
    expect(tried.toSorted()).toEqual(['1.1', '1.2', '1.3', '2.1']);
    await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
    await hub.passes(HOUR);
    expect(tried.filter((one) => one === '1.1')).toHaveLength(2);
    expect((await hub.items(1))[0]).toMatchObject({ plek: 'geparkeerd', reden: REASONS.refused });
  });
});

describe('an order', () => {
  it('that fails for a reason of the hub itself comes again soon, and holds no other up', async () => {
    const hub = await webhookHub();
    let item = true;
    const { change: really } = hub.table;
    hub.table.change = async (key, ...rest) => {
      if (item && key.pk === `ZAAK#${zaak(1)}`) throw new Error('ProvisionedThroughputExceeded');
      return really(key, ...rest);
    };
    await hub.put(1, 1);
    await hub.put(2, 1);
    await hub.run();
    expect(await hub.places(1)).toEqual(['klaargezet']);
    expect(await hub.places(2)).toEqual(['bezorgd']);
    item = false;
    await hub.passes(MINUTE);
    expect(await hub.places(1)).toEqual(['bezorgd']);
  });

  it('that cannot be read, or cannot be put off, stays on the queue', async () => {
    const hub = await webhookHub(
      {},
      {
        deliveryQueue: {
          enqueue: async () => undefined,
          postpone: () => Promise.reject(new Error('te druk')),
        },
      },
    );
    hub.setup.response = () => status(500);
    await hub.put(1, 1);
    const record = (messageId: string, body: string) =>
      ({ messageId, receiptHandle: messageId, body, attributes: { ApproximateReceiveCount: '1' } }) as never;
    const outcome = await processJobs(
      hub.dependencies,
      {
        Records: [
          record('een', '{"soort":"baan"'),
          record('twee', '{"soort":"iets"}'),
          record('drie', JSON.stringify({ soort: 'baan', kanaal: '998/niemand', zaakId: zaak(1) })),
          record('vier', JSON.stringify({ soort: 'baan', kanaal: KANAAL, zaakId: zaak(1) })),
        ],
      },
      () => 120_000,
    );
    expect(outcome.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      'een',
      'twee',
      'drie',
      'vier',
    ]);
  });
});
