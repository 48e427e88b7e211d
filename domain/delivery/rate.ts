/**
 * The rate that a receiver allows (`WebHook-Allowed-Rate`, per minute): a generic cell rate algorithm without a burst,
 * so that in no minute there are more than allowed.
 */
export interface Tempo {
  /** Milliseconds since 1970: from then on there is room for the next. */
  readonly vrijVanaf: number;
}

const interval = (perMinute: number): number => Math.ceil(60_000 / perMinute);

/** The moment for the next delivery, and the state after it was given away. */
export const reserve = (
  tempo: Tempo | undefined,
  perMinute: number,
  now: number,
): { readonly op: number; readonly tempo: Tempo } => {
  const at = Math.max(now, tempo?.vrijVanaf ?? 0);
  return { op: at, tempo: { vrijVanaf: at + interval(perMinute) } };
};

/** Waiting so shortly for room is done on the spot: such a moment is not given back. */
export const SHORT_MS = 1500;

/** After those who had a moment lost it: room again as soon as whoever is going right now has gone. */
export const returned = (tempo: Tempo, perMinute: number, now: number): Tempo => ({
  vrijVanaf: Math.min(tempo.vrijVanaf, now + SHORT_MS + interval(perMinute)),
});
