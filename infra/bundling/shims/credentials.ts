import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Takes the place of the SDK's chain of credential providers in the bundles (`infra/bundling/build-process.ts`). Lambda
 * gives a function the credentials of its role in the environment and nowhere else, so a cold start need not load the
 * code for single sign-on, profiles and instance metadata.
 */
export const defaultProvider = (): ReturnType<typeof fromEnv> => fromEnv();
