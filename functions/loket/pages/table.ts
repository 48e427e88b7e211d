import { type Html, html } from '../html.ts';

/** A table with its caption, the first cell of each row being what the row is about. A narrow screen scrolls it by itself. */
export const table = (
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly (string | Html)[])[],
): Html => html`<div class="utrecht-table-container utrecht-table-container--overflow-inline" role="region" aria-label="${caption}" tabindex="0"><table class="utrecht-table">
<caption class="utrecht-table__caption">${caption}</caption>
<thead class="utrecht-table__header"><tr class="utrecht-table__row">${columns.map(
  (column) => html`<th class="utrecht-table__header-cell" scope="col">${column}</th>`,
)}</tr></thead>
<tbody class="utrecht-table__body">${rows.map(
  ([first = '', ...rest]) =>
    html`<tr class="utrecht-table__row"><th class="utrecht-table__header-cell" scope="row">${first}</th>${rest.map(
      (cell) => html`<td class="utrecht-table__cell">${cell}</td>`,
    )}</tr>`,
)}</tbody></table></div>`;
