/**
 * Takes the place of the SDK's own SHA-256 and MD5 in the bundles (`infra/bundling/build-process.ts`): the SDK has them for a Node
 * without these, and Lambda's has both.
 */
const missing = (name: string) =>
  class {
    constructor() {
      throw new Error(`Node has no ${name} of its own`);
    }
  };

export const Sha256Js = missing('SHA-256');
export const Md5Js = missing('MD5');
