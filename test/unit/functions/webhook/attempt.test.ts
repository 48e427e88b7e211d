import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { afterEach, describe, expect, it } from 'vitest';
import { createAccessTokens } from '../../../../adapters/egress/oauth2.ts';
import { createSender } from '../../../../adapters/egress/sender.ts';
import {
  type Behaviour,
  MISBEHAVIOUR,
  type Receiver,
  startReceiver,
  willing,
} from '../../../hub/receiver.ts';
import { HOUR, KANAAL, secret, status, webhookHub, zaak } from './support.ts';

/** Deliveries over a real connection, as a receiver sees them. */

const receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.stop();
});

const setup = async (otherwise: Parameters<typeof webhookHub>[0] = {}) => {
  const receiver = await startReceiver();
  receivers.push(receiver);
  const sender = createSender({
    loopbackAllowed: true,
    resolve: async () => ['127.0.0.1'],
    timeoutMs: 250,
  });
  const over = {
    sender: {
      // Shorter than the twenty seconds of the standard, so that a receiver that hangs costs the test less time.
      send: ({ timeoutMs: _, ...request }: Parameters<typeof sender.send>[0]) => sender.send(request),
    },
    // The libraries compare the moment in a signature with the clock of the machine.
    now: () => new Date(),
    tokens: createAccessTokens(sender),
  };
  const hub = await webhookHub({ sink: `${receiver.url}/hook`, ...otherwise }, over);
  return { receiver, hub };
};

describe('a delivery', () => {
  it('is the stored bytes, in structured mode, with everything that a receiver needs', async () => {
    const { receiver, hub } = await setup();
    await hub.put(1, 1);
    await hub.run();
    const [item] = await hub.items(1);
    const [seen] = receiver.received;
    expect(seen?.body.toString()).toBe(item?.tekst);
    expect(seen).toMatchObject({
      method: 'POST',
      path: '/hook',
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'content-length': String(Buffer.byteLength(item?.tekst ?? '')),
        'user-agent': expect.stringMatching(/^inburgeringshub\/\d/),
        'webhook-request-origin': 'hub.example',
        'webhook-id': item?.id,
        'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
      },
    });
    expect(seen?.headers).not.toHaveProperty('authorization');
    expect(JSON.parse(seen?.body.toString() ?? '')).toMatchObject({ id: item?.id, specversion: '1.0' });
  });

  it('is accepted by both libraries, with either secret while a rotation lasts', async () => {
    const { receiver, hub } = await setup();
    const { encryption } = hub;
    const { id } = hub.abonnement;
    const fresh = secret();
    const over = (ms: number) => new Date(Date.now() + ms).toISOString();
    const rotate = (until: string) =>
      hub.kanalen.change(KANAAL, hub.abonnement, {
        geheimen: [
          { versleuteld: encryption.encrypt(fresh, id) },
          { versleuteld: encryption.encrypt(hub.secret, id), tot: until },
        ],
      });
    const changed = await rotate(over(HOUR));
    await hub.put(1, 1);
    await hub.run();
    const [during] = receiver.received;
    for (const key of [hub.secret, fresh]) {
      const { body, headers } = during ?? { body: Buffer.alloc(0), headers: {} };
      expect(() => new StandardWebhook(key).verify(body, headers)).not.toThrow();
      expect(() => new Svix(key).verify(body, headers)).not.toThrow();
      expect(() => new StandardWebhook(key).verify(`${body} `, headers)).toThrow();
    }

    if (changed === undefined) throw new Error('not changed');
    await hub.kanalen.change(KANAAL, changed, {
      geheimen: changed.geheimen.map((one) => ('tot' in one ? { ...one, tot: over(-1) } : one)),
    });
    await hub.put(1, 2);
    await hub.run();
    const [, afterwards] = receiver.received;
    const { body, headers } = afterwards ?? { body: Buffer.alloc(0), headers: {} };
    expect(() => new Svix(fresh).verify(body, headers)).not.toThrow();
    expect(() => new Svix(hub.secret).verify(body, headers)).toThrow();
  });

  it('carries the token that the receiver wants, and is made once more with a new token when that is refused', async () => {
    const { receiver, hub } = await setup();
    let issued = 0;
    let valid = 'token-1';
    receiver.respond(({ path, headers }): Behaviour => {
      if (path === '/token') {
        issued += 1;
        return {
          status: 200,
          body: JSON.stringify({ access_token: `token-${issued}`, token_type: 'Bearer' }),
        };
      }
      return { status: headers['authorization'] === `Bearer ${valid}` ? 204 : 401 };
    });
    const { id } = hub.abonnement;
    const { encryption } = hub;
    await hub.kanalen.change(KANAAL, hub.abonnement, {
      oauth2: {
        tokenUrl: `${receiver.url}/token`,
        clientId: 'hub',
        clientGeheim: encryption.encrypt('wachtwoord', id),
      },
    });
    await hub.put(1, 1);
    await hub.run();
    valid = 'token-2';
    await hub.put(1, 2);
    await hub.run();
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd']);
    const paths = () => receiver.received.map(({ path }) => path);
    expect(paths()).toEqual(['/token', '/hook', '/hook', '/token', '/hook']);

    valid = 'geen';
    await hub.put(2, 1);
    await hub.run();
    // Refused again within the minute: the token server is left alone, and the same token is not tried twice.
    expect(paths().slice(5)).toEqual(['/hook']);
    expect((await hub.items(2))[0]?.pogingen).toMatchObject([{ reden: 'status', status: 401 }]);
    expect(JSON.stringify(hub.logs)).not.toMatch(/token-|wachtwoord/);
  });

  it('is not made when the token server gives no token', async () => {
    const { receiver, hub } = await setup();
    receiver.respond(() => ({ status: 403 }));
    const { encryption } = hub;
    await hub.kanalen.change(KANAAL, hub.abonnement, {
      oauth2: {
        tokenUrl: `${receiver.url}/token`,
        clientId: 'hub',
        clientGeheim: encryption.encrypt('wachtwoord', hub.abonnement.id),
      },
    });
    await hub.put(1, 1);
    await hub.run();
    expect(receiver.received.map(({ path }) => path)).toEqual(['/token']);
    expect((await hub.items(1))[0]?.pogingen).toMatchObject([{ reden: 'geen-token' }]);
  });
});

