import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import { rootCertificates, TLSSocket } from 'node:tls';
import type { AttemptReason } from '../../contracts/postvak.ts';
import { type Connections, openConnections, tlsConnections, wasClosed } from '../connections.ts';
import { type AddressRules, hostOf, isAllowed, rangeOf, urlFaults } from './address.ts';

/** One HTTP request to an address that a partner named. */

export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string | undefined;
}

export interface Request {
  readonly method: 'POST' | 'OPTIONS';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Whether to show the hub's client certificate. */
  readonly mtls?: boolean;
  /** The time for everything together: name, connection, TLS, headers and body. */
  readonly timeoutMs?: number;
  /** Whether to keep the body of the answer; otherwise it is thrown away. */
  readonly withBody?: boolean;
}

/** The answer of a receiver, or none. Whatever else a receiver does counts as no answer. */
export type Response =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: http.IncomingHttpHeaders;
      /** Absent when it is larger than an answer may be, or broke off. */
      readonly body?: string;
      readonly duurMs: number;
    }
  | {
      readonly kind: 'no response';
      readonly reden: Extract<
        AttemptReason,
        'tijdslimiet' | 'verbinding' | 'adres-geweigerd' | 'certificaat' | 'geen-token'
      >;
      readonly duurMs: number;
    };
type WithoutDuration<Soort> = Soort extends unknown ? Omit<Soort, 'duurMs'> : never;
type Answer = WithoutDuration<Response>;

export interface Sender {
  /**
   * Sends once and follows no redirect. When a kept connection turns out to be closed, it sends once more over a new one. It does
   * not throw for what a receiver does.
   */
  send(request: Request): Promise<Response>;
}

export interface SenderSettings extends AddressRules {
  readonly certificate?: ClientCertificate | undefined;
  /** Authorities to trust beside the public ones. */
  readonly ca?: string;
  readonly timeoutMs?: number;
}

/** Standard Webhooks: a receiver has 15 to 30 seconds. */
export const TIMEOUT_MS = 20_000;
/** The most of an answer that is read. */
const LARGEST_RESPONSE = 64 * 1024;

class AddressRefused extends Error {}

/**
 * The lookup of a connection is the check itself: the hub connects to the addresses that it gives, so that a name cannot change its
 * mind in between. A kept connection was checked when it was made.
 */
const checked =
  ({ loopbackAllowed, resolve }: AddressRules): LookupFunction =>
  (host, options, done) => {
    const name = host.replace(/\.$/, '');
    const find = async () => {
      const range = rangeOf(name, loopbackAllowed);
      const addresses = await resolve(name);
      if (addresses.length === 0) throw new Error('de naam heeft geen adres');
      if (!addresses.every((adres) => isAllowed(adres, range))) throw new AddressRefused();
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    };
    find().then(
      (addresses) => {
        const [first] = addresses;
        if (options.all === true) done(null, addresses);
        else done(null, first?.address ?? '', first?.family);
      },
      (error: Error) => done(error, []),
    );
  };

const reasonOf = (error: unknown, request: http.ClientRequest): Answer => {
  if (error instanceof AddressRefused) return { kind: 'no response', reden: 'adres-geweigerd' };
  const { socket } = request;
  const reason = socket instanceof TLSSocket && socket.authorizationError ? 'certificaat' : 'verbinding';
  return { kind: 'no response', reden: reason };
};

/** Reads an answer. Once its status is there, nothing that happens to the rest changes it. */
const read = (response: http.IncomingMessage, withBody: boolean, done: (answer: Answer) => void): void => {
  const { statusCode: status = 0, headers } = response;
  const parts: Buffer[] = [];
  let size = 0;
  response.on('data', (part: Buffer) => {
    size += part.length;
    if (size > LARGEST_RESPONSE) response.destroy();
    else if (withBody) parts.push(part);
  });
  const settle = () => {
    const whole = withBody && response.complete && size <= LARGEST_RESPONSE;
    const body = whole ? { body: Buffer.concat(parts).toString() } : {};
    done({ kind: 'response', status, headers, ...body });
  };
  response.on('end', settle);
  // The receiver, the size or the time broke it off.
  response.on('error', settle);
  response.on('close', settle);
};

