/**
 * The health of the receiver behind an abonnement. After a few failures in a row it is out of order: one message at a time finds
 * out whether it is back, and the others do not wait for its silence (a circuit breaker).
 */
export interface ReceiverHealth {
  /** Failures in a row. */
  readonly opRij: number;
  /** In milliseconds since 1970, as all moments here. The receiver asked to be left alone until then. */
  readonly rustTot?: number;
  /** Out of order: no lane calls before this moment. */
  readonly dichtTot?: number;
  /** Until this moment one lane finds out whether the receiver is back, and no other lane does. */
  readonly proefTot?: number;
  /** Since when it is out of order. Earlier versions of the hub did not note that. */
  readonly storingSinds?: number;
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

/** Whether a lane may call a receiver now. */
export type Admission =
  | { readonly kind: 'go' }
  /** The lane may call, after it noted that it finds out whether the receiver is back. */
  | { readonly kind: 'trial'; readonly receiverHealth: ReceiverHealth }
  /** The receiver asked to be left alone. This does not count as a try. */
  | { readonly kind: 'wait'; readonly until: number }
  /**
   * The receiver is out of order, and this lane does not call. The lane that finds out offers what waits once the receiver is back.
   */
  | { readonly kind: 'skip'; readonly receiverHealth: ReceiverHealth };

/** Whether so many tries failed in a row that the receiver counts as out. */
export const hasOutage = ({ opRij }: ReceiverHealth): boolean => opRij >= OUTAGE_AFTER;

/**
 * Until when the receiver rests; undefined when it does not. Earlier versions of the hub noted rests of up to a day: a moment
 * further ahead than a rest can last counts as none.
 */
export const restsUntil = ({ rustTot = 0 }: ReceiverHealth, now: number): number | undefined =>
  rustTot > now && rustTot <= now + LONGEST_REST_MS ? rustTot : undefined;

/** Whether a message may be tried at this receiver at `now` (milliseconds since 1970): go, probe, skip, or wait. */
export const admission = (receiverHealth: ReceiverHealth, now: number): Admission => {
  const { dichtTot = 0, proefTot = 0 } = receiverHealth;
  const rest = restsUntil(receiverHealth, now);
  if (rest !== undefined) return { kind: 'wait', until: rest };
  if (!hasOutage(receiverHealth)) return { kind: 'go' };
  if (dichtTot > now || proefTot > now) return { kind: 'skip', receiverHealth };
  return { kind: 'trial', receiverHealth: { ...receiverHealth, proefTot: now + TRIAL_MS } };
};

/**
 * The health after a failure of the receiver as a whole. A try that was under way when others found the failure does not count
 * twice.
 */
export const afterOutage = (receiverHealth: ReceiverHealth, now: number): ReceiverHealth => {
  if ((receiverHealth.dichtTot ?? 0) > now) return receiverHealth;
  const { proefTot: _, ...rest } = receiverHealth;
  const opRij = receiverHealth.opRij + 1;
  if (opRij < OUTAGE_AFTER) return { ...rest, opRij };
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(opRij - OUTAGE_AFTER, 10), HIGHEST_WAIT_MS);
  const storingSinds = opRij === OUTAGE_AFTER ? now : (rest.storingSinds ?? now);
  return { ...rest, opRij, dichtTot: now + wait, storingSinds };
};

/** The health after the receiver asked to be left alone for so long. */
export const withCooldown = (
  receiverHealth: ReceiverHealth,
  cooldownMs: number,
  now: number,
): ReceiverHealth =>
  cooldownMs === 0
    ? receiverHealth
    : { ...receiverHealth, rustTot: Math.max(restsUntil(receiverHealth, now) ?? 0, now + cooldownMs) };

/**
 * The health after the partner did something about the outage: the rest that the receiver asked for is over, and the schedule of
 * what it has not got yet begins anew.
 */
export const withoutRest = (receiverHealth: ReceiverHealth, now: number): ReceiverHealth => {
  const { rustTot, storingSinds, ...rest } = receiverHealth;
  if (rustTot === undefined && storingSinds === undefined) return receiverHealth;
  return { ...rest, ...(storingSinds === undefined ? {} : { storingSinds: now }) };
};

/** The health after the receiver answered, also without success: it is there. */
export const afterResponse = (receiverHealth: ReceiverHealth): ReceiverHealth => {
  if (receiverHealth.opRij === 0) return receiverHealth;
  const { dichtTot: _, proefTot: __, storingSinds: ___, ...rest } = receiverHealth;
  return { ...rest, opRij: 0 };
};

/**
 * Whether a message was left out for as long as its schedule lasts. Then the receiver is called for it all the same, so that no
 * message is parked that was never tried.
 */
export const isOverdue = (
  receiverHealth: ReceiverHealth,
  readySince: number,
  scheduleMs: number,
  now: number,
): boolean =>
  hasOutage(receiverHealth) && Math.max(readySince, receiverHealth.storingSinds ?? now) + scheduleMs <= now;

/** The receiver may be back: the next message finds out, however long the receiver was to be left alone. */
export const mayTry = (receiverHealth: ReceiverHealth): ReceiverHealth => {
  if (receiverHealth.dichtTot === undefined) return receiverHealth;
  const { dichtTot: _, proefTot: __, ...rest } = receiverHealth;
  return rest;
};

/**
 * The lane that was to find out whether the receiver is back does not. The next lane may, as soon as the receiver need not be left
 * alone any more.
 */
export const withoutTrial = (receiverHealth: ReceiverHealth): ReceiverHealth => {
  if (receiverHealth.proefTot === undefined) return receiverHealth;
  const { proefTot: _, ...rest } = receiverHealth;
  return rest;
};

const WARN_AT_MOST_MS = 60 * 60_000;

/** The health with a warning about parked messages noted; undefined when there was a warning in the past hour. */
export const withWarning = (receiverHealth: ReceiverHealth, now: number): ReceiverHealth | undefined =>
  (receiverHealth.gewaarschuwdOp ?? 0) + WARN_AT_MOST_MS > now
    ? undefined
    : { ...receiverHealth, gewaarschuwdOp: now };
