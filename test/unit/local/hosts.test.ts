import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { foreignHeader } from '../../../local/hosts.ts';
import { type EdgeServer, openServer } from '../../../local/server.ts';

/** The status of an answer to a request with headers of its own, `Host` among them, which `fetch` does not send. */
const asked = (
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    });
    call.once('error', reject);
    call.end();
  });

describe('a request to a port of this machine', () => {
  it.each([
    ['127.0.0.1:8787', undefined],
    ['localhost:8787', undefined],
    ['LOCALHOST', undefined],
    ['[::1]:8787', undefined],
    ['kwaad.example:8787', 'Host'],
    ['127.0.0.1.kwaad.example', 'Host'],
    ['localhost.kwaad.example:8787', 'Host'],
    ['0.0.0.0:8787', 'Host'],
    ['', 'Host'],
    [undefined, 'Host'],
  ])('with Host %s is foreign by %s', (host, expected) => {
    expect(foreignHeader(host === undefined ? {} : { host }, 8787)).toBe(expected);
  });

  it.each([
    ['http://127.0.0.1:8787', undefined],
    ['http://localhost:8787', undefined],
    ['http://[::1]:8787', undefined],
    ['http://localhost:3000', 'Origin'],
    ['http://localhost', 'Origin'],
    ['https://kwaad.example', 'Origin'],
    ['https://localhost.kwaad.example:8787', 'Origin'],
    ['null', 'Origin'],
    ['', 'Origin'],
  ])('with Origin %j is foreign by %s', (origin, expected) => {
    expect(foreignHeader({ host: '127.0.0.1:8787', origin }, 8787)).toBe(expected);
  });

  it('may name what the port was told to answer to', () => {
    const names = ['host.docker.internal'];
    const headers = { host: 'host.docker.internal:8787', origin: 'http://host.docker.internal:3000' };
    expect(foreignHeader(headers, 8787, names)).toBeUndefined();
    expect(foreignHeader(headers, 8787)).toBe('Host');
  });
});

describe('the port of a local hub', () => {
  let server: EdgeServer | undefined;
  afterEach(() => server?.close());

  it('gives a foreign page 403, whatever it asks', async () => {
    server = await openServer(0, () => undefined);
    const served: string[] = [];
    const answer = (status: number) => (_: unknown, response: import('node:http').ServerResponse) => {
      served.push('x');
      response.writeHead(status).end();
    };
    server.serve({
      aws: (_target, ...rest) => answer(200)(...rest),
      mounts: { '/_lokaal': answer(200) },
      api: answer(200),
    });
    const { port } = server;
    const statusOf = (path: string, headers: Record<string, string>) => asked(port, 'POST', path, headers);
    for (const path of ['/', '/_lokaal', '/v1/openapi.json']) {
      expect(
        await statusOf(path, { host: `kwaad.example:${port}`, 'x-amz-target': 'AmazonSQS.ListQueues' }),
      ).toBe(403);
      expect(await statusOf(path, { origin: 'https://kwaad.example' })).toBe(403);
    }
    expect(served).toEqual([]);
    expect(await statusOf('/_lokaal', { host: `localhost:${port}` })).toBe(200);
  });

  it('lets a page of any site read what is for anyone, and nothing else', async () => {
    server = await openServer(0, () => undefined);
    const { port } = server;
    server.serve({
      aws: () => undefined,
      mounts: {},
      api: (_, response) => response.writeHead(200).end(),
      open: ['/v1/openapi.json', '/v1/schemas'],
    });
    const statusOf = (method: string, path: string, host = `127.0.0.1:${port}`) =>
      asked(port, method, path, { host, origin: 'https://elders.example' });
    for (const path of ['/v1/openapi.json', '/v1/openapi.json?x=1', '/v1/schemas/nl.tvs.iets.v1'])
      expect([await statusOf('GET', path), await statusOf('OPTIONS', path)], path).toEqual([200, 200]);
    for (const path of [
      '/',
      '/v1/berichten',
      '/v1/openapi.jsonl',
      '/v1/schemas.json',
      '/v1/schemas/../loket',
    ])
      expect(await statusOf('GET', path), path).toBe(403);
    expect(await statusOf('POST', '/v1/openapi.json')).toBe(403);
    expect(await statusOf('GET', '/v1/openapi.json', `kwaad.example:${port}`)).toBe(403);
  });

  it('refuses a request whose headers are larger than API Gateway takes', async () => {
    server = await openServer(0, () => undefined);
    const { port } = server;
    server.serve({
      aws: () => undefined,
      mounts: {},
      api: (_, response) => response.writeHead(200).end(),
    });
    const statusWith = async (bytes: number): Promise<number> => {
      const authorization = `Bearer ${'a'.repeat(bytes)}`;
      const { status } = await fetch(`http://127.0.0.1:${port}/v1/zaken`, { headers: { authorization } });
      return status;
    };
    expect([await statusWith(9_500), await statusWith(10_240)]).toEqual([200, 431]);
  });

  it('sends a browser that asks for a page by numbers to the name of the pages, where its cookies are', async () => {
    server = await openServer(0, () => undefined, undefined, ['docker.example']);
    const { port } = server;
    const site = `http://localhost:${port}`;
    const answer = (_: unknown, response: import('node:http').ServerResponse) => {
      response.writeHead(200).end();
    };
    server.serve({ aws: () => undefined, mounts: {}, api: answer, home: `${site}/v1/loket` });
    const locationOf = (host: string, path: string, method = 'GET'): Promise<string | undefined> =>
      new Promise((resolve, reject) => {
        const headers = { host: `${host}:${port}` };
        const call = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
          response.resume();
          response.once('end', () => resolve(response.headers.location));
        });
        call.once('error', reject);
        call.end();
      });
    for (const host of ['127.0.0.1', '[::1]', 'localhost'])
      expect(await locationOf(host, '/')).toBe(`${site}/v1/loket`);
    for (const path of ['/v1/loket', '/v1/loket/link?k=x', '/v1/loket//elders.example']) {
      expect(await locationOf('127.0.0.1', path)).toBe(`${site}${path}`);
      expect(await locationOf('[::1]', path)).toBe(`${site}${path}`);
      expect(await locationOf('localhost', path)).toBeUndefined();
      // Who is told to answer to another name is not on this machine: there localhost is something else.
      expect(await locationOf('docker.example', path)).toBeUndefined();
      expect(await locationOf('127.0.0.1', path, 'POST')).toBeUndefined();
    }
    for (const path of ['/v1/loketten', '/v1/berichten', '/spelen', '/v1/loket/stijl-1a.css'])
      expect(await locationOf('127.0.0.1', path)).toBeUndefined();
  });
});
