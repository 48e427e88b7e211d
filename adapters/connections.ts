import * as http from 'node:http';
import * as https from 'node:https';

/** How another host is reached over HTTP. */
export interface Connections {
  /** Connections that stay open for the next request. */
  readonly kept: http.Agent;
  /** A new connection for each request. */
  readonly fresh: http.Agent;
}

/** Connections without TLS. */
export const openConnections = (options: http.AgentOptions = {}): Connections => ({
  kept: new http.Agent({ ...options, keepAlive: true }),
  fresh: new http.Agent(options),
});

/** Connections with TLS. */
export const tlsConnections = (options: https.AgentOptions): Connections => ({
  kept: new https.Agent({ ...options, keepAlive: true }),
  fresh: new https.Agent(options),
});

/** Errors of a request on a connection that the other side had closed. */
const CLOSED: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE']);

/** Whether a request failed because its kept connection turned out to be closed. Another connection may do. */
export const wasClosed = (request: http.ClientRequest, { code }: NodeJS.ErrnoException): boolean =>
  request.reusedSocket && CLOSED.has(code);
