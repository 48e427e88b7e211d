/**
 * The rate that a receiver allows (`WebHook-Allowed-Rate`, per minute): a generic cell rate algorithm without a burst. A call gets
 * its moment right before it is made, so that no minute holds more calls than allowed, however late a message comes. A message that
 * cannot go soon is told when to come back. These messages stand in line, so that few come back in vain.
 */
export interface Tempo {
  /** Milliseconds since 1970, as all moments here. From this moment on there is room for the next call. */
  readonly vrijVanaf: number;
  /** The end of the line of the messages that were told to come back. Earlier versions of the hub had no line. */
  readonly rijTot?: number;
}

/** The moment at which to call, or to come back. */
export interface Place {
  readonly op: number;
  readonly goes: boolean;
}

/** A wait of at most this long passes on the spot. */
export const SHORT_MS = 1500;
/** The longest that a call takes to reach its receiver. */
const UNDERWAY_MS = 1000;

/**
 * The time between two calls. Calls at these intervals never reach the receiver with more than allowed in a minute, however long
 * each is under way.
 */
const interval = (perMinute: number): number => Math.ceil((60_000 + UNDERWAY_MS) / perMinute);

/**
 * The place of one more message, and the rate after it was given. `cameBack`: the message stood in line before. A message that
 * comes for the first time does not go before those in line.
 */
export const reserve = (
  tempo: Tempo | undefined,
  perMinute: number,
  now: number,
  cameBack: boolean,
): { readonly place: Place; readonly tempo: Tempo } => {
  const { vrijVanaf, rijTot = 0 }: Tempo = tempo ?? { vrijVanaf: 0 };
  const next = Math.max(now, vrijVanaf);
  if (next <= now + SHORT_MS && (cameBack || rijTot <= now)) {
    return { place: { op: next, goes: true }, tempo: { ...tempo, vrijVanaf: next + interval(perMinute) } };
  }
  const back = Math.max(next, rijTot);
  return { place: { op: back, goes: false }, tempo: { vrijVanaf, rijTot: back + interval(perMinute) } };
};

/** No message stands in line any more: each message that did is offered anew. */
export const returned = (tempo: Tempo, perMinute: number, now: number): Tempo => ({
  // An earlier version of the hub gave away moments that lie further ahead.
  vrijVanaf: Math.min(tempo.vrijVanaf, now + SHORT_MS + interval(perMinute)),
});
