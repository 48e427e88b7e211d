/**
 * Takes the place of the SDK's own SHA-256 in the bundles (`infra/bundling/build-process.ts`): the SDK has it for a Node without
 * one, and Lambda's has.
 */
export class Sha256Js {
  constructor() {
    throw new Error('Node has no SHA-256 of its own');
  }
}
