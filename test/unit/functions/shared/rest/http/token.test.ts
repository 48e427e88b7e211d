import { generateKeyPair, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { isTemporary } from '../../../../../../functions/shared/rest/http/problems.ts';
import { createTokenCheck } from '../../../../../../functions/shared/rest/http/token.ts';
import {
  AUDIENCE,
  createToken,
  ISSUER,
  startApi,
  type TokenWish,
  TRIAL_ISSUER,
} from '../../../../../contract/support/api.ts';
import { outsideCalls } from '../../../../../faults/outside-calls.ts';

const withToken = (token: string) =>
  startApi().call('GET', '/v1/balans', { headers: { Authorization: `Bearer ${token}` } });

const foreign = await generateKeyPair('ES256', { extractable: true });

describe('a token', () => {
  test('that is valid gives access', async () => {
    expect((await withToken(await createToken({ organisatie: 'beheer' }))).status).toBe(200);
  });

  test.each<[string, TokenWish]>([
    ['has expired', { expires: '-1m' }],
    ['is for another audience', { audience: 'andere-api' }],
    ['is of another issuer', { issuer: 'https://kwaad.example' }],
    ['is signed with another key', { key: foreign.privateKey }],
    ['names an unknown organisation', { organisatie: 'onbekend-0907' }],
    ['names a property of an object as its organisation', { organisatie: 'constructor' }],
    ['has a scope that is no text', { claims: { scope: 7 } }],
  ])('that %s is refused: 401 with invalid_token', async (_, wish) => {
    const { status, headers } = await withToken(await createToken({ organisatie: 'beheer', ...wish }));
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer realm="inburgeringshub", error="invalid_token"');
  });

  const seconds = (ahead: number): number => Math.floor(Date.now() / 1000) + ahead;

  test('of which nbf lies less than a minute ahead is accepted: the clock of its issuer may run ahead', async () => {
    const token = await createToken({ organisatie: 'beheer', claims: { nbf: seconds(55) } });
    expect((await withToken(token)).status).toBe(200);
  });

  test.each([
    ['has its nbf more than a minute ahead', { claims: { nbf: seconds(120) } }],
    ['expired half a minute ago: exp has no such minute', { expires: '-30s' }],
  ] satisfies [string, TokenWish][])('that %s is refused: 401', async (_, wish) => {
    expect((await withToken(await createToken({ organisatie: 'beheer', ...wish }))).status).toBe(401);
  });

  test('without a signature (alg none) is refused: 401', async () => {
    const token = new UnsecuredJWT({ scope: 'beheer' })
      .setSubject('beheer')
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime('5m')
      .encode();
    expect((await withToken(token)).status).toBe(401);
  });

  describe('of nobody', () => {
    const unsigned = new UnsecuredJWT({ scope: 'beheer' })
      .setSubject('beheer')
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime('5m')
      .encode();

    test.each<[string, () => string | Promise<string>]>([
      ['unsigned', () => unsigned],
      ['forged', () => createToken({ organisatie: 'beheer', key: foreign.privateKey })],
      ['of another issuer', () => createToken({ organisatie: 'beheer', issuer: 'https://kwaad.example' })],
      ['expired', () => createToken({ organisatie: 'beheer', expires: '-1m' })],
      ['no token at all', () => 'geen.jwt.token'],
    ])('that is %s costs no call to a table, a bus or a queue, whatever is asked', async (_, make) => {
      const { outside, made } = outsideCalls();
      const { call } = startApi({ outside });
      const asks = async (token: string) => {
        const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
        const answers = await Promise.all([
          call('GET', '/v1/balans', { headers }),
          call('GET', '/v1/zaken', { headers }),
          call('POST', '/v1/zaken/_zoek', { headers, body: { vNummer: '2798163871' } }),
          call('POST', '/v1/gebeurtenissen', { headers, body: {} }),
        ]);
        return answers.map(({ status }) => status);
      };
      expect(await asks(await make())).toEqual([401, 401, 401, 401]);
      expect(made).toEqual([]);
      // The same is seen of who may.
      await asks(await createToken({ organisatie: 'beheer' }));
      expect(made.length).toBeGreaterThan(0);
    });
  });

  test.each([undefined, 'Basic YTpi', 'Bearer', 'Bearer one two', 'Bearer geen.jwt.token'])(
    'that is missing or malformed in Authorization (%s) is refused: 401 with WWW-Authenticate',
    async (authorization) => {
      const headers = authorization === undefined ? {} : { Authorization: authorization };
      const outcome = await startApi().call('GET', '/v1/balans', { headers });
      expect(outcome.status).toBe(401);
      expect(outcome.headers['www-authenticate']).toMatch(/^Bearer realm="inburgeringshub"/);
    },
  );

  test('in the query is not read: 401', async () => {
    const query = { access_token: await createToken({ organisatie: 'beheer' }) };
    expect((await startApi().call('GET', '/v1/balans', { query })).status).toBe(401);
  });

  test('without the scope that a call needs is refused: 403 with that scope', async () => {
    const { call } = startApi();
    const outcome = await call('GET', '/v1/ontvangsten', { to: 'beheer', scopes: ['zaken:lezen'] });
    expect(outcome.status).toBe(403);
    expect(outcome.headers['www-authenticate']).toContain('error="insufficient_scope", scope="beheer"');
  });

  test('never gives more than its organisation may do: 403', async () => {
    const { call } = startApi();
    expect((await call('GET', '/v1/ontvangsten', { to: 'coa', scopes: ['beheer'] })).status).toBe(403);
  });

  test('is not refused while the keys of its issuer cannot be read: that fault is temporary', async () => {
    const check = createTokenCheck([
      { ...TRIAL_ISSUER, keys: () => Promise.reject(new TypeError('fetch failed')) },
    ]);
    const error = await check(await createToken()).catch((cause: unknown) => cause);
    expect(isTemporary(error)).toBe(true);
  });
});
