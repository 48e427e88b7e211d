import { describe, expect, it } from 'vitest';
import {
  checkGatewayResponse,
  type GatewayResponseDefinition,
  renderGatewayResponse,
} from '../../../../local/api/gateway-responses.ts';
import { createRouter } from '../../../../local/api/routes.ts';
import { parseRate } from '../../../../local/events/schedule.ts';
import { createDeduplicationWindow } from '../../../../local/queues/deduplication.ts';
import { succeeded } from '../../../../local/queues/mapping.ts';
import { generateSecretString } from '../../../../local/secrets/generate.ts';

const CONTEXT = {
  requestId: 'r-1',
  stage: 'v1',
  path: '/v1/x',
  resourcePath: '/{proxy+}',
  httpMethod: 'GET',
  sourceIp: '127.0.0.1',
  header: (name: string) => (name === 'x-request' ? 'asked' : undefined),
};
const definition = (
  type: string,
  given: Partial<GatewayResponseDefinition> = {},
): [string, GatewayResponseDefinition] => [type, { type, parameters: {}, templates: {}, ...given }];

describe('a gateway response', () => {
  it('is API Gateway’s own when the template defines none', () => {
    expect(renderGatewayResponse(new Map(), 'INTEGRATION_TIMEOUT', CONTEXT)).toMatchObject({
      status: 504,
      headers: { 'content-type': 'application/json' },
      body: '{"message":"Endpoint request timed out"}',
    });
  });

  it('fills in the context and sets headers from text, context and request', () => {
    const definitions = new Map([
      definition('MISSING_AUTHENTICATION_TOKEN', {
        statusCode: 404,
        parameters: {
          'gatewayresponse.header.Content-Type': "'application/problem+json'",
          'gatewayresponse.header.X-Id': 'context.requestId',
          'gatewayresponse.header.X-Echo': 'method.request.header.x-request',
        },
        templates: {
          'application/json':
            '{"t":$context.error.messageString,"r":"$context.error.responseType","p":"$context.path"}',
        },
      }),
    ]);
    expect(renderGatewayResponse(definitions, 'MISSING_AUTHENTICATION_TOKEN', CONTEXT)).toMatchObject({
      status: 404,
      headers: { 'content-type': 'application/problem+json', 'x-id': 'r-1', 'x-echo': 'asked' },
      body: '{"t":"Missing Authentication Token","r":"MISSING_AUTHENTICATION_TOKEN","p":"/v1/x"}',
    });
  });

  it('falls back to the default of its class, which keeps the status of the type', () => {
    const definitions = new Map([
      definition('DEFAULT_4XX', { templates: { 'text/plain': '4xx' } }),
      definition('DEFAULT_5XX', { templates: { 'text/plain': '5xx' }, statusCode: 500 }),
    ]);
    const rendered = (['REQUEST_TOO_LARGE', 'INTEGRATION_FAILURE'] as const).map((type) =>
      renderGatewayResponse(definitions, type, CONTEXT),
    );
    expect(rendered.map(({ status, body }) => [status, body])).toEqual([
      [413, '4xx'],
      [500, '5xx'],
    ]);
  });

  it.each<[string, GatewayResponseDefinition, string]>([
    ['type', definition('NO_SUCH_TYPE')[1], 'NO_SUCH_TYPE'],
    ['variable', definition('THROTTLED', { templates: { a: '$context.colour' } })[1], '$context.colour'],
    ['parameter', definition('THROTTLED', { parameters: { 'header.X': "'x'" } })[1], 'header.X'],
    [
      'value',
      definition('THROTTLED', { parameters: { 'gatewayresponse.header.X': 'x' } })[1],
      'unknown value x',
    ],
  ])('is refused with an unknown %s', (_what, given, named) => {
    expect(() => checkGatewayResponse(given)).toThrow(named);
  });
});

