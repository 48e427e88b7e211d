/**
 * The rate that a receiver allows (`WebHook-Allowed-Rate`, per minute): a generic cell rate algorithm without a burst,
 * so that in no minute there are more than allowed.
 */
export interface Tempo {
  /** Milliseconds since 1970: from then on there is room for the next. */
  readonly vrijVanaf: number;
}

const tussentijd = (perMinuut: number): number => Math.ceil(60_000 / perMinuut);

/** The moment for the next delivery, and the state after it was given away. */
export const reserveer = (
  tempo: Tempo | undefined,
  perMinuut: number,
  nu: number,
): { readonly op: number; readonly tempo: Tempo } => {
  const op = Math.max(nu, tempo?.vrijVanaf ?? 0);
  return { op, tempo: { vrijVanaf: op + tussentijd(perMinuut) } };
};

/** Waiting so shortly for room is done on the spot: such a moment is not given back. */
export const KORT_MS = 1500;

/** After those who had a moment lost it: room again as soon as whoever is going right now has gone. */
export const teruggegeven = (tempo: Tempo, perMinuut: number, nu: number): Tempo => ({
  vrijVanaf: Math.min(tempo.vrijVanaf, nu + KORT_MS + tussentijd(perMinuut)),
});
