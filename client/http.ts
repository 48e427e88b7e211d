import { setTimeout as pause } from 'node:timers/promises';
import { known } from '../domain/known.ts';
import { errorCode, userError } from './errors.ts';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as the fields of a form, where a standard asks for one instead of a JSON body. */
  readonly form?: Readonly<Record<string, string>>;
  /** For a call that may take long: after this the answer is a 408 of our own. */
  readonly timeoutMs?: number;
  /** Ends the call, also while it is tried again. */
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** Parsed JSON, or undefined when there was none. */
  readonly body: unknown;
}

/** Sends one request; retries while the hub cannot be reached or asks for patience. */
export type Send = (url: string, request: Request) => Promise<Answer>;

export interface Patience {
  /** How long to try when the hub has not answered once yet. */
  readonly firstMs: number;
  /** How long to try when it answered before: it may be restarting. */
  readonly laterMs: number;
}

const PATIENCE: Patience = { firstMs: 3_000, laterMs: 20_000 };
const REQUEST_TIMEOUT_MS = 30_000;
const PAUSE_MS = 250;

/** The gateway or the hub says: not now. Every call of the hub may be repeated. */
const TRANSIENT = new Set([429, 502, 503, 504]);

const parsed = (text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined; // an answer that is no JSON has no members to read
  }
};

/** Of a form `fetch` sets the content type itself. */
const contentOf = ({ body, form }: Request): string | URLSearchParams | undefined => {
  if (form !== undefined) return new URLSearchParams(form);
  return body === undefined ? undefined : JSON.stringify(body);
};

const attempt = async (url: string, request: Request): Promise<Answer> => {
  const { method, headers, body, form, timeoutMs, signal } = request;
  const content = contentOf(request);
  const answer = await fetch(url, {
    method,
    headers: {
      accept: 'application/json, application/problem+json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...known({ body: content }),
    // A form carries a secret: it goes to the address that was checked, and to none that this one names.
    ...(form === undefined ? {} : { redirect: 'manual' }),
    signal: AbortSignal.any([
      AbortSignal.timeout(timeoutMs ?? REQUEST_TIMEOUT_MS),
      ...(signal ? [signal] : []),
    ]),
  });
  const text = await answer.text();
  // A calendar is a file, and no JSON.
  const isFile = answer.headers.get('content-type')?.startsWith('text/calendar') === true;
  return { status: answer.status, body: isFile ? text : parsed(text) };
};

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

const unreachable = (url: string, error: unknown): Error => {
  const reason = isTimeout(error) ? 'no answer' : errorCode(error);
  return userError(
    `no hub at ${new URL(url).origin} (${reason ?? 'connection failed'}): give its address in HUB_URL or with --url; npm start runs one here`,
    error,
  );
};

/** Makes a sender that is patient with a hub that restarts, for a bounded time, and not any more once `isOver` says so. */
export const createSend = (patience: Patience = PATIENCE, isOver: () => boolean = () => false): Send => {
  let answered = false;
  /** The answer, or why none came. */
  const tryOnce = async (url: string, request: Request): Promise<Answer | { readonly away: unknown }> => {
    try {
      const answer = await attempt(url, request);
      answered = true;
      return answer;
    } catch (error) {
      request.signal?.throwIfAborted();
      return isTimeout(error) && request.timeoutMs !== undefined
        ? { status: 408, body: undefined }
        : { away: error };
    }
  };
  return async (url, request) => {
    const start = Date.now();
    for (;;) {
      const isInTime = Date.now() - start < (answered ? patience.laterMs : patience.firstMs);
      const outcome = await tryOnce(url, request);
      const mayRetry = isInTime && !isOver();
      if ('away' in outcome) {
        if (!mayRetry) throw unreachable(url, outcome.away);
      } else if (!TRANSIENT.has(outcome.status) || !mayRetry) return outcome;
      await pause(PAUSE_MS, undefined, request.signal === undefined ? {} : { signal: request.signal });
    }
  };
};
