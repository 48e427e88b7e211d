/** Random draws from a seed. The same seed gives the same draws on every machine. */
export interface Random {
  /** A whole number from `least` up to and including `most`. */
  number(least: number, most: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** True with this probability, from 0 to 1. */
  chance(rate: number): boolean;
}

/** Mulberry32: a small generator that gives the same numbers everywhere, because it only computes with 32-bit integers. */
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

/** Another seed at each call, for a caller that was given no seed. */
export const anySeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
