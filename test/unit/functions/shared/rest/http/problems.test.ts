import { describe, expect, test } from 'vitest';
import { API_VERSION } from '../../../../../../contracts/version.ts';
import { HubError } from '../../../../../../domain/errors.ts';
import { type Call, type Outcome, startApi } from '../../../../../contract/support/api.ts';
import { example, withData } from '../../../../../contract/support/examples.ts';

const SECURITY = {
  'api-version': API_VERSION,
  'cache-control': 'no-store',
  'content-security-policy': "frame-ancestors 'none'",
  'strict-transport-security': expect.stringMatching(/^max-age=\d+/),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-type': expect.stringMatching(/^application\/(problem\+)?json$/),
};

const requireProblem = ({ status, headers, content }: Outcome, expected: number): void => {
  expect(status).toBe(expected);
  expect(headers).toMatchObject({ ...SECURITY, 'content-type': 'application/problem+json' });
  expect(content).toMatchObject({
    status: expected,
    type: expect.stringMatching(/^https:\/\/hub\.example\.nl\/problemen\/[a-z-]+$/),
    title: expect.any(String),
    detail: expect.any(String),
  });
};

const koppeling = () => example('nl.tvs.koppeling.geregistreerd.v1', 'goed-huishouden');

const OLD_CURSOR = Buffer.from('2020-01-01T00:00:00.000Z|2020-01-01T00:00:00.000Z').toString('base64url');

describe('every answer', () => {
  test.each<[string, number, string, string, Call]>([
    ['200', 200, 'GET', '/v1/balans', { to: 'beheer' }],
    ['200 without a token', 200, 'GET', '/v1/openapi.json', {}],
    ['400', 400, 'GET', '/v1/balans', { to: 'beheer', query: { bsn: '999966133' } }],
    ['401', 401, 'GET', '/v1/balans', {}],
    ['403', 403, 'GET', '/v1/balans', { to: 'coa' }],
    ['404', 404, 'GET', '/v1/niets', {}],
    ['405', 405, 'DELETE', '/v1/balans', { to: 'beheer' }],
    ['406', 406, 'GET', '/v1/balans', { to: 'beheer', headers: { Accept: 'text/html' } }],
    ['409', 409, 'GET', '/v1/berichten', { to: 'taalschool', query: { wacht: '0' } }],
    ['410', 410, 'GET', '/v1/berichten', { to: 'taalschool', query: { na: OLD_CURSOR } }],
    ['OPTIONS', 204, 'OPTIONS', '/v1/gebeurtenissen', {}],
    [
      'OPTIONS where PATCH is allowed',
      204,
      'OPTIONS',
      '/v1/abonnementen/7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
      {},
    ],
  ])('carries the version and the security headers: %s', async (_, status, method, path, call) => {
    const api = startApi();
    const outcome = await api.call(method, path, call);
    expect(outcome.status).toBe(status);
    expect(outcome.headers).toMatchObject(SECURITY);
    if (status >= 400) requireProblem(outcome, status);
  });

  test.each([
    [new Error('table arn:aws:dynamodb:eu-west-1:1:table/Hub, bsn 999966133'), 500],
    [Object.assign(new Error('slow'), { name: 'ThrottlingException' }), 503],
    [Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }), 503],
    [new HubError('retry', 'in motion, 999966133'), 503],
    [new HubError('quarantaine', 'strange, 999966133'), 500],
    [new Error('no answer', { cause: Object.assign(new Error('slow'), { name: 'TimeoutError' }) }), 503],
  ])(
    'shows nothing internal when a dependency fails with %s, and nor does the log: %i',
    async (outage, status) => {
      const { world, send } = startApi();
      world.outage = { storage: outage };
      const outcome = await send('coa', koppeling());
      requireProblem(outcome, status);
      const all = JSON.stringify([outcome, world.log]);
      expect(all).not.toMatch(/arn:|dynamodb|999966133/);
      expect(outcome.headers['retry-after']).toBe(status === 503 ? '30' : undefined);
    },
  );
});

