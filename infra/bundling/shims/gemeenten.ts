import type { GemeenteProfile } from '../../../domain/gemeenten/profile.ts';
import { unpackProfiles } from '../../gemeenten/packed.ts';

/** The profiles of the environment, which the bundler fills in. As text: Node parses that sooner than an expression. */
declare const GEMEENTE_PROFILES: string;

/** Takes the place of `#gemeenten` in the bundles: they were checked when the app was made. */
const profiles: readonly GemeenteProfile[] = /* @__PURE__ */ unpackProfiles(JSON.parse(GEMEENTE_PROFILES));

export default profiles;
