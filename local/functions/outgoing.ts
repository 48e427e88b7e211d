import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import * as z from 'zod';

/** Published by Node for every request that a client of node:http or node:https starts. */
const CHANNEL = 'http.client.request.start';
const Started = z.object({ request: z.custom<ClientRequest>((value) => value instanceof Object) });

export interface OutgoingRequests {
  /**
   * Breaks off what still runs, as a connection that is lost does, and what begins after: a client tries again by itself
   * when a connection that it kept open turns out to be gone.
   */
  hangUp(): void;
}

/** Keeps the requests of this thread that go elsewhere than to `own` hosts (`127.0.0.1:8787`). */
export const watchOutgoing = (own: ReadonlySet<string>): OutgoingRequests => {
  const open = new Set<ClientRequest>();
  let isHungUp = false;
  const end = (request: ClientRequest): void => {
    request.destroy(new Error('the hub stops'));
  };
  diagnostics.subscribe(CHANNEL, (message) => {
    const { request } = Started.parse(message);
    if (own.has(String(request.getHeader('host')))) return;
    if (isHungUp) return end(request);
    open.add(request);
    request.once('close', () => open.delete(request));
  });
  return {
    hangUp: () => {
      isHungUp = true;
      for (const request of open) end(request);
    },
  };
};

/** Hosts of the services that the functions lean on, from the environment that Lambda's SDK reads. */
export const serviceHosts = (environment: NodeJS.ProcessEnv): ReadonlySet<string> =>
  new Set(
    Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith('AWS_ENDPOINT_URL_') && value !== undefined ? [new URL(value).host] : [],
    ),
  );
