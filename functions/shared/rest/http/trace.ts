import { randomBytes } from 'node:crypto';
import type { AcceptedTrace } from '../../../../contracts/internal/accepted-bericht.ts';
import { known } from '../../../../domain/known.ts';
import { readTraceparent, type Span } from '../../../../domain/logboek/trace.ts';
import type { AuthenticatedRequest } from './request.ts';

/** The place of one request in a trace: that of its caller, which it continues, or one that begins here (L5, L9). */
export interface RequestTrace extends Span {
  readonly parentSpanId?: string;
  /** When the request came (ms since 1970). */
  readonly begin: number;
}

/** The trace of a request with this `traceparent`; one that is not well-formed counts as none, as W3C says. */
export const beginTrace = (traceparent: string | undefined, begin: number): RequestTrace => {
  const caller = readTraceparent(traceparent);
  const spanId = randomBytes(8).toString('hex');
  return caller === undefined
    ? { traceId: randomBytes(16).toString('hex'), spanId, begin }
    : { traceId: caller.traceId, spanId, parentSpanId: caller.spanId, begin };
};

/**
 * The trace that an accepted message carries through bus and queues. A header names the hop and goes first; without one
 * the attribute of the event counts, which names where the event began. `application`: the URI of who passed it on (L4). The
 * person who reported it goes along, for the logbook.
 */
export const acceptedTrace = (
  {
    trace,
    headers,
    organisatie: { medewerker },
  }: Pick<AuthenticatedRequest, 'trace' | 'headers' | 'organisatie'>,
  application: string,
  now: Date,
  attribute?: unknown,
): AcceptedTrace => {
  const ofEvent =
    readTraceparent(headers['traceparent']) === undefined && typeof attribute === 'string'
      ? beginTrace(attribute, trace.begin)
      : trace;
  return {
    ...ofEvent,
    ...(ofEvent.parentSpanId === undefined ? {} : { processor: application }),
    end: Math.max(trace.begin, now.getTime()),
    ...known({ medewerker }),
  };
};
