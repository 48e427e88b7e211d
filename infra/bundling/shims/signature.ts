import { SignatureV4 } from '@smithy/signature-v4';

/**
 * Takes the place of the SDK's signer for several regions in the bundles (`infra/bundling/build-process.ts`). The client of
 * EventBridge loads it for global endpoints, which the hub has none of: a request is always signed for its own region.
 */
export const SignatureV4MultiRegion = Object.assign(SignatureV4, { sigv4aDependency: () => 'none' });
