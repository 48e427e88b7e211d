import { afterEach, describe, expect, it } from 'vitest';
import { createAccessTokens, type TokenRequest } from '../../../../adapters/egress/oauth2.ts';
import { createSender } from '../../../../adapters/egress/sender.ts';
import { type Behaviour, type Receiver, startReceiver } from '../../../hub/receiver.ts';

const receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.stop();
});

const gives = (body: object | string, status = 200): Behaviour => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** A token server, and a clock. */
const setup = async (otherSettings: Partial<TokenRequest> = {}) => {
  const server = await startReceiver();
  receivers.push(server);
  let issued = 0;
  server.respond(() => {
    issued += 1;
    return gives({ access_token: `token-${issued}`, token_type: 'Bearer', expires_in: 3600 });
  });
  const clock = { now: 0 };
  const sender = createSender({ loopbackAllowed: true, resolve: async () => ['127.0.0.1'] });
  const tokens = createAccessTokens(sender, () => clock.now);
  const request: TokenRequest = {
    tokenUrl: `${server.url}/token`,
    clientId: 'hub:één',
    clientGeheim: 'ge heim&%',
    scope: 'hooks.schrijven',
    ...otherSettings,
  };
  return { server, clock, tokens, query: (id = 'a') => tokens.token(id, request, 1000) };
};

describe('an access token for a receiver', () => {
  it('is requested with the encoded credentials in the header and the scope in the body', async () => {
    const { server, query } = await setup();
    expect(await query()).toBe('token-1');
    const [seen] = server.received;
    expect(seen).toMatchObject({
      method: 'POST',
      path: '/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    });
    const [scheme, credentials = ''] = seen?.headers['authorization']?.split(' ') ?? [];
    expect(scheme).toBe('Basic');
    expect(Buffer.from(credentials, 'base64').toString()).toBe('hub%3A%C3%A9%C3%A9n:ge+heim%26%25');
    expect(seen?.body.toString()).toBe('grant_type=client_credentials&scope=hooks.schrijven');
  });

  it('is used until just before it ends, and requested once for simultaneous deliveries', async () => {
    const { server, clock, query } = await setup();
    expect(await Promise.all([query(), query(), query()])).toEqual(['token-1', 'token-1', 'token-1']);
    clock.now = 3_569_000;
    expect(await query()).toBe('token-1');
    clock.now = 3_571_000;
    expect(await query()).toBe('token-2');
    expect(server.received).toHaveLength(2);
  });

  it('is used for five minutes when the answer does not say how long it is valid', async () => {
    const { server, clock, query } = await setup();
    server.respond(() => gives({ access_token: 'kort', token_type: 'bearer' }));
    await query();
    clock.now = 299_000;
    await query();
    expect(server.received).toHaveLength(1);
    clock.now = 301_000;
    await query();
    expect(server.received).toHaveLength(2);
  });

  it('is forgotten when the receiver refuses it, and kept when an older token is refused late', async () => {
    const { tokens, query } = await setup();
    await query();
    tokens.forget('a', 'token-1');
    expect(await query()).toBe('token-2');
    tokens.forget('a', 'token-1');
    expect(await query()).toBe('token-2');
  });

  it('is used for one abonnement with the settings of its request only', async () => {
    const { server, tokens, query } = await setup();
    expect(await query('a')).toBe('token-1');
    expect(await query('b')).toBe('token-2');
    const otherSettings = { tokenUrl: `${server.url}/token`, clientId: 'hub', clientGeheim: 'nieuw' };
    expect(await tokens.token('a', otherSettings, 1000)).toBe('token-3');
    expect(server.received.at(-1)?.body.toString()).toBe('grant_type=client_credentials');
  });

  it.each<[string, Behaviour]>([
    ['says no', gives({ error: 'invalid_client' }, 401)],
    ['sends on to elsewhere', { status: 302, headers: { location: 'http://127.0.0.1/' } }],
    ['gives no JSON', gives('<html>')],
    ['gives no token', gives({ token_type: 'Bearer' })],
    ['gives a token of another kind', gives({ access_token: 'x', token_type: 'mac' })],
    ['gives a token that no header can hold', gives({ access_token: 'x\r\ny: z', token_type: 'Bearer' })],
    ['gives too much', gives({ access_token: 'x', token_type: 'Bearer', rest: 'x'.repeat(70_000) })],
    ['breaks off', 'breaks off'],
  ])('is not given when the token server %s, and is requested again after a pause', async (_, behaviour) => {
    const { server, clock, query } = await setup();
    server.respond(() => behaviour);
    expect(await query()).toBeUndefined();
    const asked = server.received.length;
    clock.now = 4_999;
    expect(await query()).toBeUndefined();
    expect(server.received).toHaveLength(asked);
    clock.now = 5_000;
    server.respond(() => gives({ access_token: 'toch', token_type: 'Bearer' }));
    expect(await query()).toBe('toch');
  });

  it('costs a token server that gives none fewer and fewer requests, and new settings are tried at once', async () => {
    const { server, clock, tokens, query } = await setup();
    server.respond(() => gives({ error: 'invalid_client' }, 401));
    for (; clock.now < 3_600_000; clock.now += 1000) await query();
    expect(server.received.length).toBeLessThan(20);
    const before = server.received.length;
    const fresh = { tokenUrl: `${server.url}/token`, clientId: 'hub', clientGeheim: 'nieuw' };
    await tokens.token('a', fresh, 1000);
    expect(server.received).toHaveLength(before + 1);
  });

  it('is not fetched for every message when it ends at once, or when the receiver refuses every one', async () => {
    const { server, clock, tokens, query } = await setup();
    server.respond(() => gives({ access_token: 'kort', token_type: 'Bearer', expires_in: 1 }));
    for (; clock.now < 10_000; clock.now += 100) await query();
    expect(server.received).toHaveLength(2);
    server.respond(() =>
      gives({ access_token: `t-${server.received.length}`, token_type: 'Bearer', expires_in: 3600 }),
    );
    for (; clock.now < 130_000; clock.now += 1000) tokens.forget('a', (await query()) ?? '');
    expect(server.received.length).toBeLessThan(2 + 5);
  });

  it('is not requested at an address that is not public', async () => {
    const { server } = await setup();
    const sender = createSender({ loopbackAllowed: false, resolve: async () => ['127.0.0.1'] });
    const request = { tokenUrl: `${server.url}/token`, clientId: 'hub', clientGeheim: 'x' };
    expect(await createAccessTokens(sender).token('a', request, 1000)).toBeUndefined();
    expect(server.connections()).toBe(0);
  });
});
