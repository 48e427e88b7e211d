import { randomUUID } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { known } from '../../domain/known.ts';
import { type Connections, openConnections, tlsConnections, wasClosed } from '../connections.ts';

/** The connection to DUO, with the headers of DUO's OpenAPI files, in the name of a gemeente or of the hub. */

/** The name in which the hub calls: the OIN that goes along as `bron`, and the client certificate (PKIoverheid) of that name. */
export interface DuoIdentity {
  readonly oin: string;
  readonly certificate?: { readonly cert: string; readonly key: string; readonly ca?: string };
}

export interface DuoSettings {
  readonly basisUrl: string;
  /** OIN of DUO (`doel`). */
  readonly duoOin: string;
  /** The name of a gemeente; without one that of the hub. It is asked once for each, and again after DUO refused it. */
  readonly identityOf: (gemeente: Gemeentecode | undefined) => Promise<DuoIdentity>;
  readonly timeoutMs?: number;
}

/** One call to DUO. `path` is the part after the base address. */
export interface DuoCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly gemeente: Gemeentecode | undefined;
  /** The place of the call in a trace (W3C Trace Context). */
  readonly traceparent?: string | undefined;
}

export interface DuoResponse {
  readonly status: number;
  readonly retryAfter?: string | undefined;
  /** Absent when it is larger than any answer can be. */
  readonly body?: Buffer;
}

/** No answer came, by the name of the error. Nobody knows whether DUO did what it was asked. */
interface NoResponse {
  readonly without: string;
}

export type DuoConnection = (call: DuoCall) => Promise<DuoResponse | NoResponse>;

/** A caller by name, with its connections. */
interface Caller {
  readonly oin: string;
  readonly connections: Connections;
}

const LARGEST_RESPONSE = 1024 * 1024;

/**
 * Whether an answer with this status may change when the hub asks again. 401 is about the certificate or agreement of the hub, not
 * about this person.
 */
export const isTemporary = (status: number): boolean =>
  status >= 500 || [401, 408, 425, 429].includes(status);

/**
 * One request without following redirects, with a limit on time and size; undefined when its kept connection turned out to be
 * closed.
 */
const send = (url: URL, options: http.RequestOptions, body: string | undefined) =>
  new Promise<DuoResponse | undefined>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, options, (response) => {
      const { statusCode: status = 0 } = response;
      const head = { status, retryAfter: response.headers['retry-after'] };
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size <= LARGEST_RESPONSE) {
          parts.push(part);
        } else {
          resolve(head);
          response.destroy();
        }
      });
      response.on('end', () => resolve({ ...head, body: Buffer.concat(parts) }));
      response.on('error', reject);
    });
    request.on('error', (error) => (wasClosed(request, error) ? resolve(undefined) : reject(error)));
    request.end(body);
  });

/** Calls DUO in the name of a gemeente, each call ended after `timeoutMs`. Throws when no answer came. */
export const createConnection = ({
  basisUrl,
  duoOin,
  identityOf,
  timeoutMs = 10_000,
}: DuoSettings): DuoConnection => {
  const basis = new URL(basisUrl);
  const caller = async (gemeente: Gemeentecode | undefined): Promise<Caller> => {
    const { oin, certificate } = await identityOf(gemeente);
    const connections =
      basis.protocol === 'https:'
        ? tlsConnections({ minVersion: 'TLSv1.2', rejectUnauthorized: true, ...certificate })
        : openConnections();
    return { oin, connections };
  };
  const callers = new Map<Gemeentecode | undefined, Promise<Caller>>();

  /** The caller for a gemeente, with the same connections until DUO refuses them. A failure is not kept. */
  const callerFor = (gemeente: Gemeentecode | undefined): Promise<Caller> => {
    const earlier = callers.get(gemeente);
    if (earlier !== undefined) return earlier;
    const fresh = caller(gemeente).catch((error: unknown) => {
      callers.delete(gemeente);
      throw error;
    });
    callers.set(gemeente, fresh);
    return fresh;
  };

  const ask = async (
    { method, path, body, traceparent }: DuoCall,
    { oin, connections }: Caller,
  ): Promise<DuoResponse | NoResponse> => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      accept: 'application/json',
      bron: oin,
      doel: duoOin,
      berichtId: randomUUID(),
      // DUO's files do not name this header. A server ignores a header that it does not know.
      ...known({ traceparent }),
      ...(text === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
    };
    const url = new URL(`${basis.pathname.replace(/\/$/, '')}${path}`, basis);
    const signal = AbortSignal.timeout(timeoutMs);
    const over = (agent: http.Agent) => send(url, { method, headers, agent, signal }, text);
    try {
      // A question may be asked twice. A call that changes something goes over a connection of its own, because after a kept
      // connection turns out to be closed nobody knows whether DUO did it.
      const response = method === 'GET' ? await over(connections.kept) : undefined;
      return response ?? (await over(connections.fresh)) ?? { without: 'Error' };
    } catch (error) {
      return { without: error instanceof Error ? error.name : 'fout' };
    }
  };

  return async (call) => {
    const { gemeente } = call;
    const asking = callerFor(gemeente);
    const response = await ask(call, await asking);
    // DUO refuses a certificate that ended with 401 or without an answer. The certificate that replaced it counts from the next
    // call on.
    if (('without' in response || response.status === 401) && callers.get(gemeente) === asking)
      callers.delete(gemeente);
    return response;
  };
};
