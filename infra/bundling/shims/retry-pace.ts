/**
 * Takes the place of the SDK's retry mode `adaptive`, which slows a client down, in the bundles (`infra/bundling/build-process.ts`). No
 * function asks for that mode, and who would is told so at its first call.
 */
export class AdaptiveRetryStrategy {
  constructor() {
    throw new Error("the retry mode 'adaptive' is no part of the bundles");
  }
}
