/**
 * Takes the place of what the SDK slows itself down by in its retry mode `adaptive` (`infra/bundling/build-process.ts`). No function asks
 * for that mode, and who would is told so at its first call.
 */
export class DefaultRateLimiter {
  constructor() {
    throw new Error("the retry mode 'adaptive' is no part of the bundles");
  }
}
