import { generateKeyPair, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { isTemporary } from '../../../../../functions/api/http/problems.ts';
import { createTokenCheck } from '../../../../../functions/api/http/token.ts';
import { AUDIENCE, createToken, ISSUER, startApi, type TokenWish } from '../../../../contract/support/api.ts';

const withToken = (token: string) =>
  startApi().call('GET', '/v1/balans', { headers: { Authorization: `Bearer ${token}` } });

const foreign = await generateKeyPair('ES256', { extractable: true });

describe('een token', () => {
  test('dat klopt geeft toegang', async () => {
    expect((await withToken(await createToken({ organisatie: 'beheer' }))).status).toBe(200);
  });

  test.each<[string, TokenWish]>([
    ['verlopen is', { expires: '-1m' }],
    ['voor een ander publiek is', { publiek: 'andere-api' }],
    ['van een andere uitgever is', { uitgever: 'https://kwaad.example' }],
    ['met een andere sleutel is getekend', { sleutel: foreign.privateKey }],
    ['een onbekende organisatie noemt', { organisatie: 'onbekend-0907' }],
    ['een eigenschap van een object als organisatie noemt', { organisatie: 'constructor' }],
    ['geen tekst als scope heeft', { claims: { scope: 7 } }],
  ])('dat %s wordt geweigerd: 401', async (_, wish) => {
    const { status, headers } = await withToken(await createToken({ organisatie: 'beheer', ...wish }));
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer realm="inburgeringshub", error="invalid_token"');
  });

  const seconds = (ahead: number): number => Math.floor(Date.now() / 1000) + ahead;

  test('that begins to count within a minute is taken: the clock of its issuer runs ahead', async () => {
    const token = await createToken({ organisatie: 'beheer', claims: { nbf: seconds(55) } });
    expect((await withToken(token)).status).toBe(200);
  });

  test.each([
    ['begins to count later than that', { claims: { nbf: seconds(120) } }],
    ['ended half a minute ago, however much `nbf` is allowed', { expires: '-30s' }],
  ] satisfies [string, TokenWish][])('that %s is refused: 401', async (_, wish) => {
    expect((await withToken(await createToken({ organisatie: 'beheer', ...wish }))).status).toBe(401);
  });

  test('zonder handtekening (alg none) wordt geweigerd: 401', async () => {
    const token = new UnsecuredJWT({ scope: 'beheer' })
      .setSubject('beheer')
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime('5m')
      .encode();
    expect((await withToken(token)).status).toBe(401);
  });

  test.each([undefined, 'Basic YTpi', 'Bearer', 'Bearer een twee', 'Bearer geen.jwt.token'])(
    'in Authorization: %s wordt geweigerd: 401 met WWW-Authenticate',
    async (authorization) => {
      const headers = authorization === undefined ? {} : { Authorization: authorization };
      const outcome = await startApi().call('GET', '/v1/balans', { headers });
      expect(outcome.status).toBe(401);
      expect(outcome.headers['www-authenticate']).toMatch(/^Bearer realm="inburgeringshub"/);
    },
  );

  test('in de query wordt niet gelezen: 401', async () => {
    const query = { access_token: await createToken({ organisatie: 'beheer' }) };
    expect((await startApi().call('GET', '/v1/balans', { query })).status).toBe(401);
  });

  test('zonder de nodige scope is 403 en zegt welke nodig is', async () => {
    const { call } = startApi();
    const outcome = await call('GET', '/v1/ontvangsten', { to: 'beheer', scopes: ['zaken:lezen'] });
    expect(outcome.status).toBe(403);
    expect(outcome.headers['www-authenticate']).toContain('error="insufficient_scope", scope="beheer"');
  });

  test('geeft nooit meer dan de organisatie zelf mag: 403', async () => {
    const { call } = startApi();
    expect((await call('GET', '/v1/ontvangsten', { to: 'coa', scopes: ['beheer'] })).status).toBe(403);
  });

  test('wordt niet afgekeurd als de sleutels van de uitgever even niet te lezen zijn: dat is tijdelijk', async () => {
    const check = createTokenCheck({
      uitgever: ISSUER,
      publiek: AUDIENCE,
      sleutels: () => Promise.reject(new TypeError('fetch failed')),
    });
    const error = await check(await createToken()).catch((cause: unknown) => cause);
    expect(isTemporary(error)).toBe(true);
  });
});
