import { createHash } from 'node:crypto';

/** W3C Trace Context: one trace for everything that one cause led to, and in it one span for every action. */

/** One action within a trace. */
export interface Span {
  /** 32 hexadecimal digits, not all zero. */
  readonly traceId: string;
  /** 16 hexadecimal digits, not all zero. */
  readonly spanId: string;
}

/** A version later than 00 may have more parts, which the hub ignores. */
const TRACEPARENT =
  /^(?:00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}|(?!00|ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?)$/;

const ONLY_ZEROES = /^0+$/;

/**
 * The span that a `traceparent` names. A malformed `traceparent` gives undefined and counts as none. The sampling flag is ignored,
 * because the logbook holds everything.
 */
export const readTraceparent = (value: string | undefined): Span | undefined => {
  const [, first, second, third, fourth] = TRACEPARENT.exec(value?.trim() ?? '') ?? [];
  const [traceId, spanId] = [first ?? third, second ?? fourth];
  if (traceId === undefined || spanId === undefined) return undefined;
  return ONLY_ZEROES.test(traceId) || ONLY_ZEROES.test(spanId) ? undefined : { traceId, spanId };
};

/** The header or attribute that passes this span on. */
export const writeTraceparent = ({ traceId, spanId }: Span): string => `00-${traceId}-${spanId}-01`;

const derived = (length: number, parts: readonly string[]): string => {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, length);
  return ONLY_ZEROES.test(hex) ? hex.replace(/0$/, '1') : hex;
};

/** The id of an action, derived from `parts`, so that doing the action again gives the same id. */
export const spanIdOf = (...parts: readonly string[]): string => derived(16, parts);

/** The trace id of an action that no message caused. It follows from what the action is about, as `spanIdOf` does. */
export const traceIdOf = (...parts: readonly string[]): string => derived(32, parts);

/** The trace of a commit: that of the message that caused it, or its own when no message did, or when it is older than traces. */
export const traceIdOfCommit = (
  zaakId: string,
  {
    versie,
    inhoud,
  }: { readonly versie: number; readonly inhoud: { readonly trace?: { readonly traceId: string } } },
): string => inhoud.trace?.traceId ?? traceIdOf(zaakId, String(versie));

/** The span in which a receiver is told something. The message names this span as the origin of the event (B6). */
export const toldSpanId = (berichtId: string): string => spanIdOf('verstrekken', berichtId);

/** The span of one try to deliver a message, by the moment at which it began. */
export const deliverySpanId = (berichtId: string, moment: string): string =>
  spanIdOf('bezorgen', berichtId, moment);

/** The span of one reply to a message, by the moment of that reply. */
export const saidSpanId = (berichtId: string, moment: string): string =>
  spanIdOf('antwoorden', berichtId, moment);
