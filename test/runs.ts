import { randomInt } from 'node:crypto';

/** `npm run test:long` tries everything; `npm test` tries a third, another one at each run. */
const SHARE = process.env['PROPERTIES'] === 'all' ? 1 : 3;
const FIRST = randomInt(SHARE);

/** How often a property is tried of which a test asks this many runs. */
export const runs = (asked: number): number => Math.ceil(asked / SHARE);

/** What fast-check does by itself. */
export const USUAL_RUNS = 100;

/** The cases that this run tries, at least one. A test that fails names its case, which `npm run test:long` tries again. */
export const casesOfRun = <Case>(all: readonly Case[]): readonly Case[] => {
  const first = FIRST % Math.min(SHARE, all.length);
  return all.filter((_, place) => place % SHARE === first);
};
