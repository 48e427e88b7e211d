/**
 * Takes the place of zod's English in the bundles of functions that answer no sender (`infra/bundling/build-process.ts`): zod
 * then says `Invalid input` of what no schema has words of its own for.
 */
export default () => ({ localeError: () => undefined });
