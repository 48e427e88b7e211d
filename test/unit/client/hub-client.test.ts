import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import {
  parseBsn,
  parseGemeentecode,
  parsePort,
  parseUuid,
  parseVNummer,
  readTokens,
} from '../../../cli/options.ts';
import { type Answer, createSend, type Request, type Send } from '../../../client/http.ts';
import { createHubClient, describe as describeAnswer } from '../../../client/hub-client.ts';
import { waitUntilSettled } from '../../../client/settle.ts';
import { EMPTY_POSTBALANS } from '../../../domain/delivery/books.ts';
import { startHttp } from './http-server.ts';

const BALANS = {
  ontvangsten: { ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 0 },
  aangenomen: 0,
  verdwenen: [],
  zaken: 0,
  post: {},
  nogTeVersturen: 0,
  verschillen: [],
};

/** Answers by path; the token path hands out numbered tokens. */
const fakeSend = (answers: (path: string, request: Request) => Answer) => {
  const paths: string[] = [];
  let tokens = 0;
  const send: Send = async (url, request) => {
    const path = url.replace('http://hub', '');
    paths.push(path);
    if (path !== '/_lokaal/tokens/token') return answers(path, request);
    tokens += 1;
    return { status: 200, body: { access_token: `token-${tokens}` } };
  };
  return { send, paths };
};

const client = (send: Send, token?: string) =>
  createHubClient({ url: 'http://hub/v1/', send, ...(token === undefined ? {} : { token }) });

describe('option values', () => {
  it('are accepted when valid and refused when not', () => {
    expect(parsePort('8787')).toBe(8787);
    expect(parseBsn('999966133')).toBe('999966133');
    expect(parseVNummer('2798163871')).toBe('2798163871');
    expect(parseGemeentecode('0907')).toBe('0907');
    for (const wrong of ['', 'x', '-1', '70000']) expect(() => parsePort(wrong)).toThrow();
    expect(() => parseBsn('99996613')).toThrow();
    expect(() => parseUuid('../balans')).toThrow();
  });
});

