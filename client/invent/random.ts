/** Draws that a seed decides: the same seed draws the same, on every machine. */
export interface Random {
  /** A whole number from `least` up to and including `most`. */
  number(least: number, most: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** True in this part of all draws, from 0 to 1. */
  chance(rate: number): boolean;
}

/** Mulberry32: small, and the same everywhere because it computes with whole numbers of 32 bits alone. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const number = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    number,
    pick: (items) => {
      const [item] = items.slice(number(0, items.length - 1));
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    chance: (rate) => next() < rate,
  };
};

/** Another seed each time, for who gives none. */
export const anySeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