/** Sends over one connection; undefined when that one was used before and turns out to be closed. */
const once = (
  { url: adres, method, headers, body, withBody = false }: Request,
  agent: http.Agent,
  time: AbortSignal,
): Promise<Answer | undefined> =>
  new Promise((done) => {
    const url = new URL(adres);
    const request = (url.protocol === 'https:' ? https : http).request({
      host: hostOf(url),
      port: url.port === '' ? undefined : url.port,
      path: `${url.pathname}${url.search}`,
      method,
      headers: body === undefined ? headers : { ...headers, 'content-length': String(body.length) },
      agent,
      signal: time,
    });
    let answered = false;
    request.on('response', (response) => {
      answered = true;
      read(response, withBody, done);
    });
    request.on('error', (error) => {
      if (answered) return;
      if (time.aborted) done({ kind: 'no response', reden: 'tijdslimiet' });
      else done(wasClosed(request, error) ? undefined : reasonOf(error, request));
    });
    // Anything else that ends a request, such as an answer that switches to another protocol.
    request.on('close', () => {
      if (!answered) done({ kind: 'no response', reden: 'verbinding' });
    });
    request.end(body);
  });

const trusts = (ca: string | undefined) => (ca === undefined ? {} : { ca: [...rootCertificates, ca] });

/** Requests to addresses of partners, over connections that are kept open for the next. */
export const createSender = (settings: SenderSettings): Sender => {
  const { certificate, ca, loopbackAllowed } = settings;
  const lookup = checked(settings);
  // This is not left to the environment: NODE_TLS_REJECT_UNAUTHORIZED=0 changes what Node does when nobody says it.
  const tls = { lookup, minVersion: 'TLSv1.2', rejectUnauthorized: true, ...trusts(ca) } as const;
  const open = openConnections({ lookup });
  const ordinary = tlsConnections(tls);
  // These connections are apart, so that one that showed the certificate serves no abonnement that did not ask for it.
  const withCertificate =
    certificate === undefined
      ? undefined
      : tlsConnections({ ...tls, ...certificate, ...trusts(certificate.ca ?? ca) });

  const connectionsFor = ({ protocol }: URL, mtls: boolean): Connections | undefined => {
    if (protocol === 'http:') return open;
    return mtls ? withCertificate : ordinary;
  };

  const send = async (request: Request, cutOff: AbortSignal): Promise<Answer> => {
    // The rules may be stricter now than at registration.
    if (!URL.canParse(request.url) || urlFaults(new URL(request.url), loopbackAllowed).length > 0) {
      return { kind: 'no response', reden: 'adres-geweigerd' };
    }
    const connections = connectionsFor(new URL(request.url), request.mtls ?? false);
    if (connections === undefined) return { kind: 'no response', reden: 'certificaat' };
    // Nobody can tell whether a receiver closed the connection before it read this request or after. So it is sent once more, and
    // no oftener.
    return (
      (await once(request, connections.kept, cutOff)) ??
      (await once(request, connections.fresh, cutOff)) ?? { kind: 'no response', reden: 'verbinding' }
    );
  };

  return {
    async send(request) {
      const begin = performance.now();
      const aborter = new AbortController();
      const limit = request.timeoutMs ?? settings.timeoutMs ?? TIMEOUT_MS;
      const alarmClock = setTimeout(() => aborter.abort(), limit);
      try {
        const answer = await send(request, aborter.signal);
        return { ...answer, duurMs: Math.round(performance.now() - begin) };
      } finally {
        clearTimeout(alarmClock);
      }
    },
  };
};
