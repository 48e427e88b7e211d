/**
 * Takes the place of zod's translation to JSON Schema in the bundles (`infra/bundling/build-process.ts`): every schema drags
 * it along, and only the generator of the published contracts uses it, which runs from the sources.
 */
const absent = () => () => {
  throw new Error('JSON Schema is not part of a bundle: it is published with the contracts');
};

export const createToJSONSchemaMethod = absent;
export const createStandardJSONSchemaMethod = absent;
export const toJSONSchema = absent();
export const JSONSchemaGenerator = undefined;
