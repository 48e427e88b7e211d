import { afterEach, describe, expect, it } from 'vitest';
import { maakToegangstokens, type Tokenaanvraag } from '../../../../adapters/uitgaand/oauth2.ts';
import { maakVerzender } from '../../../../adapters/uitgaand/verzender.ts';
import { type Gedrag, type Ontvanger, startOntvanger } from '../../../hub/ontvanger.ts';

const ontvangers: Ontvanger[] = [];
afterEach(async () => {
  for (const ontvanger of ontvangers.splice(0)) await ontvanger.stop();
});

const geeft = (body: object | string, status = 200): Gedrag => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** A token address, and a clock. */
const opstelling = async (anders: Partial<Tokenaanvraag> = {}) => {
  const server = await startOntvanger();
  ontvangers.push(server);
  let uitgegeven = 0;
  server.doe(() => {
    uitgegeven += 1;
    return geeft({ access_token: `token-${uitgegeven}`, token_type: 'Bearer', expires_in: 3600 });
  });
  const klok = { nu: 0 };
  const verzender = maakVerzender({ loopbackToegestaan: true, resolve: async () => ['127.0.0.1'] });
  const tokens = maakToegangstokens(verzender, () => klok.nu);
  const aanvraag: Tokenaanvraag = {
    tokenUrl: `${server.url}/token`,
    clientId: 'hub:één',
    clientGeheim: 'ge heim&%',
    scope: 'hooks.schrijven',
    ...anders,
  };
  return { server, klok, tokens, vraag: (id = 'a') => tokens.token(id, aanvraag, 1000) };
};

describe('a token of a receiver', () => {
  it('is asked for with the credentials in the header, encoded, and the scope in the body', async () => {
    const { server, vraag } = await opstelling();
    expect(await vraag()).toBe('token-1');
    const [gezien] = server.ontvangen;
    expect(gezien).toMatchObject({
      methode: 'POST',
      pad: '/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    });
    const [soort, basis = ''] = gezien?.headers['authorization']?.split(' ') ?? [];
    expect(soort).toBe('Basic');
    expect(Buffer.from(basis, 'base64').toString()).toBe('hub%3A%C3%A9%C3%A9n:ge+heim%26%25');
    expect(gezien?.body.toString()).toBe('grant_type=client_credentials&scope=hooks.schrijven');
  });

  it('serves until just before it ends, for everybody who asks at once too', async () => {
    const { server, klok, vraag } = await opstelling();
    expect(await Promise.all([vraag(), vraag(), vraag()])).toEqual(['token-1', 'token-1', 'token-1']);
    klok.nu = 3_569_000;
    expect(await vraag()).toBe('token-1');
    klok.nu = 3_571_000;
    expect(await vraag()).toBe('token-2');
    expect(server.ontvangen).toHaveLength(2);
  });

  it('of which nobody said how long it is valid serves five minutes', async () => {
    const { server, klok, vraag } = await opstelling();
    server.doe(() => geeft({ access_token: 'kort', token_type: 'bearer' }));
    await vraag();
    klok.nu = 299_000;
    await vraag();
    expect(server.ontvangen).toHaveLength(1);
    klok.nu = 301_000;
    await vraag();
    expect(server.ontvangen).toHaveLength(2);
  });

  it('that was refused is forgotten; an older one that is refused late is not', async () => {
    const { tokens, vraag } = await opstelling();
    await vraag();
    tokens.vergeet('a', 'token-1');
    expect(await vraag()).toBe('token-2');
    tokens.vergeet('a', 'token-1');
    expect(await vraag()).toBe('token-2');
  });

  it('is of one abonnement, and of the settings that it was asked with', async () => {
    const { server, tokens, vraag } = await opstelling();
    expect(await vraag('a')).toBe('token-1');
    expect(await vraag('b')).toBe('token-2');
    const anders = { tokenUrl: `${server.url}/token`, clientId: 'hub', clientGeheim: 'nieuw' };
    expect(await tokens.token('a', anders, 1000)).toBe('token-3');
    expect(server.ontvangen.at(-1)?.body.toString()).toBe('grant_type=client_credentials');
  });

  it.each<[string, Gedrag]>([
    ['says no', geeft({ error: 'invalid_client' }, 401)],
    ['sends on to elsewhere', { status: 302, headers: { location: 'http://127.0.0.1/' } }],
    ['gives no JSON', geeft('<html>')],
    ['gives no token', geeft({ token_type: 'Bearer' })],
    ['gives a token of another kind', geeft({ access_token: 'x', token_type: 'mac' })],
    ['gives a token that no header can hold', geeft({ access_token: 'x\r\ny: z', token_type: 'Bearer' })],
    ['gives too much', geeft({ access_token: 'x', token_type: 'Bearer', rest: 'x'.repeat(70_000) })],
    ['breaks off', 'verbreekt'],
  ])('is not to be had when the token address %s, and is asked for again next time', async (_, gedrag) => {
    const { server, vraag } = await opstelling();
    server.doe(() => gedrag);
    expect(await vraag()).toBeUndefined();
    server.doe(() => geeft({ access_token: 'toch', token_type: 'Bearer' }));
    expect(await vraag()).toBe('toch');
  });

  it('is not asked for at an address that is not public', async () => {
    const { server } = await opstelling();
    const verzender = maakVerzender({ loopbackToegestaan: false, resolve: async () => ['127.0.0.1'] });
    const aanvraag = { tokenUrl: `${server.url}/token`, clientId: 'hub', clientGeheim: 'x' };
    expect(await maakToegangstokens(verzender).token('a', aanvraag, 1000)).toBeUndefined();
    expect(server.verbindingen()).toBe(0);
  });
});