const OUTCOMES: Readonly<Record<(typeof MISBEHAVIOUR)[number], readonly [string, string]>> = {
  hangs: ['klaargezet', 'tijdslimiet'],
  'breaks off': ['klaargezet', 'verbinding'],
  'promises too much': ['bezorgd', 'gelukt'],
  'promises too little': ['bezorgd', 'gelukt'],
  'promises two lengths': ['klaargezet', 'verbinding'],
  drips: ['bezorgd', 'gelukt'],
  'does not stop': ['bezorgd', 'gelukt'],
  'speaks no http': ['klaargezet', 'verbinding'],
  'switches protocols': ['klaargezet', 'verbinding'],
  'sends endless headers': ['klaargezet', 'verbinding'],
};

describe('a receiver that misbehaves for one zaak', () => {
  it.each(MISBEHAVIOUR)('(%s) gets the messages of the other zaken in that batch', async (misbehaviour) => {
    const { receiver, hub } = await setup();
    receiver.respond((request) =>
      JSON.parse(String(request.body)).data.zaakId === zaak(1) ? misbehaviour : willing(request),
    );
    for (const number of [1, 2, 3]) await hub.put(number, 1);
    await hub.run();
    const [place, reason] = OUTCOMES[misbehaviour];
    expect(await hub.places(1)).toEqual([place]);
    expect((await hub.items(1))[0]?.pogingen).toMatchObject([{ reden: reason }]);
    expect(await hub.places(2)).toEqual(['bezorgd']);
    expect(await hub.places(3)).toEqual(['bezorgd']);
  });
});

it('the hub writes ids and reasons in logs and warnings, and nothing of messages, secrets or addresses', async () => {
  const hub = await webhookHub({ sink: 'https://geheim-pad.partner.example/sleutel-in-pad' });
  hub.setup.response = () => status(500);
  for (let number = 1; number <= 6; number++) await hub.put(number, 1);
  await hub.passes(100 * HOUR);
  const all = JSON.stringify([hub.logs, hub.events, await hub.kanalen.tijdlijn(hub.abonnement.id)]);
  expect(all).toContain(zaak(1));
  for (const smallSecret of ['Ünal', 'sleutel-in-pad', 'whsec_', hub.secret.slice(6), 'v1,']) {
    expect(all).not.toContain(smallSecret);
  }
});
