// biome-ignore-all format: made by npm run stijl (infra/bundling/browser-script.ts). Do not change it by hand.
// biome-ignore-all lint: made by npm run stijl.
/** A digest of the script, for its address. */
export const SCRIPT_DIGEST = "1e0ec8ac375851fc";
