import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import { temporaryFolder } from '../../../temporary.ts';
import { EXAMPLES, type NODE } from './runtimes.ts';

/** A hub that is made up and that fails when a test says so, and a programme for partners that fetches from it. */

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;
type Message = {
  readonly id: string;
  readonly type?: string;
  readonly subject: string;
  readonly data: object;
};

export const PROBLEM = { 'content-type': 'application/problem+json' };
export const message = (id: string, subject = 'zaak-1'): Message => ({
  id,
  subject,
  data: { naam: 'Zoë Verzonnen' },
});
/** A message that asks to erase everything about a zaak. */
export const erased = (id: string, subject = 'zaak-1'): Message => ({
  ...message(id, subject),
  type: BERICHTTYPEN.gewist,
});
export const ONE = message('bericht-1');
export const TWO = message('bericht-2');

export const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};
export const problem = (status: number, detail: string): Answer => {
  return (response) => response.writeHead(status, PROBLEM).end(JSON.stringify({ detail }));
};

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;
export const listen = async (server: Server): Promise<Server> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
};
export const close = (server: Server): void => {
  server.closeAllConnections();
  server.close();
};

/** A hub for one test with its messages, and the programme that fetches them. */
export const createScene = async (name: string, runtime: typeof NODE) => {
  const state = {
    waiting: [] as readonly Message[],
    /** So many messages stand in one answer. */
    pageSize: 100,
    confirmed: [] as string[],
    /** Answers that replace those to the first requests of a kind. */
    instead: { list: [] as Answer[], confirm: [] as Answer[], token: [] as Answer[] },
    file: join(temporaryFolder(), 'ontvangen.jsonl'),
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A programme that was killed leaves an unfinished request.
    if ((await text(request).catch(() => undefined)) === undefined) return;
    const { pathname: path, searchParams } = new URL(request.url ?? '', 'http://hub.voorbeeld.invalid');
    const [, id] = /^\/v1\/berichten\/([^/]+)\/_bevestig$/.exec(path) ?? [];
    const kind = path === '/token' ? 'token' : id === undefined ? 'list' : 'confirm';
    const other = state.instead[kind].shift();
    if (other) return other(response, request);
    if (kind === 'token') return json(response, { access_token: 'token-1' });
    if (request.headers.authorization !== 'Bearer token-1') {
      return problem(401, 'Onbekend token')(response, request);
    }
    if (id === undefined) {
      const after = state.waiting.findIndex((each) => each.id === searchParams.get('na')) + 1;
      const berichten = state.waiting.slice(after, after + state.pageSize);
      return json(response, { berichten, na: berichten.at(-1)?.id ?? searchParams.get('na') ?? 'begin' });
    }
    state.confirmed.push(id);
    state.waiting = state.waiting.filter((each) => each.id !== id);
    response.writeHead(204).end();
  };
  const hub = await listen(createServer(answer));
  const stops: (() => void)[] = [() => close(hub)];

  const start = (env: Readonly<Record<string, string>> = {}) => {
    const { TOKEN: _, HTTP_PROXY: __, http_proxy: ___, ...own } = process.env;
    const child = spawn(runtime.program, runtime.args(join(EXAMPLES, 'ophalen', name)), {
      env: {
        ...own,
        PYTHONDONTWRITEBYTECODE: '1',
        HUB: `http://127.0.0.1:${portOf(hub)}`,
        TOKEN_URL: `http://127.0.0.1:${portOf(hub)}/token`,
        CLIENT_ID: 'taalschool',
        CLIENT_SECRET: 'wachtwoord',
        BESTAND: state.file,
        STOP_ALS_LEEG: 'ja',
        ...env,
      },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    stops.push(() => child.kill('SIGKILL'));
    return child;
  };

  return {
    state,
    hub,
    answer,
    start,
    /** Runs the programme until it ends. */
    run: async (env?: Readonly<Record<string, string>>) => {
      const child = start(env);
      const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
      return { code, errors: errors.split('\n').slice(0, -1) };
    },
    kept: (): readonly unknown[] =>
      existsSync(state.file)
        ? readFileSync(state.file, 'utf8')
            .split('\n')
            .slice(0, -1)
            .map((line): unknown => JSON.parse(line))
        : [],
    stop: (): void => {
      for (const stop of stops) stop();
    },
  };
};
