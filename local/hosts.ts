import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

/**
 * Who may speak to a port of this machine. A page of a foreign site can point its own name at 127.0.0.1 (DNS rebinding), or
 * post to it under its own origin; what it sends then names that site in `Host` or in `Origin`.
 */

/** Where a browser finds this port, by a name: to an address of numbers no browser gives a passkey. */
export const pagesAt = (port: number): string => `http://localhost:${port}`;

const OWN_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** The name in `Host`, without its port. */
const nameOf = (host: string): string => host.toLowerCase().replace(/:\d*$/, '');

/** Whether `Host` is an address of numbers of this machine. */
export const isByNumbers = (host: string | undefined): boolean =>
  ['127.0.0.1', '[::1]'].includes(nameOf(host ?? ''));

const isOwnOrigin = (origin: string, port: number | undefined, names: readonly string[]): boolean => {
  const url = URL.parse(origin);
  if (url === null) return false;
  if (names.includes(url.hostname)) return true;
  return OWN_NAMES.includes(url.hostname) && url.port === String(port);
};

/**
 * The header by which a request comes from elsewhere; undefined when it comes from this machine. `names` are other names
 * that this port answers to.
 */
export const foreignHeader = (
  { host, origin }: IncomingHttpHeaders,
  port: number | undefined,
  names: readonly string[] = [],
): 'Host' | 'Origin' | undefined => {
  if (host === undefined || ![...OWN_NAMES, ...names].includes(nameOf(host))) return 'Host';
  return origin === undefined || isOwnOrigin(origin, port, names) ? undefined : 'Origin';
};

/** Answers such a request: 403, and why. */
export const refuseForeign = (response: ServerResponse, header: 'Host' | 'Origin'): void => {
  response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
  response.end(
    JSON.stringify({
      message: `Forbidden: ${header} is not that of this hub, which answers to ${OWN_NAMES.join(', ')} and what hub start --host names`,
    }),
  );
};
