/**
 * The rate that a receiver allows (`WebHook-Allowed-Rate`, per minute): a generic cell rate algorithm without a burst. A
 * call is given a moment right before it is made, so that no minute holds more than allowed, however late a message comes.
 * A message that cannot go within a moment is told when to come back: in line, so that few come for nothing.
 */
export interface Tempo {
  /** Milliseconds since 1970, as all moments here: from then on there is room for the next call. */
  readonly vrijVanaf: number;
  /** The end of the line of the messages that were told to come back. Earlier versions of the hub had no line. */
  readonly rijTot?: number;
}

/** When to call, or when to come back. */
export interface Place {
  readonly op: number;
  readonly goes: boolean;
}

/** Waiting so shortly for room is done on the spot. */
export const SHORT_MS = 1500;
/** So long a call may take to reach its receiver. */
const UNDERWAY_MS = 1000;

/** Calls of this many moments reach the receiver within a minute at most, however long each is under way. */
const interval = (perMinute: number): number => Math.ceil((60_000 + UNDERWAY_MS) / perMinute);

/**
 * The place of one message more, and the state after it was given. `cameBack`: it stood in line before; one that comes now does
 * not go before those that stand in it.
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

/** No message stands in line any more: each that did is offered anew. */
export const returned = (tempo: Tempo, perMinute: number, now: number): Tempo => ({
  // An earlier version of the hub gave away moments that lie further ahead.
  vrijVanaf: Math.min(tempo.vrijVanaf, now + SHORT_MS + interval(perMinute)),
});
