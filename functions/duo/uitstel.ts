/** Longest wait between two tries: a quarter of an hour. */
const HOOGSTE_SECONDEN = 900;
const EERSTE_SECONDEN = 5;

/**
 * Seconds to wait before DUO is asked again: doubling per try up to a quarter of an hour, with jitter so that not
 * everybody comes back at once. `poging` counts from 1; `toeval` lies in [0, 1).
 */
export const uitstelSeconden = (poging: number, toeval: number): number => {
  const volledig = Math.min(HOOGSTE_SECONDEN, EERSTE_SECONDEN * 2 ** Math.min(Math.max(poging, 1) - 1, 20));
  return Math.ceil(volledig / 2 + (volledig / 2) * toeval);
};
