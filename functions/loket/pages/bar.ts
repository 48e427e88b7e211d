import { type Html, html } from '../html.ts';

/** A bar of a chart, which the number beside it says in words: who does not see it misses nothing. */
export const bar = (value: number, most: number): Html => {
  const length = most <= 0 ? 0 : Math.round((100 * Math.min(value, most)) / most);
  return html`<svg class="loket-staaf" viewBox="0 0 100 10" width="100" height="10" aria-hidden="true" focusable="false"><rect class="loket-staaf-leeg" width="100" height="10"/><rect class="loket-staaf-vol" width="${length}" height="10"/></svg>`;
};
