import { setTimeout as pause } from 'node:timers/promises';
import { known } from '../domain/known.ts';
import { errorCode, userError } from './errors.ts';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The fields of a form, sent instead of a JSON body where a standard asks for a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** The longest wait for a slow call. After this time the client itself makes the answer 408. */
  readonly timeoutMs?: number;
  /** Ends the call, also between two tries. */
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** The parsed JSON, or the text of a calendar; undefined when the answer is neither. */
  readonly body: unknown;
}

/** Sends one request. It tries again while the hub cannot be reached or asks to try later. */
export type Send = (url: string, request: Request) => Promise<Answer>;

export interface Patience {
  /** How long to try while the hub has never answered (ms). */
  readonly firstMs: number;
  /** How long to try after the hub answered before (ms), because it may be restarting. */
  readonly laterMs: number;
}

const PATIENCE: Patience = { firstMs: 3_000, laterMs: 20_000 };
const REQUEST_TIMEOUT_MS = 30_000;
const PAUSE_MS = 250;

/** The statuses by which the gateway or the hub asks to try later. Every call of the hub may be repeated. */
const TRANSIENT = new Set([429, 502, 503, 504]);

const parsed = (text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined; // an answer that is not JSON has no members to read
  }
};

/** The body of a request. For a form it is `URLSearchParams`, so that `fetch` sets the content type itself. */
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
    // A form carries a secret, so it only goes to the address that was checked and follows no redirect.
    ...(form === undefined ? {} : { redirect: 'manual' }),
    signal: AbortSignal.any([
      AbortSignal.timeout(timeoutMs ?? REQUEST_TIMEOUT_MS),
      ...(signal ? [signal] : []),
    ]),
  });
  const text = await answer.text();
  // A calendar is an iCalendar file instead of JSON.
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

/** Makes a sender that keeps trying while a hub restarts, for the time that `patience` allows, or until `isOver` is true. */
export const createSend = (patience: Patience = PATIENCE, isOver: () => boolean = () => false): Send => {
  let answered = false;
  /** The answer, or the error that kept it away. */
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
