import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import * as https from 'node:https';

/** A receiver of webhooks that can do everything wrong. */

/** One request as it came in, its body to the byte. */
export interface Received {
  readonly methode: string;
  readonly pad: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly op: number;
}

export interface OrdinaryResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What no well-behaved server does. */
export const MISBEHAVIOUR = [
  'hangt',
  'verbreekt',
  'belooft te veel',
  'belooft te weinig',
  'belooft twee lengtes',
  'druppelt',
  'houdt niet op',
  'spreekt geen http',
  'wisselt van protocol',
  'stuurt eindeloze headers',
] as const;
export type Misbehaviour = (typeof MISBEHAVIOUR)[number];
export type Behaviour = OrdinaryResponse | Misbehaviour;

const raw = (response: ServerResponse, text: string): void => {
  response.socket?.write(text);
};

const misbehave: Readonly<Record<Misbehaviour, (response: ServerResponse) => void>> = {
  hangt: () => undefined,
  verbreekt: (response) => response.socket?.destroy(),
  'belooft te veel': (response) => {
    raw(response, 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nkort');
    response.socket?.end();
  },
  'belooft te weinig': (response) => {
    raw(response, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nveel langer dan twee');
  },
  'belooft twee lengtes': (response) => {
    raw(response, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nkort!');
  },
  druppelt: (response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const tick = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(tick));
  },
  'houdt niet op': (response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const block = Buffer.alloc(32 * 1024, 46);
    const fill = (): void => {
      while (!response.destroyed && response.write(block));
    };
    response.on('drain', fill);
    fill();
  },
  'spreekt geen http': (response) => {
    raw(response, 'GOEDEMIDDAG\r\n\r\n');
    response.socket?.end();
  },
  'wisselt van protocol': (response) => {
    raw(response, 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: anders\r\nConnection: Upgrade\r\n\r\n');
  },
  'stuurt eindeloze headers': (response) => {
    raw(response, `HTTP/1.1 200 OK\r\n${'X-Vulling: aaaaaaaaaaaaaaaa\r\n'.repeat(4000)}`);
  },
};

/** A receiver that wants everything: it gives its consent when asked, and thanks for each message. */
export const willing = ({ methode, headers }: Received): Behaviour =>
  methode === 'OPTIONS'
    ? {
        status: 200,
        headers: {
          allow: 'POST, OPTIONS',
          'webhook-allowed-origin': headers['webhook-request-origin'] ?? '',
          'webhook-allowed-rate': '*',
        },
      }
    : { status: 204 };

export interface Receiver {
  readonly url: string;
  readonly port: number;
  /** Everything that came in, in order. */
  readonly ontvangen: readonly Received[];
  /** Number of connections that were made. */
  readonly connections: () => number;
  /** What it does from now on. */
  doOne(behaviour: (request: Received) => Behaviour): void;
  stop(): Promise<void>;
}

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** Starts one on loopback, on this port or any; with `tls` it speaks https. */
export const startReceiver = async (tls?: https.ServerOptions, port = 0): Promise<Receiver> => {
  const received: Received[] = [];
  let behaviour: (request: Received) => Behaviour = willing;
  let connections = 0;
  const response: RequestListener = async (request, back) => {
    const seen: Received = {
      methode: request.method ?? '',
      pad: request.url ?? '',
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: await readBody(request),
      op: Date.now(),
    };
    received.push(seen);
    const choice = behaviour(seen);
    if (typeof choice === 'string') misbehave[choice](back);
    else back.writeHead(choice.status, { ...choice.headers }).end(choice.body);
  };
  const server = tls === undefined ? createServer(response) : https.createServer(tls, response);
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const adres = server.address();
  if (typeof adres !== 'object' || adres === null) throw new Error('geen adres');
  return {
    port: adres.port,
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${adres.port}`,
    ontvangen: received,
    connections: () => connections,
    doOne: (fresh) => {
      behaviour = fresh;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
