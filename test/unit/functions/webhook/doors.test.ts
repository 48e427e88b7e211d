import { describe, expect, it } from 'vitest';
import { createFeeds } from '../../../../adapters/table/postvak/feeds.ts';
import { BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import type { Abonnement } from '../../../../domain/delivery/abonnement.ts';
import { REASONS } from '../../../../domain/delivery/reasons.ts';
import { MAX_ATTEMPTS } from '../../../../domain/delivery/schedule.ts';
import { processJobs } from '../../../../functions/webhook/process-jobs.ts';
import { HOUR, KANAAL, MINUTE, SECOND, status, type WebhookHub, webhookHub, zaak } from './support.ts';

const change = async (hub: WebhookHub, change: Partial<Abonnement>): Promise<void> => {
  const now = await hub.current();
  if (now === undefined) throw new Error('no abonnement');
  await hub.kanalen.change(KANAAL, now, change);
};
const remove = async (hub: WebhookHub): Promise<void> => {
  const now = await hub.current();
  if (now !== undefined) await hub.kanalen.remove(KANAAL, now, new Date(hub.clock.now));
};
const wholeKanaal = { soort: 'kanaal', kanaal: KANAAL } as const;
const numbers = (items: readonly { readonly volgnummer: number }[]) =>
  items.map(({ volgnummer }) => volgnummer);

describe('the door of a message', () => {
  it('is chosen at the delivery: a message that lies ready goes through the new door when its partner changes doors', async () => {
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
    expect(await hub.lanes.waiting()).toEqual([]);
  });

  it('that is the pull door leaves every message lying ready, and leaves no job on the queue', async () => {
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
    expect(await hub.lanes.waiting()).toEqual([]);
    expect(hub.queued()).toEqual([]);
  });

  it('is shut for a partner that was shut out, also to a retry, and opens again when it is let in', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(500);
    await hub.put(1, 1);
    await hub.passes(SECOND);
    const calls = hub.calls.length;
    expect(calls).toBeGreaterThan(0);
    await hub.kanalen.shutOut(KANAAL, { sinds: '2026-06-01T12:00:00.000Z', door: 'gemeente-0907' });
    await hub.put(1, 2);
    await hub.passes(100 * HOUR);
    expect(hub.calls).toHaveLength(calls);
    expect(await hub.places(1)).toEqual(['klaargezet', 'klaargezet']);

    hub.setup.response = () => status(204);
    await hub.kanalen.letIn(KANAAL, 'gemeente-0907', new Date(hub.clock.now));
    await hub.enqueue(wholeKanaal);
    await hub.passes(HOUR);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd']);
    expect(hub.toQueue).toEqual([]);
  });

  it('that is the pull door offers parked messages too, once another message of that zaak is put', async () => {
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
    // A reader whose cursor is already past the message begins anew.
    expect(await createFeeds(hub.table).herzienOp(KANAAL)).toBe(new Date(hub.clock.now).toISOString());
  });

  it('that is the pull door makes readers with a cursor begin anew, once parked messages lie ready', async () => {
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

  it('may differ per type of message, and a zaak keeps its order', async () => {
    const hub = await webhookHub({ types: [BERICHTTYPEN.gewijzigd] });
    hub.setup.response = ({ at }) => status(at < MINUTE ? 500 : 200);
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
    'of an abonnement that is %s loses no message: it is kept, or goes through the base door',
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

  it('begins the schedule anew when it becomes another receiver', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(422);
    await hub.put(1, 1);
    await hub.passes(40 * HOUR);
    const other = { ...hub.abonnement, id: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9f' };
    const secrets = [{ versleuteld: hub.encryption.encrypt(hub.secret, other.id) }];
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
    expect((await hub.lanes.waiting())[0]?.from).toBe(
      new Date(begin + 5 * SECOND + 5 * MINUTE).toISOString(),
    );
  });

  it('that changes while a token is refused and there is no room for another call is not waited for any more', async () => {
    const hub = await webhookHub({ tempo: 1 });
    const clientGeheim = hub.encryption.encrypt('wachtwoord', hub.abonnement.id);
    await change(hub, {
      oauth2: { tokenUrl: 'https://token.partner.example/token', clientId: 'hub', clientGeheim },
    });
    let issued = 0;
    hub.setup.response = async ({ request }) => {
      if (request.url.includes('token.')) {
        issued += 1;
        const body = JSON.stringify({ access_token: `token-${issued}`, token_type: 'Bearer' });
        return { kind: 'response', status: 200, headers: {}, duurMs: 1, body };
      }
      if (request.url.includes('ander.')) return status(204);
      // Its partner takes another receiver meanwhile, and the order for that is carried out at once.
      const other = { ...hub.abonnement, id: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9f' };
      const geheimen = [{ versleuteld: hub.encryption.encrypt(hub.secret, other.id) }];
      await hub.kanalen.create(KANAAL, { ...other, geheimen, sink: 'https://ander.example/' });
      await remove(hub);
      hub.enqueue(wholeKanaal);
      const batch = hub.take();
      if (batch !== undefined) await hub.process(batch);
      return status(401);
    };
    await hub.put(1, 1);
    await hub.passes(5 * SECOND);
    expect(await hub.places(1)).toEqual(['bezorgd']);
    expect(await hub.lanes.waiting()).toEqual([]);
  });

  it('that is paused during a lane keeps the rest of the messages, from a second later', async () => {
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

  it('that parked a message does not keep another receiver from its own attempts in that zaak', async () => {
    const hub = await webhookHub({ types: [BERICHTTYPEN.gemeld] });
    const id = '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9f';
    const secrets = [{ versleuteld: hub.encryption.encrypt(hub.secret, id) }];
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
  ])('that changes during the attempt after which a message %s delivers it at once', async (_, at) => {
    const hub = await webhookHub();
    const newSink = 'https://nieuw.example/';
    hub.setup.response = async ({ request }) => {
      if (request.url === newSink) return status(200);
      if (hub.calls.length === at) {
        await change(hub, { sink: newSink });
        // Another invocation processes the job of the changed kanaal while the answer is on its way.
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
    expect(fresh?.at).toBe(latest?.at);
  });

  it('gets a parked message again when its partner changes a setting, and not when the receiver is merely back', async () => {
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
  it('is delivered once, however many jobs there are for it', async () => {
    const hub = await webhookHub();
    await hub.put(1, 1);
    for (let time = 0; time < 8; time++)
      await hub.enqueue({ soort: 'baan', kanaal: KANAAL, zaakId: zaak(1) });
    await hub.passes(0);
    expect(hub.calls).toHaveLength(1);
    expect(hub.queued()).toEqual([]);
  });

  it('goes on in order in the next invocation when the time of this one is up', async () => {
    const hub = await webhookHub();
    hub.setup.remainingMs = 60_000;
    hub.setup.response = () => {
      hub.clock.now += 15 * SECOND;
      return status(200);
    };
    for (let volgnummer = 1; volgnummer <= 7; volgnummer++) await hub.put(1, volgnummer);
    await hub.run();
    expect(hub.calls.map(({ id }) => Number(id?.slice(-4)))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(hub.queued()).toEqual([]);
  });

  it('counts the attempts of each message apart, also when the time of an invocation is up in between', async () => {
    const hub = await webhookHub();
    hub.setup.remainingMs = 30_000;
    hub.setup.response = ({ id = '' }) => {
      if (id.endsWith('0002') || hub.calls.length < MAX_ATTEMPTS) return status(422);
      hub.clock.now += 15 * SECOND;
      return status(200);
    };
    await hub.put(1, 1);
    await hub.put(1, 2);
    await hub.passes(80 * HOUR);
    expect(await hub.places(1)).toEqual(['bezorgd', 'klaargezet']);
    await hub.passes(80 * HOUR);
    expect(hub.calls.filter(({ id }) => id?.endsWith('0002'))).toHaveLength(MAX_ATTEMPTS);
  });

  it('is read again when another puts a parked message of it back at the same time, so that none overtakes it', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(422);
    await hub.put(1, 1);
    await hub.passes(100 * HOUR);
    expect(await hub.places(1)).toEqual(['geparkeerd']);
    hub.setup.response = () => status(204);
    const before = hub.calls.length;
    // An order for the whole kanaal is carried out between the reading of the lane and what it does with it.
    const { postvak } = hub.dependencies;
    const { unpark } = postvak;
    let isFirst = true;
    Object.assign(postvak, {
      unpark: async (...[item, now]: Parameters<typeof unpark>) => {
        if (isFirst) await unpark(item, now);
        isFirst = false;
        return unpark(item, now);
      },
    });
    await hub.put(1, 2);
    await hub.passes(MINUTE);
    expect(hub.calls.slice(before).map(({ id }) => Number(id?.slice(-4)))).toEqual([1, 2]);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd']);
  });

  it('makes readers with a cursor begin anew for what was parked, also when its function fell right after it put that back', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(422);
    await hub.put(1, 1);
    await hub.passes(100 * HOUR);
    await hub.kanalen.chooseBaseDoor(KANAAL, 'ophalen');
    await remove(hub);
    const { postvak } = hub.dependencies;
    const { unpark } = postvak;
    let putBackAt = 0;
    Object.assign(postvak, {
      unpark: async (...[item, now]: Parameters<typeof unpark>) => {
        await unpark(item, now);
        putBackAt = hub.clock.now;
        throw new Error('the function fell');
      },
    });
    await hub.put(1, 2);
    await hub.passes(HOUR);
    expect(await hub.places(1)).toEqual(['klaargezet', 'klaargezet']);
    const revisedAt = await createFeeds(hub.table).herzienOp(KANAAL);
    expect(Date.parse(revisedAt ?? '')).toBeGreaterThanOrEqual(putBackAt);
  });

  it('waits while another instance has a message of it in hand, and takes the message over when that claim ended', async () => {
    const hub = await webhookHub();
    await hub.put(1, 1);
    await hub.put(1, 2);
    const [first] = await hub.items(1);
    if (first === undefined) throw new Error('no item');
    const now = new Date(hub.clock.now);
    await hub.postvak.claim(first, 'wachtrij', new Date(hub.clock.now + 2 * MINUTE), now);
    await hub.passes(MINUTE);
    expect(hub.calls).toEqual([]);
    await hub.passes(2 * MINUTE);
    expect(hub.calls.map(({ id }) => id?.slice(-4))).toEqual(['0001', '0002']);
  });

  it('whose function crashed after the answer of the receiver sends the message again under the same id, before any later one', async () => {
    const hub = await webhookHub();
    const { change: really } = hub.table;
    let cases = false;
    hub.table.change = async (key, change, ...rest) => {
      if (!cases && change['plek'] === 'bezorgd') {
        cases = true;
        throw new Error('gone');
      }
      return really(key, change, ...rest);
    };
    await hub.put(1, 1);
    await hub.put(1, 2);
    await hub.passes(10 * MINUTE);
    expect(hub.calls.map(({ id }) => id?.slice(-4))).toEqual(['0001', '0001', '0002']);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd']);
  });

  it('is delivered by one of the invocations that got a job for it at once', async () => {
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

  it('that a crashed door had in hand lies ready again for a partner that fetches', async () => {
    const hub = await webhookHub({ status: 'wacht-op-verificatie' });
    await hub.kanalen.chooseBaseDoor(KANAAL, 'ophalen');
    await hub.put(1, 1);
    const [first] = await hub.items(1);
    if (first === undefined) throw new Error('no item');
    await hub.postvak.claim(first, 'webhook', new Date(hub.clock.now - 1), new Date(hub.clock.now - 2));
    expect(await hub.places(1)).toEqual(['bezig']);
    await hub.run();
    expect(await hub.places(1)).toEqual(['klaargezet']);
  });

  it('to a partner’s queue that fails keeps its messages ready, and is tried again', async () => {
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

  it('parks a message whose content a partner’s queue never takes, with its reason, and goes on', async () => {
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
    // A newer message does not make the hub try it again; a change of the kanaal does.
    await hub.put(1, 3);
    await hub.passes(HOUR);
    expect(tried.toSorted()).toEqual(['1.1', '1.2', '1.3', '2.1']);
    await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
    await hub.passes(HOUR);
    expect(tried.filter((one) => one === '1.1')).toHaveLength(2);
    expect((await hub.items(1))[0]).toMatchObject({ plek: 'geparkeerd', reden: REASONS.refused });
  });
});

describe('a job', () => {
  it('that fails because of the hub itself comes again soon, and holds up no other job', async () => {
    const hub = await webhookHub();
    let item = true;
    const { change: really } = hub.table;
    hub.table.change = async (key, ...rest) => {
      if (item && key.pk === `POSTVAK#${zaak(1)}`) throw new Error('ProvisionedThroughputExceeded');
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
          postpone: () => Promise.reject(new Error('too busy')),
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
