import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { foreignHeader, isByNumbers, refuseForeign } from './hosts.ts';
import { isQueryProtocol } from './queues/query-protocol.ts';

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** What the port serves, once everything behind it has started. */
export interface ServerRoutes {
  /** Handles requests in an AWS JSON protocol: `POST /` with an X-Amz-Target. */
  readonly aws: (target: string, request: IncomingMessage, response: ServerResponse) => unknown;
  /** Handles `POST /` in the query protocol of older SDKs. Without it `api` gets such a request. */
  readonly awsQuery?: HttpHandler;
  /** Handlers by path prefix. The longest prefix that fits gets the request. */
  readonly mounts: Readonly<Record<string, HttpHandler>>;
  readonly api: HttpHandler;
  /** Path prefixes of what a page of any site may read, as it may from a deployed hub. */
  readonly open?: readonly string[] | undefined;
  /**
   * Where the pages are. A browser is sent there that asks for `/`, and one that asks for a page by an address of numbers
   * gets it by the name that is in here: its cookies are of that name, and the issuer sends people back to it.
   */
  readonly home?: string | undefined;
}

export interface EdgeServer {
  readonly port: number;
  serve(routes: ServerRoutes): void;
  /** Serves only AWS requests from now on, so that functions finish and no new work comes in. */
  drain(): void;
  close(): Promise<void>;
}

/** What API Gateway takes of the first line and the headers of a request together. */
const MAXIMUM_HEADER_BYTES = 10_240;

const unavailable = (response: ServerResponse): void => {
  response.writeHead(503, { 'content-type': 'application/json', connection: 'close' });
  response.end('{"message":"Service Unavailable"}');
};

const underMount = (path: string, prefix: string): boolean =>
  path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);

/** Whether a request only reads what is for anyone, by itself or to ask first whether it may. */
const isOpen = ({ method, url = '' }: IncomingMessage, open: readonly string[] = []): boolean => {
  // Without `..`, as what answers it may read the address.
  const path = URL.parse(url, 'http://localhost')?.pathname ?? '';
  return (method === 'GET' || method === 'OPTIONS') && open.some((prefix) => underMount(path, prefix));
};

/** The header by which a request comes from elsewhere for what is not for anyone (`open`); undefined when it may be served. */
const refusedBy = (
  request: IncomingMessage,
  hosts: readonly string[],
  open: readonly string[] | undefined,
): 'Host' | 'Origin' | undefined => {
  const foreign = foreignHeader(request.headers, request.socket.localPort, hosts);
  return foreign === 'Origin' && isOpen(request, open) ? undefined : foreign;
};

/**
 * Where a browser finds the page that it asks for, when that is not here. The stylesheet is: the pages to play with use it
 * under any address, and let in none from elsewhere.
 */
const pageElsewhere = (
  { method, url = '', headers }: IncomingMessage,
  path: string,
  home: string,
): string | undefined => {
  if (method !== 'GET') return undefined;
  if (path === '/') return home;
  const { origin, pathname } = new URL(home);
  const isPage = underMount(path, pathname) && !/\.(?:css|js)$/.test(path);
  return isPage && isByNumbers(headers.host) ? `${origin}${url}` : undefined;
};

/**
 * Opens the port on the loopback interface. The server answers 503 until `serve` is called. Its answers are dated by the
 * clock that `now` reads. It answers to the names of this machine, and to `hosts`.
 */
export async function openServer(
  wantedPort: number,
  onError: (error: Error) => void,
  now: () => number = Date.now,
  hosts: readonly string[] = [],
): Promise<EdgeServer> {
  let routes: ServerRoutes | undefined;
  let draining = false;

  const dispatch = (request: IncomingMessage, response: ServerResponse): unknown => {
    const foreign = refusedBy(request, hosts, routes?.open);
    if (foreign !== undefined) return refuseForeign(response, foreign);
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const target = request.headers['x-amz-target'];
    if (routes && request.method === 'POST' && path === '/' && typeof target === 'string') {
      // By a date that is far from its own clock, the AWS SDK takes every refusal for one of its clock and tries again.
      response.sendDate = false;
      return routes.aws(target, request, response);
    }
    response.setHeader('date', new Date(now()).toUTCString());
    if (!routes || draining) return unavailable(response);
    if (routes.awsQuery && request.method === 'POST' && path === '/' && isQueryProtocol(request)) {
      return routes.awsQuery(request, response);
    }
    const page = routes.home === undefined ? undefined : pageElsewhere(request, path, routes.home);
    if (page !== undefined) {
      response.writeHead(302, { location: page, 'cache-control': 'no-store' });
      return response.end();
    }
    const prefix = Object.keys(routes.mounts)
      .sort((a, b) => b.length - a.length)
      .find((mount) => underMount(path, mount));
    const mounted = prefix === undefined ? undefined : routes.mounts[prefix];
    return (mounted ?? routes.api)(request, response);
  };

  const server = createServer({ maxHeaderSize: MAXIMUM_HEADER_BYTES }, (request, response) => {
    const handled = (async () => dispatch(request, response))();
    handled.catch((error: Error) => {
      // A client may hang up at any time. Any other error is a fault of the embedded cloud.
      if (request.destroyed && !request.complete) return;
      onError(error);
      if (!response.headersSent) unavailable(response);
    });
  });
  server.keepAliveTimeout = 65_000;

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wantedPort, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    serve: (given) => {
      routes = given;
    },
    drain: () => {
      draining = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
