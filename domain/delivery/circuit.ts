/**
 * How the receiver of an abonnement does. After a few failures in a row it is out of order: one message at a time finds
 * out whether it is back, and the others do not wait for its silence (a circuit breaker).
 */
export interface ReceiverHealth {
  /** Failures in a row. */
  readonly opRij: number;
  /** In milliseconds since 1970, as all moments here. The receiver asked to be left alone until then. */
  readonly rustTot?: number;
  /** Out of order: nobody calls before this moment. */
  readonly dichtTot?: number;
  /** Somebody is finding out, and until then nobody else does. */
  readonly proefTot?: number;
  /** When its partner was last warned of messages that were parked. */
  readonly gewaarschuwdOp?: number;
}

export const HEALTHY: ReceiverHealth = { opRij: 0 };

/** Failures in a row after which a receiver is out of order. */
export const OUTAGE_AFTER = 5;
const FIRST_WAIT_MS = 15_000;
const HIGHEST_WAIT_MS = 5 * 60_000;
/**
 * The longest that one answer lets a receiver rest. The message that was answered may wait longer, by itself: a
 * `Retry-After` in milliseconds instead of seconds must not stop everything for a day.
 */
export const LONGEST_REST_MS = 5 * 60_000;
/** Longer than a try can take. */
const TRIAL_MS = 60_000;

/** Whether to call a receiver now. */
export type Admission =
  | { readonly soort: 'ga' }
  /** Go, after noting that you find out whether it is back. */
  | { readonly soort: 'proef'; readonly receiverHealth: ReceiverHealth }
  /** It asked to be left alone: this is no try. */
  | { readonly soort: 'wacht'; readonly tot: number }
  /** Out of order: a try that fails without calling. */
  | { readonly soort: 'sla over' };

export const hasOutage = ({ opRij }: ReceiverHealth): boolean => opRij >= OUTAGE_AFTER;

/**
 * Until when the receiver rests; undefined when it does not. Earlier versions of the hub noted rests of up to a day:
 * what lies further ahead than a rest can is none.
 */
export const restsUntil = ({ rustTot = 0 }: ReceiverHealth, now: number): number | undefined =>
  rustTot > now && rustTot <= now + LONGEST_REST_MS ? rustTot : undefined;

export const admission = (receiverHealth: ReceiverHealth, now: number): Admission => {
  const { dichtTot = 0, proefTot = 0 } = receiverHealth;
  const rest = restsUntil(receiverHealth, now);
  if (rest !== undefined) return { soort: 'wacht', tot: rest };
  if (!hasOutage(receiverHealth)) return { soort: 'ga' };
  if (dichtTot > now || proefTot > now) return { soort: 'sla over' };
  return { soort: 'proef', receiverHealth: { ...receiverHealth, proefTot: now + TRIAL_MS } };
};

/** After a failure of the receiver as a whole. One that was under way when others found the same does not count twice. */
export const afterOutage = (receiverHealth: ReceiverHealth, now: number): ReceiverHealth => {
  if ((receiverHealth.dichtTot ?? 0) > now) return receiverHealth;
  const { proefTot: _, ...rest } = receiverHealth;
  const opRij = receiverHealth.opRij + 1;
  if (opRij < OUTAGE_AFTER) return { ...rest, opRij };
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(opRij - OUTAGE_AFTER, 10), HIGHEST_WAIT_MS);
  return { ...rest, opRij, dichtTot: now + wait };
};

/** It asked to be left alone for so long. */
export const withCooldown = (
  receiverHealth: ReceiverHealth,
  cooldownMs: number,
  now: number,
): ReceiverHealth =>
  cooldownMs === 0
    ? receiverHealth
    : { ...receiverHealth, rustTot: Math.max(restsUntil(receiverHealth, now) ?? 0, now + cooldownMs) };

/** Its partner says that it is well: the rest that it asked for is over. */
export const withoutRest = (receiverHealth: ReceiverHealth): ReceiverHealth => {
  if (receiverHealth.rustTot === undefined) return receiverHealth;
  const { rustTot: _, ...rest } = receiverHealth;
  return rest;
};

/** It answered, if not always with success: it is there. */
export const afterResponse = (receiverHealth: ReceiverHealth): ReceiverHealth => {
  if (receiverHealth.opRij === 0) return receiverHealth;
  const { dichtTot: _, proefTot: __, ...rest } = receiverHealth;
  return { ...rest, opRij: 0 };
};

/** Somebody says that it is back: the next message finds out, however long it was to be left alone. */
export const mayTry = (receiverHealth: ReceiverHealth): ReceiverHealth => {
  if (receiverHealth.dichtTot === undefined) return receiverHealth;
  const { dichtTot: _, proefTot: __, ...rest } = receiverHealth;
  return rest;
};

const WARN_AT_MOST_MS = 60 * 60_000;

/** Notes a warning about parked messages; undefined when there was one this hour. */
export const withWarning = (receiverHealth: ReceiverHealth, now: number): ReceiverHealth | undefined =>
  (receiverHealth.gewaarschuwdOp ?? 0) + WARN_AT_MOST_MS > now
    ? undefined
    : { ...receiverHealth, gewaarschuwdOp: now };
