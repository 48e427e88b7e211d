/**
 * How the receiver of an abonnement does. After a few failures in a row it is out of order: one message at a time finds
 * out whether it is back, and the others do not wait for its silence (a circuit breaker).
 */
export interface Gezondheid {
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

export const GEZOND: Gezondheid = { opRij: 0 };

/** Failures in a row after which a receiver is out of order. */
export const STORING_NA = 5;
const EERSTE_WACHT_MS = 15_000;
const HOOGSTE_WACHT_MS = 5 * 60_000;
/**
 * The longest that one answer lets a receiver rest. The message that was answered may wait longer, by itself: a
 * `Retry-After` in milliseconds instead of seconds must not stop everything for a day.
 */
export const LONGEST_REST_MS = 5 * 60_000;
/** Longer than a try can take. */
const PROEF_MS = 60_000;

/** Whether to call a receiver now. */
export type Toegang =
  | { readonly soort: 'ga' }
  /** Go, after noting that you find out whether it is back. */
  | { readonly soort: 'proef'; readonly gezondheid: Gezondheid }
  /** It asked to be left alone: this is no try. */
  | { readonly soort: 'wacht'; readonly tot: number }
  /** Out of order: a try that fails without calling. */
  | { readonly soort: 'sla over' };

export const heeftStoring = ({ opRij }: Gezondheid): boolean => opRij >= STORING_NA;

/**
 * Until when the receiver rests; undefined when it does not. Earlier versions of the hub noted rests of up to a day:
 * what lies further ahead than a rest can is none.
 */
export const restsUntil = ({ rustTot = 0 }: Gezondheid, nu: number): number | undefined =>
  rustTot > nu && rustTot <= nu + LONGEST_REST_MS ? rustTot : undefined;

export const toegang = (gezondheid: Gezondheid, nu: number): Toegang => {
  const { dichtTot = 0, proefTot = 0 } = gezondheid;
  const rest = restsUntil(gezondheid, nu);
  if (rest !== undefined) return { soort: 'wacht', tot: rest };
  if (!heeftStoring(gezondheid)) return { soort: 'ga' };
  if (dichtTot > nu || proefTot > nu) return { soort: 'sla over' };
  return { soort: 'proef', gezondheid: { ...gezondheid, proefTot: nu + PROEF_MS } };
};

/** After a failure of the receiver as a whole. One that was under way when others found the same does not count twice. */
export const naStoring = (gezondheid: Gezondheid, nu: number): Gezondheid => {
  if ((gezondheid.dichtTot ?? 0) > nu) return gezondheid;
  const { proefTot: _, ...rest } = gezondheid;
  const opRij = gezondheid.opRij + 1;
  if (opRij < STORING_NA) return { ...rest, opRij };
  const wacht = Math.min(EERSTE_WACHT_MS * 2 ** Math.min(opRij - STORING_NA, 10), HOOGSTE_WACHT_MS);
  return { ...rest, opRij, dichtTot: nu + wacht };
};

/** It asked to be left alone for so long. */
export const metRust = (gezondheid: Gezondheid, rustMs: number, nu: number): Gezondheid =>
  rustMs === 0
    ? gezondheid
    : { ...gezondheid, rustTot: Math.max(restsUntil(gezondheid, nu) ?? 0, nu + rustMs) };

/** Its partner says that it is well: the rest that it asked for is over. */
export const withoutRest = (gezondheid: Gezondheid): Gezondheid => {
  if (gezondheid.rustTot === undefined) return gezondheid;
  const { rustTot: _, ...rest } = gezondheid;
  return rest;
};

/** It answered, if not always with success: it is there. */
export const naAntwoord = (gezondheid: Gezondheid): Gezondheid => {
  if (gezondheid.opRij === 0) return gezondheid;
  const { dichtTot: _, proefTot: __, ...rest } = gezondheid;
  return { ...rest, opRij: 0 };
};

/** Somebody says that it is back: the next message finds out, however long it was to be left alone. */
export const magProberen = (gezondheid: Gezondheid): Gezondheid => {
  if (gezondheid.dichtTot === undefined) return gezondheid;
  const { dichtTot: _, proefTot: __, ...rest } = gezondheid;
  return rest;
};

const WAARSCHUW_HOOGSTENS_MS = 60 * 60_000;

/** Notes a warning about parked messages; undefined when there was one this hour. */
export const metWaarschuwing = (gezondheid: Gezondheid, nu: number): Gezondheid | undefined =>
  (gezondheid.gewaarschuwdOp ?? 0) + WAARSCHUW_HOOGSTENS_MS > nu
    ? undefined
    : { ...gezondheid, gewaarschuwdOp: nu };
