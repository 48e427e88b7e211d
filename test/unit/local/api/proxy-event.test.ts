import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createGateway } from '../../../../local/api/gateway.ts';

/** Names that a client chooses and that mean something to an ordinary object. */
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

const Echo = z.object({
  headers: z.array(z.tuple([z.string(), z.string()])),
  query: z.array(z.tuple([z.string(), z.string()])).nullable(),
  all: z.array(z.tuple([z.string(), z.array(z.string())])).nullable(),
});

const entries = (record: object | null): [string, unknown][] | null => record && Object.entries(record);

const gateway = createGateway([
  {
    name: 'v1',
    apiId: 'api',
    variables: undefined,
    binaryMediaTypes: [],
    responses: new Map(),
    route: () => ({
      resourceId: 'r',
      resourcePath: '/{proxy+}',
      parameters: {},
      method: {
        timeoutMillis: 5000,
        invoke: async (event) => {
          // An event travels as text, here and at Lambda.
          const {
            headers,
            queryStringParameters,
            multiValueQueryStringParameters: all,
          } = JSON.parse(JSON.stringify(event));
          const body = {
            headers: entries(headers),
            query: entries(queryStringParameters),
            all: entries(all),
          };
          return { ok: true, value: { statusCode: 200, body: JSON.stringify(body) } };
        },
      },
    }),
  },
]);
const server = createServer((incoming, outgoing) => {
  gateway(incoming, outgoing).catch(() => {
    outgoing.writeHead(503).end();
  });
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
});

/** One GET with these raw headers; fetch and Node's own header object would drop `__proto__`. */
const get = async (path: string, headers: readonly string[] = []) => send({ path, headers });

const send = async ({
  path,
  headers = [],
  body = '',
}: {
  readonly path: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}) => {
  const { port } = server.address() as AddressInfo;
  const method = body === '' ? 'GET' : 'POST';
  const asked = request({ host: '127.0.0.1', port, path, method, headers: ['Host', 'hub', ...headers] });
  // A body that is refused by its length may not have been sent whole when the connection ends.
  asked.on('error', () => undefined);
  asked.end(body);
  const [answer] = await once(asked, 'response');
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part);
  return { status: answer.statusCode, text: Buffer.concat(parts).toString() };
};

describe('the local gateway', () => {
  it.each([
    ['an event that Lambda takes', 'a'.repeat(6_000_000), 200],
    ['an event that is larger', 'a'.repeat(6_300_000), 413],
    ['a body that only becomes larger than that as JSON', '"'.repeat(4_000_000), 413],
    ['a body that API Gateway takes from nobody', 'a'.repeat(10_500_000), 413],
  ])('answers %s as the cloud does', async (_what, body, status) => {
    const headers = ['Content-Length', String(body.length)];
    expect((await send({ path: '/v1/x', headers, body })).status).toBe(status);
  });

  it.each(NAMES)('hands on a query parameter named %s as any other', async (name) => {
    const { status, text } = await get(`/v1/x?${name}=1&${name}=2`);
    expect(status).toBe(200);
    expect(Echo.parse(JSON.parse(text))).toMatchObject({ query: [[name, '2']], all: [[name, ['1', '2']]] });
  });

  it.each(NAMES)('hands on a header named %s as any other', async (name) => {
    const { status, text } = await get('/v1/x', [name, 'yes']);
    expect(status).toBe(200);
    expect(Echo.parse(JSON.parse(text)).headers).toContainEqual([name, 'yes']);
  });
});