describe('the client of the hub', () => {
  it('requests one token per organisation and uses it again', async () => {
    const used: unknown[] = [];
    const { send, paths } = fakeSend((_path, request) => {
      used.push(request.headers?.['authorization']);
      return { status: 200, body: BALANS };
    });
    const hub = client(send);
    await hub.balans();
    await hub.balans();
    expect(paths).toEqual(['/_lokaal/tokens/token', '/v1/balans', '/v1/balans']);
    expect(used).toEqual(['Bearer token-1', 'Bearer token-1']);
  });

  it.each([
    ['http://hub', 'http://hub/v1/balans'],
    ['http://hub/v1/', 'http://hub/v1/balans'],
    ['http://hub/restapis/x/v1/_user_request_', 'http://hub/restapis/x/v1/_user_request_/balans'],
  ])('calls the API of %s at %s', async (url, expected) => {
    const called: string[] = [];
    const send: Send = async (to) => {
      called.push(to);
      return { status: 200, body: BALANS };
    };
    await createHubClient({ url, token: 'given', send }).balans();
    expect(called).toEqual([expected]);
  });

  it('requests a token with the client credentials of its organisation', async () => {
    const requested: unknown[] = [];
    const server = await startHttp((request, response) => {
      void text(request).then((sent) => {
        const { 'content-type': type } = request.headers;
        requested.push([request.url, type, Object.fromEntries(new URLSearchParams(sent))]);
        response.end(JSON.stringify({ access_token: 'token-1' }));
      });
    });
    try {
      expect(await createHubClient({ url: server.url }).token('taalschool')).toBe('token-1');
    } finally {
      await server.stop();
    }
    expect(requested).toEqual([
      [
        '/_lokaal/tokens/token',
        'application/x-www-form-urlencoded;charset=UTF-8',
        { grant_type: 'client_credentials', client_id: 'taalschool', client_secret: 'x' },
      ],
    ]);
  });

  it.each([
    [
      'the issuer gives its reason',
      401,
      { error: 'invalid_client', error_description: 'did you mean coa?' },
      'no token of koa: did you mean coa?',
    ],
    [
      'there is no issuer',
      403,
      { message: 'Forbidden' },
      'the hub at http://hub hands out no tokens (HTTP 403): give one in HUB_TOKEN or with --token',
    ],
  ])('says why it has no token when %s', async (_, status, body, message) => {
    const hub = createHubClient({ url: 'http://hub', send: async () => ({ status, body }) });
    await expect(hub.token('koa')).rejects.toThrow(message);
  });

  it('requests tokens at the address of the stand-ins', async () => {
    const called: string[] = [];
    const send: Send = async (to) => {
      called.push(to);
      return { status: 200, body: to.endsWith('/token') ? { access_token: 't' } : BALANS };
    };
    await createHubClient({ url: 'http://hub/x', standInsUrl: 'http://naast', send }).balans();
    expect(called).toEqual(['http://naast/_lokaal/tokens/token', 'http://hub/x/balans']);
  });

  it('uses the given token for a deployed hub', async () => {
    const { send, paths } = fakeSend(() => ({ status: 200, body: BALANS }));
    await client(send, 'given').balans();
    expect(paths).toEqual(['/v1/balans']);
  });

  it('uses the own token of an organisation, and the common token for the others', async () => {
    const used: unknown[] = [];
    const send: Send = async (_url, { headers }) => {
      used.push(headers?.['authorization']);
      return { status: 200, body: BALANS };
    };
    const given = readTokens(['coa=eyJ.a-_', 'common', 'brp=b==']);
    const hub = createHubClient({ url: 'https://hub.example.nl', send, ...given });
    for (const organisation of ['coa', 'brp', 'beheer'])
      await hub.call(organisation, '/x', { method: 'GET' });
    expect(used).toEqual(['Bearer eyJ.a-_', 'Bearer b==', 'Bearer common']);
  });

  it('names the organisation of which it has no token, and requests none', async () => {
    const { send, paths } = fakeSend(() => ({ status: 200, body: BALANS }));
    const hub = createHubClient({ url: 'https://hub.example.nl', send, ...readTokens(['coa=a']) });
    await expect(hub.balans()).rejects.toThrow('no token of beheer: --token beheer=…');
    expect(paths).toEqual([]);
  });

  it('refuses two common tokens', () => {
    expect(() => readTokens(['a', 'b'])).toThrow(/organisatie=token/);
    expect(readTokens(['aGVt=='])).toEqual({ token: 'aGVt==' });
  });

  it('requests a new token once when a restarted hub refuses the old one', async () => {
    const { send } = fakeSend((_path, request) =>
      request.headers?.['authorization'] === 'Bearer token-2'
        ? { status: 200, body: BALANS }
        : { status: 401, body: undefined },
    );
    await expect(client(send).balans()).resolves.toEqual(BALANS);
  });

  it('gives each of several calls at once a new token when a local hub no longer takes the old one', async () => {
    let old = 'none';
    const { send } = fakeSend((_path, request) =>
      request.headers?.['authorization'] === old
        ? { status: 401, body: undefined }
        : { status: 200, body: BALANS },
    );
    const hub = client(send);
    await Promise.all([hub.balans(), hub.balans()]);
    old = 'Bearer token-1';
    await expect(Promise.all([hub.balans(), hub.balans(), hub.balans()])).resolves.toEqual([
      BALANS,
      BALANS,
      BALANS,
    ]);
  });

  it('reads every page of a list', async () => {
    const { send, paths } = fakeSend((path) => ({
      status: 200,
      body: path.includes('na=') ? { ontvangsten: [] } : { ontvangsten: [], na: 'p2' },
    }));
    expect(await client(send).ontvangsten('wacht')).toEqual([]);
    expect(paths.slice(1)).toEqual(['/v1/ontvangsten?status=wacht', '/v1/ontvangsten?status=wacht&na=p2']);
  });

  it('adds up every page of the books', async () => {
    const first = { ...BALANS, zaken: 2, post: { '0907/mage': { ...EMPTY_POSTBALANS, geproduceerd: 2 } } };
    const second = { ...BALANS, zaken: 1, post: { '0907/mage': { ...EMPTY_POSTBALANS, geproduceerd: 1 } } };
    const { send, paths } = fakeSend((path) => ({
      status: 200,
      body: path.includes('na=') ? second : { ...first, na: 'p2' },
    }));
    expect(await client(send).balans()).toEqual({
      ...BALANS,
      zaken: 3,
      post: { '0907/mage': { ...EMPTY_POSTBALANS, geproduceerd: 3 } },
    });
    expect(paths.slice(1)).toEqual(['/v1/balans', '/v1/balans?na=p2']);
  });

  it('throws the refusal of the hub with its reason', async () => {
    const body = { title: 'Ongeldig', errors: [{ pointer: '/bsn', detail: 'voldoet niet aan de elfproef' }] };
    expect(describeAnswer({ status: 400, body })).toBe(
      'HTTP 400; Ongeldig; /bsn voldoet niet aan de elfproef',
    );
    expect(describeAnswer({ status: 400, body: { ...body, title: 'Er is 1 fout gevonden.' } })).toBe(
      'HTTP 400; Er is 1 fout gevonden; /bsn voldoet niet aan de elfproef',
    );
    const { send } = fakeSend(() => ({ status: 400, body }));
    await expect(client(send).find({ bsn: '999966133' })).rejects.toThrow(
      'zaken: HTTP 400; Ongeldig; /bsn voldoet',
    );
  });

  it('says of a message that is taken up whether it was processed meanwhile, and throws any other refusal', async () => {
    const answering = (kind: string, status: number) =>
      client(
        fakeSend(() => ({ status, body: { type: `https://hub/v1/problemen/${kind}`, title: kind } })).send,
      );
    expect(await client(fakeSend(() => ({ status: 202, body: {} })).send).heropnemen('x')).toBe(true);
    expect(await answering('al-verwerkt', 409).heropnemen('x')).toBe(false);
    await expect(answering('stand-laat-niet-toe', 409).heropnemen('x')).rejects.toThrow(
      'stand-laat-niet-toe',
    );
  });

  it('throws when an answer of the hub breaks its contract', async () => {
    const { send } = fakeSend(() => ({ status: 200, body: { ...BALANS, zaken: 'veel' } }));
    await expect(client(send).balans()).rejects.toThrow('not as expected (zaken)');
  });

  it('refuses a text that is no URL', () => {
    expect(() => createHubClient({ url: 'localhost:8787' })).toThrow('not a URL');
  });
});

