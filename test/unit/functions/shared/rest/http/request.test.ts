import { describe, expect, test } from 'vitest';
import { pathUnderBase, readRequest } from '../../../../../../functions/shared/rest/http/request.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { example, withData } from '../../../../../contract/support/examples.ts';
import { context, toEvent } from '../../../../../contract/support/gateway-event.ts';

/** What a caller can do to the address and the headers of a request. */

const below = (path: string, whole: string): string => {
  const event = toEvent('GET', path, {}, {});
  return pathUnderBase({ ...event, requestContext: { ...event.requestContext, path: whole } });
};

test('the body of a request is not looked at before a call asks for it', () => {
  const event = toEvent('POST', '/gebeurtenissen', {}, { body: 'x' });
  let looked = 0;
  Object.defineProperty(event, 'body', { get: () => String(++looked) });
  const request = readRequest(event, context);
  expect(looked).toBe(0);
  expect([String(request.body), looked]).toEqual(['1', 1]);
});

describe('the base path', () => {
  test.each([
    ["the gateway's own address", '/zaken', '/v1/zaken', '/zaken'],
    ['a domain of the hub', '/v1/zaken', '/v1/zaken', '/zaken'],
    ["the gateway's own address, with the base path twice", '/v1/zaken', '/v1/v1/zaken', '/v1/zaken'],
    ['a domain of the hub, with the base path twice', '/v1/v1/zaken', '/v1/v1/zaken', '/v1/zaken'],
    ['the root of the gateway', '/', '/v1/', '/'],
    ['the root of a domain of the hub', '/v1', '/v1', '/'],
    ['a path that only begins like it', '/v10/zaken', '/v10/zaken', '/v10/zaken'],
  ])('goes off once at %s', (_, path, whole, expected) => {
    expect(below(path, whole)).toBe(expected);
  });

  test('stands once in an address that exists: twice is 404', async () => {
    const { call } = startApi();
    expect((await call('GET', '/v1/openstaand', { to: 'beheer' })).status).toBe(200);
    expect((await call('GET', '/v1/v1/openstaand', { to: 'beheer' })).status).toBe(404);
  });
});

describe('a query parameter', () => {
  test('that stands there twice is refused by name, with all other faults: 400', async () => {
    const { call } = startApi();
    const query = { na: ['a', 'b'], partner: ['mage', 'mage'], bsn: '999966133' };
    const { status, content, pointers } = await call('GET', '/v1/berichten', { to: 'gemeente', query });
    expect([status, pointers]).toEqual([400, ['/bsn', '/na', '/partner']]);
    expect(content?.['errors']).toContainEqual({ pointer: '/na', detail: 'staat er meer dan één keer' });
  });

  test('that stands there twice is refused where a call takes none: 400', async () => {
    const { call } = startApi();
    const { status, pointers } = await call('GET', '/v1/openstaand', {
      to: 'beheer',
      query: { x: ['1', '2'] },
    });
    expect([status, pointers]).toEqual([400, ['/x']]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'prototype'])(
    'called %s is one that no call knows: 400 at its name',
    async (name) => {
      const { call } = startApi();
      const query = Object.fromEntries([[name, 'x']]);
      for (const path of ['/v1/openstaand', '/v1/balans']) {
        const { status, pointers } = await call('GET', path, { to: 'beheer', query });
        expect([status, pointers]).toEqual([400, [`/${name}`]]);
      }
    },
  );
});

describe('a header', () => {
  test.each(['__proto__', 'constructor', 'ce-__proto__', 'ce-constructor'])(
    'called %s changes nothing of a call that works',
    async (name) => {
      const { call, send } = startApi();
      const headers = Object.fromEntries([[name, 'x']]);
      expect((await call('GET', '/v1/openstaand', { to: 'beheer', headers })).status).toBe(200);
      expect(
        (await send('coa', example('nl.tvs.koppeling.geregistreerd.v1', 'goed-minimaal'), { headers }))
          .status,
      ).toBe(202);
    },
  );

  test.each(['ce-__proto__', 'ce-constructor'])(
    'called %s is an attribute that the hub drops in binary mode',
    async (name) => {
      const { call } = startApi();
      const {
        data,
        datacontenttype: _,
        ...attributes
      } = example('nl.tvs.koppeling.geregistreerd.v1', 'goed-minimaal');
      const ce = Object.entries(attributes).map(([key, value]) => [`ce-${key}`, String(value)]);
      const headers = Object.fromEntries([...ce, ['Content-Type', 'application/json'], [name, 'x']]);
      const { status } = await call('POST', '/v1/gebeurtenissen', { to: 'coa', body: data, headers });
      expect(status).toBe(202);
    },
  );
});

describe('an answer about faults', () => {
  const wrong = (count: number) =>
    withData(
      example('nl.tvs.koppeling.geregistreerd.v1', 'goed-minimaal'),
      Object.fromEntries(Array.from({ length: count }, (_, place) => [`veld${place}`, 1])),
    );

  test('lists a hundred of them and says how many more there are', async () => {
    const { send } = startApi();
    const { status, content, pointers } = await send('coa', wrong(250));
    expect([status, pointers.length]).toEqual([400, 100]);
    expect(content?.['detail']).toBe(
      'Er zijn 250 fouten gevonden: hier staan de eerste 100, en er zijn er nog 150.',
    );
  });

  test('lists them all when there are a hundred', async () => {
    const { send } = startApi();
    const { content, pointers } = await send('coa', wrong(100));
    expect(pointers).toHaveLength(100);
    expect(content?.['detail']).toBe('Er zijn 100 fouten gevonden.');
  });
});

describe('Content-Encoding', () => {
  test.each([
    'gzip',
    'br',
    'deflate',
    'zstd',
    'x-gzip',
    'compress',
    'aws-chunked',
    'identity, gzip',
    'onzin',
  ])(
    '%s is refused by every call that reads a body, with the encoding that the API takes: 415',
    async (coding) => {
      const { call } = startApi();
      const headers = { 'Content-Type': 'application/json', 'Content-Encoding': coding };
      for (const [method, path, to] of [
        ['POST', '/v1/zaken/_zoek', 'gemeente'],
        ['POST', '/v1/zaken/3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a/_herstel', 'gemeente'],
        ['PUT', '/v1/kanaal', 'taalschool'],
        ['POST', '/v1/abonnementen', 'taalschool'],
        ['POST', '/v1/herleveringen', 'taalschool'],
      ] as const) {
        const outcome = await call(method, path, { to, headers, body: {} });
        expect([path, outcome.status, outcome.headers['accept-encoding']]).toEqual([path, 415, 'identity']);
      }
    },
  );
});
