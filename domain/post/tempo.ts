/**
 * The rate that a receiver allows (`WebHook-Allowed-Rate`, per minute): a generic cell rate algorithm without a burst,
 * so that in no minute there are more than allowed.
 */
export interface Tempo {
  /** Milliseconds since 1970: from then on there is room for the next. */
  readonly vrijVanaf: number;
}

/** The moment for the next delivery, and the state after it was given away. */
export const reserveer = (
  tempo: Tempo | undefined,
  perMinuut: number,
  nu: number,
): { readonly op: number; readonly tempo: Tempo } => {
  const op = Math.max(nu, tempo?.vrijVanaf ?? 0);
  return { op, tempo: { vrijVanaf: op + Math.ceil(60_000 / perMinuut) } };
};
