import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest as HttpRequest } from 'node:http';

/** Node publishes on this channel every request that a client of node:http or node:https starts. */
const CHANNEL = 'http.client.request.start';

// An import of it would evaluate its lazy members too, among them Node's WebSocket: a third of what a thread takes to start.
const { ClientRequest } = process.getBuiltinModule('node:http');

/** Without a library for it, because every thread of a function would load that first. */
const isStart = (message: unknown): message is { readonly request: HttpRequest } =>
  message instanceof Object && 'request' in message && message.request instanceof ClientRequest;

export interface OutgoingRequests {
  /**
   * Breaks off the requests that run, as a lost connection does, and every request that begins after. A client begins a
   * request again by itself when a connection that it kept open turns out to be gone.
   */
  hangUp(): void;
  /** Follows no request any more, for a thread that goes on after `hangUp`. */
  stop(): void;
}

/** Follows the requests of this thread, except those to the hosts in `own` (such as `127.0.0.1:8787`). */
export const watchOutgoing = (own: ReadonlySet<string>): OutgoingRequests => {
  const open = new Set<HttpRequest>();
  let isHungUp = false;
  const end = (request: HttpRequest): void => {
    request.destroy(new Error('the hub stops'));
  };
  const follow = (message: unknown): void => {
    if (!isStart(message)) return;
    const { request } = message;
    if (own.has(String(request.getHeader('host')))) return;
    if (isHungUp) {
      end(request);
      return;
    }
    open.add(request);
    request.once('close', () => open.delete(request));
  };
  diagnostics.subscribe(CHANNEL, follow);
  return {
    hangUp: () => {
      isHungUp = true;
      for (const request of open) end(request);
    },
    stop: () => {
      diagnostics.unsubscribe(CHANNEL, follow);
    },
  };
};

/** Hosts of the AWS services that the functions call, from the environment variables that the SDK reads. */
export const serviceHosts = (environment: NodeJS.ProcessEnv): ReadonlySet<string> =>
  new Set(
    Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith('AWS_ENDPOINT_URL_') && value !== undefined ? [new URL(value).host] : [],
    ),
  );
