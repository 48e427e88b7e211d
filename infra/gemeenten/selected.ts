import { LOCAL_GEMEENTEN, readProfiles } from './profiles.ts';

/**
 * The profiles for whatever runs the sources as they stand: the command line, the tests, the local token issuer. In a
 * bundle the profiles of the environment take the place of this module (`infra/bundling/build-process.ts`).
 * `HUB_GEMEENTEN` names another folder.
 */
export default readProfiles(LOCAL_GEMEENTEN);
