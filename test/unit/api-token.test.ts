import { generateKeyPair, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { isTijdelijk } from '../../functions/api/problemen.ts';
import { maakTokencontrole } from '../../functions/api/token.ts';
import { maakToken, PUBLIEK, startApi, type Tokenwens, UITGEVER } from '../contract/hulp/api.ts';

const metToken = (token: string) =>
  startApi().roep('GET', '/v1/balans', { headers: { Authorization: `Bearer ${token}` } });

const vreemd = await generateKeyPair('ES256', { extractable: true });

describe('een token', () => {
  test('dat klopt geeft toegang', async () => {
    expect((await metToken(await maakToken({ organisatie: 'beheer' }))).status).toBe(200);
  });

  test.each<[string, Tokenwens]>([
    ['verlopen is', { verloopt: '-1m' }],
    ['voor een ander publiek is', { publiek: 'andere-api' }],
    ['van een andere uitgever is', { uitgever: 'https://kwaad.example' }],
    ['met een andere sleutel is getekend', { sleutel: vreemd.privateKey }],
    ['een onbekende organisatie noemt', { organisatie: 'onbekend-0907' }],
    ['een eigenschap van een object als organisatie noemt', { organisatie: 'constructor' }],
    ['geen tekst als scope heeft', { claims: { scope: 7 } }],
  ])('dat %s wordt geweigerd: 401', async (_, wens) => {
    const { status, headers } = await metToken(await maakToken({ organisatie: 'beheer', ...wens }));
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer realm="inburgeringshub", error="invalid_token"');
  });

  const seconds = (ahead: number): number => Math.floor(Date.now() / 1000) + ahead;

  test('that begins to count within a minute is taken: the clock of its issuer runs ahead', async () => {
    const token = await maakToken({ organisatie: 'beheer', claims: { nbf: seconds(55) } });
    expect((await metToken(token)).status).toBe(200);
  });

  test.each([
    ['begins to count later than that', { claims: { nbf: seconds(120) } }],
    ['ended half a minute ago, however much `nbf` is allowed', { verloopt: '-30s' }],
  ] satisfies [string, Tokenwens][])('that %s is refused: 401', async (_, wens) => {
    expect((await metToken(await maakToken({ organisatie: 'beheer', ...wens }))).status).toBe(401);
  });

  test('zonder handtekening (alg none) wordt geweigerd: 401', async () => {
    const token = new UnsecuredJWT({ scope: 'beheer' })
      .setSubject('beheer')
      .setIssuer(UITGEVER)
      .setAudience(PUBLIEK)
      .setExpirationTime('5m')
      .encode();
    expect((await metToken(token)).status).toBe(401);
  });

  test.each([undefined, 'Basic YTpi', 'Bearer', 'Bearer een twee', 'Bearer geen.jwt.token'])(
    'in Authorization: %s wordt geweigerd: 401 met WWW-Authenticate',
    async (authorization) => {
      const headers = authorization === undefined ? {} : { Authorization: authorization };
      const uitkomst = await startApi().roep('GET', '/v1/balans', { headers });
      expect(uitkomst.status).toBe(401);
      expect(uitkomst.headers['www-authenticate']).toMatch(/^Bearer realm="inburgeringshub"/);
    },
  );

  test('in de query wordt niet gelezen: 401', async () => {
    const query = { access_token: await maakToken({ organisatie: 'beheer' }) };
    expect((await startApi().roep('GET', '/v1/balans', { query })).status).toBe(401);
  });

  test('zonder de nodige scope is 403 en zegt welke nodig is', async () => {
    const { roep } = startApi();
    const uitkomst = await roep('GET', '/v1/ontvangsten', { als: 'beheer', scopes: ['zaken:lezen'] });
    expect(uitkomst.status).toBe(403);
    expect(uitkomst.headers['www-authenticate']).toContain('error="insufficient_scope", scope="beheer"');
  });

  test('geeft nooit meer dan de organisatie zelf mag: 403', async () => {
    const { roep } = startApi();
    expect((await roep('GET', '/v1/ontvangsten', { als: 'coa', scopes: ['beheer'] })).status).toBe(403);
  });

  test('wordt niet afgekeurd als de sleutels van de uitgever even niet te lezen zijn: dat is tijdelijk', async () => {
    const controleer = maakTokencontrole({
      uitgever: UITGEVER,
      publiek: PUBLIEK,
      sleutels: () => Promise.reject(new TypeError('fetch failed')),
    });
    const fout = await controleer(await maakToken()).catch((oorzaak: unknown) => oorzaak);
    expect(isTijdelijk(fout)).toBe(true);
  });
});