describe('routing over the resource tree', () => {
  const route = createRouter(
    'root',
    [
      { id: 'zaken', parentId: 'root', pathPart: 'zaken' },
      { id: 'zaak', parentId: 'zaken', pathPart: '{id}' },
      { id: 'rest', parentId: 'root', pathPart: '{proxy+}' },
    ],
    [
      { resourceId: 'root', httpMethod: 'ANY', method: 'root' },
      { resourceId: 'zaken', httpMethod: 'GET', method: 'list' },
      { resourceId: 'zaak', httpMethod: 'GET', method: 'one' },
      { resourceId: 'zaak', httpMethod: 'ANY', method: 'any' },
      { resourceId: 'rest', httpMethod: 'POST', method: 'rest' },
    ],
  );

  it.each<[string, string, string | undefined, object | undefined]>([
    ['GET', '/', 'root', {}],
    ['GET', '/zaken', 'list', {}],
    ['GET', '/zaken/', 'list', {}],
    ['GET', '/zaken/a%20b', 'one', { id: 'a b' }],
    ['PUT', '/zaken/1', 'any', { id: '1' }],
    ['POST', '/zaken/1/deel', 'rest', { proxy: 'zaken/1/deel' }],
    ['POST', '/elders', 'rest', { proxy: 'elders' }],
    ['GET', '/elders', undefined, undefined],
    ['DELETE', '/zaken', undefined, undefined],
  ])('finds %s %s', (method, path, expected, parameters) => {
    const found = route(method, path);
    expect(found?.method).toBe(expected);
    expect(found?.parameters).toEqual(parameters);
  });
});

describe('a batch reply', () => {
  const ids = ['a', 'b'];
  it.each<[string, unknown, readonly string[]]>([
    ['nothing', null, ids],
    ['no failures', { batchItemFailures: [] }, ids],
    ['null failures', { batchItemFailures: null }, ids],
    ['an empty object', {}, ids],
    ['one failure', { batchItemFailures: [{ itemIdentifier: 'a' }] }, ['b']],
    ['an unknown message', { batchItemFailures: [{ itemIdentifier: 'z' }] }, []],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }, []],
    ['a misspelled key', { batchItemFailures: [{ itemidentifier: 'a' }] }, []],
    ['another member', { failures: [] }, []],
    ['text', 'ok', []],
  ])('of %s decides which messages succeeded', (_what, reply, expected) => {
    expect([...succeeded(ids, reply)]).toEqual(expected);
  });
});

describe('parts of the embedded cloud', () => {
  it('a deduplication id is remembered for five minutes, also by the next process', () => {
    let now = 0;
    const kept: unknown[] = [];
    const window = createDeduplicationWindow(
      [],
      (send) => kept.push(send),
      () => now,
    );
    window.set('x', { messageId: 'm' });
    now = 299_999;
    expect(window.get('x')?.messageId).toBe('m');
    now = 300_000;
    expect(window.get('x')).toBeUndefined();
    expect(kept).toEqual([{ id: 'x', messageId: 'm', at: 0 }]);
  });

  it.each([
    ['rate(5 minutes)', 300_000],
    ['rate(1 hour)', 3_600_000],
    ['rate(2 days)', 172_800_000],
  ])('a schedule of %s is a period', (expression, period) => {
    expect(parseRate(expression)).toBe(period);
  });

  it.each(['cron(0 8 * * ? *)', 'rate(0 minutes)', 'rate(5 weeks)'])(
    'a schedule of %s is refused',
    (expression) => {
      expect(() => parseRate(expression)).toThrow(expression);
    },
  );

  it('a generated secret has the requested length and characters', () => {
    expect(generateSecretString({})).toHaveLength(32);
    expect(generateSecretString({ PasswordLength: 64, ExcludePunctuation: true })).toMatch(
      /^[A-Za-z0-9]{64}$/,
    );
    const made = JSON.parse(
      generateSecretString({
        SecretStringTemplate: '{"user":"hub"}',
        GenerateStringKey: 'key',
        ExcludeCharacters: 'abc',
      }),
    );
    expect(made.user).toBe('hub');
    expect(made.key).not.toMatch(/[abc]/);
  });
});
