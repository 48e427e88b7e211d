import { randomInt } from 'node:crypto';

/** `npm run test:long` tries everything. */
const isAll = process.env['PROPERTIES'] === 'all';

/** `npm test` tries a property a third as often, with other values at each run. */
const SHARE = isAll ? 1 : 3;

/** Of the cases that a test goes through one by one it tries a sixth, another one at each run. */
const SHARE_OF_CASES = isAll ? 1 : 6;
const FIRST = randomInt(SHARE_OF_CASES);

/** How often a property is tried of which a test asks this many runs. */
export const runs = (asked: number): number => Math.ceil(asked / SHARE);

/** What fast-check does by itself. */
export const USUAL_RUNS = 100;

/** The cases that this run tries, at least one. A test that fails names its case, which `npm run test:long` tries again. */
export const casesOfRun = <Case>(all: readonly Case[]): readonly Case[] => {
  const first = FIRST % Math.min(SHARE_OF_CASES, all.length);
  return all.filter((_, place) => place % SHARE_OF_CASES === first);
};
