import type { AttemptReason } from '../../contracts/postvak.ts';
import { LONGEST_REST_MS } from './circuit.ts';
import { LONGEST_WAIT_MS } from './schedule.ts';

/** What an answer of a receiver amounts to (Standard Webhooks 1.0.0, CloudEvents webhook §2.2). */
export type Verdict =
  | { readonly kind: 'success' }
  /** The receiver wants no more messages: 410. */
  | { readonly kind: 'stop'; readonly reden: AttemptReason }
  | {
      readonly kind: 'later';
      readonly reden: AttemptReason;
      /** The least time before this message is tried again; 0 when the receiver did not say. */
      readonly retryAfterMs: number;
      /** The time in which nothing should be sent to this receiver; 0 when it did not say. */
      readonly cooldownMs: number;
      /** Whether the answer is about the receiver as a whole, and not about this message. */
      readonly outage: boolean;
    };

/** An answer, or why there was none. */
export type ReceiverAnswer =
  | { readonly status: number; readonly retryAfter?: string | undefined }
  | { readonly reden: Exclude<AttemptReason, 'gelukt' | 'status' | 'doorverwijzing' | 'overgeslagen'> };

/** The rest for a receiver that is busy and does not say for how long: rates are counted per minute. */
const COOLDOWN_AT_429_MS = 60_000;
const COOLDOWN_AT_OVERLOAD_MS = 5000;

/** IMF-fixdate and RFC 850; asctime has no zone, and is in GMT all the same (RFC 9110 §5.6.7). */
const HTTP_DATE = /^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/;

/**
 * `Retry-After` in milliseconds from now, at most the longest wait of the schedule, also when the number of seconds is
 * larger than any wait; 0 when there is none or it cannot be read.
 */
export const readRetryAfter = (value: string | undefined, now: Date): number => {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_WAIT_MS);
  if (!HTTP_DATE.test(text)) return 0;
  const moment = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(moment) ? 0 : Math.min(Math.max(moment - now.getTime(), 0), LONGEST_WAIT_MS);
};

const cooldownAt = (status: number): number => {
  if (status === 429) return COOLDOWN_AT_429_MS;
  return status === 502 || status === 504 ? COOLDOWN_AT_OVERLOAD_MS : 0;
};

/** Only 2xx is success; a redirect is never followed. */
export const verdictOver = (answer: ReceiverAnswer, now: Date): Verdict => {
  if ('reden' in answer) {
    return { kind: 'later', reden: answer.reden, retryAfterMs: 0, cooldownMs: 0, outage: true };
  }
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return { kind: 'success' };
  const reason = status >= 300 && status < 400 ? 'doorverwijzing' : 'status';
  if (status === 410) return { kind: 'stop', reden: reason };
  const retryAfterMs = readRetryAfter(retryAfter, now);
  return {
    kind: 'later',
    reden: reason,
    retryAfterMs,
    // The answer is about one message: the others wait minutes for it and not hours.
    cooldownMs: retryAfterMs > 0 ? Math.min(retryAfterMs, LONGEST_REST_MS) : cooldownAt(status),
    outage: status >= 500,
  };
};