describe('paths and methods', () => {
  test.each([
    '/v1',
    '/',
    '/v1/',
    '/v1/niets',
    '/v1/balans/',
    '/balans/',
    '/v1/zaken/',
    '/v1/schemas',
    '/v1/v1/balans',
  ])('%s does not exist: 404', async (path) => {
    const { call } = startApi();
    requireProblem(await call('GET', path, { to: 'beheer' }), 404);
  });

  test.each(['/v1/balans', '/balans'])('%s exists, with and without the base path', async (path) => {
    const { call } = startApi();
    expect((await call('GET', path, { to: 'beheer' })).status).toBe(200);
  });

  test.each([
    ['PUT', '/v1/gebeurtenissen', 'POST, OPTIONS'],
    ['GET', '/v1/gebeurtenissen', 'POST, OPTIONS'],
    ['GET', '/v1/zaken/_zoek', 'POST, OPTIONS'],
    ['DELETE', '/v1/zaken/3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a', 'GET, OPTIONS'],
    ['HEAD', '/v1/openapi.json', 'GET, OPTIONS'],
    ['POST', '/v1/openapi.json', 'GET, OPTIONS'],
    ['POST', '/v1/kanaal', 'GET, PUT, OPTIONS'],
    ['PUT', '/v1/abonnementen', 'GET, POST, OPTIONS'],
    ['PUT', '/v1/abonnementen/7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e', 'GET, PATCH, DELETE, OPTIONS'],
    ['GET', '/v1/abonnementen/7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e/_pauzeer', 'POST, OPTIONS'],
    ['GET', '/v1/herleveringen', 'POST, OPTIONS'],
    ['PATCH', '/v1/berichten/0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10', 'GET, OPTIONS'],
  ])('%s %s is 405, with Allow: %s', async (method, path, allow) => {
    const { call } = startApi();
    const outcome = await call(method, path);
    requireProblem(outcome, 405);
    expect(outcome.headers['allow']).toBe(allow);
  });

  test('OPTIONS on a path that does not exist is 404', async () => {
    const { call } = startApi();
    requireProblem(await call('OPTIONS', '/v1/niets'), 404);
  });

  test.each([
    ['GET', '/v1/openapi.json', '*'],
    ['OPTIONS', '/v1/openapi.json', '*'],
    ['GET', '/v1/schemas/nl.brp.persoon.overleden.v1', '*'],
    ['GET', '/v1/schemas/onbekend', '*'],
    ['OPTIONS', '/v1/gebeurtenissen', undefined],
    ['GET', '/v1/balans', undefined],
  ])('%s %s gives the origins that may read it from a browser: %s', async (method, path, origin) => {
    const { call } = startApi();
    const { headers } = await call(method, path, { headers: { Origin: 'https://kwaad.example' } });
    expect(headers['access-control-allow-origin']).toBe(origin);
  });

  test('an unknown schema is 404', async () => {
    const { call } = startApi();
    requireProblem(await call('GET', '/v1/schemas/nl.tvs.koppeling.geregistreerd.v2'), 404);
    requireProblem(await call('GET', '/v1/schemas/constructor'), 404);
  });
});

describe('Accept', () => {
  test.each([
    ['application/json', 200],
    ['*/*', 200],
    ['application/*;q=0.5, text/html', 200],
    ['text/html, application/json;q=0.1', 200],
    ['', 200],
    ['text/html', 406],
    ['application/json;q=0, */*', 406],
    ['application/xml', 406],
  ])('%j gives %i', async (accept, status) => {
    const { call } = startApi();
    expect((await call('GET', '/v1/balans', { to: 'beheer', headers: { Accept: accept } })).status).toBe(
      status,
    );
  });
});

describe('the log line of a refused message', () => {
  test('holds ids, the organisation and known fields, and never a value or the name of an unknown field', async () => {
    const { world, send } = startApi();
    const bericht = koppeling();
    const error = withData(bericht, { gemeentecode: '0363', '999966133': 'Yusuf' });
    await send('coa', { ...error, jansen: { vNummer: '2798163871' } });
    await send('coa', '{"bsn": "999966133", ');
    await send('brp', bericht);
    const [refused] = world.log;
    expect(refused?.data).toMatchObject({
      organisatie: 'coa',
      status: 400,
      ontvangstId: expect.any(String),
      pointers: expect.arrayContaining(['/data/gemeentecode', '/data']),
    });
    expect(world.log).toHaveLength(3);
    expect(JSON.stringify(world.log)).not.toMatch(/999966133|2798163871|Yusuf|Qasim|jansen|0363|TVS-/);
  });
});