describe('waiting until the hub is at rest', () => {
  it('ends when the local hub says that it is at rest', async () => {
    const { send, paths } = fakeSend(() => ({ status: 204, body: undefined }));
    expect(await waitUntilSettled(client(send), 1000)).toBe('settled');
    expect(paths).toEqual(['/_lokaal/rust']);
  });

  it('says that the hub is not at rest when its time is up', async () => {
    const { send } = fakeSend(() => ({ status: 408, body: undefined }));
    expect(await waitUntilSettled(client(send), 1)).toBe('not settled');
  });

  it('reads /openstaand of a deployed hub until nothing is on its way and nothing changes', async () => {
    const waiting = [0, 1, 2, 2];
    const { send } = fakeSend((path) => {
      if (path === '/_lokaal/rust') return { status: 403, body: undefined };
      const wait = waiting.shift() ?? 2;
      const body = {
        ontvangen: wait === 0 ? 1 : 0,
        wacht: wait,
        quarantaine: 0,
        nogTeVersturen: 0,
        wachtOpGegevens: {},
        post: {},
      };
      return { status: 200, body };
    });
    expect(await waitUntilSettled(client(send), 60_000, 1)).toBe('settled');
    expect(waiting).toEqual([]);
  });
});

describe('sending a request', () => {
  it('is tried again while the hub answers that it is busy, and then gives its answer', async () => {
    const statuses = [503, 429, 200];
    const server = await startHttp((_request, response) =>
      response.writeHead(statuses.shift() ?? 200).end('{}'),
    );
    try {
      const answer = await createSend()(server.url, { method: 'GET' });
      expect(answer).toEqual({ status: 200, body: {} });
    } finally {
      await server.stop();
    }
  });

  it('waits a bounded time for a hub that restarts', async () => {
    const server = await startHttp((_request, response) => response.writeHead(200).end());
    const send = createSend({ firstMs: 0, laterMs: 300 });
    await send(server.url, { method: 'GET' });
    await server.stop();
    await expect(send(server.url, { method: 'GET' })).rejects.toThrow(/^no hub at http/);
  });

  it('waits for nothing once it is over: neither for a hub that is away, nor for one that is busy', async () => {
    let isOver = false;
    const server = await startHttp((_request, response) => response.writeHead(isOver ? 503 : 200).end());
    const send = createSend({ firstMs: 60_000, laterMs: 60_000 }, () => isOver);
    expect((await send(server.url, { method: 'GET' })).status).toBe(200);
    isOver = true;
    expect((await send(server.url, { method: 'GET' })).status).toBe(503);
    await server.stop();
    await expect(send(server.url, { method: 'GET' })).rejects.toThrow(/^no hub at http/);
  });

  it('has a longer time limit for a call that may take long', async () => {
    const server = await startHttp(() => undefined);
    try {
      expect((await createSend()(server.url, { method: 'GET', timeoutMs: 50 })).status).toBe(408);
    } finally {
      await server.stop();
    }
  });
});
