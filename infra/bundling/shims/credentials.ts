import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Takes the place of the SDK's chain of credential providers in the bundles (`infra/bundling/bundles.ts`): Lambda hands its
 * role's credentials to a function in the environment and nowhere else, so single sign-on, profiles and instance
 * metadata need not be loaded at every cold start.
 */
export const defaultProvider = (): ReturnType<typeof fromEnv> => fromEnv();
