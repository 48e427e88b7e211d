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

/** A token address, and a clock. */
const setup = async (otherwise: Partial<TokenRequest> = {}) => {
  const server = await startReceiver();
  receivers.push(server);
  let issued = 0;
  server.doOne(() => {
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
    ...otherwise,
  };
  return { server, clock, tokens, query: (id = 'a') => tokens.token(id, request, 1000) };
};

describe('a token of a receiver', () => {
  it('is asked for with the credentials in the header, encoded, and the scope in the body', async () => {
    const { server, query } = await setup();
    expect(await query()).toBe('token-1');
    const [seen] = server.ontvangen;
    expect(seen).toMatchObject({
      methode: 'POST',
      pad: '/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    });
    const [soort, basis = ''] = seen?.headers['authorization']?.split(' ') ?? [];
    expect(soort).toBe('Basic');
    expect(Buffer.from(basis, 'base64').toString()).toBe('hub%3A%C3%A9%C3%A9n:ge+heim%26%25');
    expect(seen?.body.toString()).toBe('grant_type=client_credentials&scope=hooks.schrijven');
  });

  it('serves until just before it ends, for everybody who asks at once too', async () => {
    const { server, clock, query } = await setup();
    expect(await Promise.all([query(), query(), query()])).toEqual(['token-1', 'token-1', 'token-1']);
    clock.now = 3_569_000;
    expect(await query()).toBe('token-1');
    clock.now = 3_571_000;
    expect(await query()).toBe('token-2');
    expect(server.ontvangen).toHaveLength(2);
  });

  it('of which nobody said how long it is valid serves five minutes', async () => {
    const { server, clock, query } = await setup();
    server.doOne(() => gives({ access_token: 'kort', token_type: 'bearer' }));
    await query();
    clock.now = 299_000;
    await query();
    expect(server.ontvangen).toHaveLength(1);
    clock.now = 301_000;
    await query();
    expect(server.ontvangen).toHaveLength(2);
  });

  it('that was refused is forgotten; an older one that is refused late is not', async () => {
    const { tokens, query } = await setup();
    await query();
    tokens.forget('a', 'token-1');
    expect(await query()).toBe('token-2');
    tokens.forget('a', 'token-1');
    expect(await query()).toBe('token-2');
  });

  it('is of one abonnement, and of the settings that it was asked with', async () => {
    const { server, tokens, query } = await setup();
    expect(await query('a')).toBe('token-1');
    expect(await query('b')).toBe('token-2');
    const otherwise = { tokenUrl: `${server.url}/token`, clientId: 'hub', clientGeheim: 'nieuw' };
    expect(await tokens.token('a', otherwise, 1000)).toBe('token-3');
    expect(server.ontvangen.at(-1)?.body.toString()).toBe('grant_type=client_credentials');
  });

  it.each<[string, Behaviour]>([
    ['says no', gives({ error: 'invalid_client' }, 401)],
    ['sends on to elsewhere', { status: 302, headers: { location: 'http://127.0.0.1/' } }],
    ['gives no JSON', gives('<html>')],
    ['gives no token', gives({ token_type: 'Bearer' })],
    ['gives a token of another kind', gives({ access_token: 'x', token_type: 'mac' })],
    ['gives a token that no header can hold', gives({ access_token: 'x\r\ny: z', token_type: 'Bearer' })],
    ['gives too much', gives({ access_token: 'x', token_type: 'Bearer', rest: 'x'.repeat(70_000) })],
    ['breaks off', 'verbreekt'],
  ])('is not to be had when the token address %s, and is asked for again next time', async (_, behaviour) => {
    const { server, query } = await setup();
    server.doOne(() => behaviour);
    expect(await query()).toBeUndefined();
    server.doOne(() => gives({ access_token: 'toch', token_type: 'Bearer' }));
    expect(await query()).toBe('toch');
  });

  it('is not asked for at an address that is not public', async () => {
    const { server } = await setup();
    const sender = createSender({ loopbackAllowed: false, resolve: async () => ['127.0.0.1'] });
    const request = { tokenUrl: `${server.url}/token`, clientId: 'hub', clientGeheim: 'x' };
    expect(await createAccessTokens(sender).token('a', request, 1000)).toBeUndefined();
    expect(server.connections()).toBe(0);
  });
});
