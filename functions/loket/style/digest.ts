// biome-ignore-all format: made by npm run stijl (infra/bundling/stylesheet.ts). Do not change it by hand.
/** A digest of the stylesheet, for its address. */
export const STYLE_DIGEST = "923edf45680ffdb3";
