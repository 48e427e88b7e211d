import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import * as https from 'node:https';

/** A receiver of webhooks that can misbehave in every way. */

/** One request as the receiver got it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly at: number;
}

export interface OrdinaryResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Ways in which a server can misbehave. */
export const MISBEHAVIOUR = [
  'hangs',
  'breaks off',
  'promises too much',
  'promises too little',
  'promises two lengths',
  'drips',
  'does not stop',
  'speaks no http',
  'switches protocols',
  'sends endless headers',
] as const;
export type Misbehaviour = (typeof MISBEHAVIOUR)[number];
export type Behaviour = OrdinaryResponse | Misbehaviour;

const raw = (response: ServerResponse, text: string): void => {
  response.socket?.write(text);
};

const misbehave: Readonly<Record<Misbehaviour, (response: ServerResponse) => void>> = {
  hangs: () => undefined,
  'breaks off': (response) => response.socket?.destroy(),
  'promises too much': (response) => {
    raw(response, 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nkort');
    response.socket?.end();
  },
  'promises too little': (response) => {
    raw(response, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nveel langer dan twee');
  },
  'promises two lengths': (response) => {
    raw(response, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nkort!');
  },
  drips: (response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const tick = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(tick));
  },
  'does not stop': (response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const block = Buffer.alloc(32 * 1024, 46);
    const fill = (): void => {
      while (!response.destroyed && response.write(block));
    };
    response.on('drain', fill);
    fill();
  },
  'speaks no http': (response) => {
    raw(response, 'GOEDEMIDDAG\r\n\r\n');
    response.socket?.end();
  },
  'switches protocols': (response) => {
    raw(response, 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: anders\r\nConnection: Upgrade\r\n\r\n');
  },
  'sends endless headers': (response) => {
    raw(response, `HTTP/1.1 200 OK\r\n${'X-Vulling: aaaaaaaaaaaaaaaa\r\n'.repeat(4000)}`);
  },
};

/** The behaviour of a receiver that gives its consent when asked and accepts each message. */
export const willing = ({ method, headers }: Received): Behaviour =>
  method === 'OPTIONS'
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
  /** The requests that came in, in order. */
  readonly received: readonly Received[];
  /** Number of connections that were made. */
  readonly connections: () => number;
  /** Sets how the receiver answers from now on. */
  respond(behaviour: (request: Received) => Behaviour): void;
  stop(): Promise<void>;
}

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** Starts a receiver on loopback, on this port or a free one; with `tls` it speaks https. */
export const startReceiver = async (tls?: https.ServerOptions, port = 0): Promise<Receiver> => {
  const received: Received[] = [];
  let behaviour: (request: Received) => Behaviour = willing;
  let connections = 0;
  const response: RequestListener = async (request, back) => {
    const seen: Received = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: await readBody(request),
      at: Date.now(),
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
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return {
    port: address.port,
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    received,
    connections: () => connections,
    respond: (fresh) => {
      behaviour = fresh;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
