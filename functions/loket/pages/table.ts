import { type Html, html, textOf } from '../html.ts';

/**
 * A table with its caption, the first cell of each row being what the row is about. On a narrow screen each row is a block, in which
 * every cell says what it is.
 */
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
      (cell, place) =>
        html`<td class="utrecht-table__cell"${saysWhat(cell, columns[place + 1])}>${cell}</td>`,
    )}</tr>`,
)}</tbody></table></div>`;

/** By which a cell says what it is on a narrow screen; a button says that by itself. */
const saysWhat = (cell: string | Html, column: string | undefined): Html | undefined =>
  column === undefined || (typeof cell !== 'string' && textOf(cell).includes('<button'))
    ? undefined
    : html` data-kop="${column}"`;
