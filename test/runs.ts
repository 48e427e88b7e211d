/**
 * How often a property is tried: as often as its test asks in `npm run test:long`, and a third of that in `npm test`, which has other
 * values at each run.
 */
export const runs = (asked: number): number =>
  process.env['PROPERTIES'] === 'all' ? asked : Math.ceil(asked / 3);

/** What fast-check does by itself. */
export const USUAL_RUNS = 100;
