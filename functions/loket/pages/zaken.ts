import type { FoundZaak } from '../../../contracts/api.ts';
import { type Html, html } from '../html.ts';
import { PATHS, zaakPath } from '../paths.ts';
import { shortId } from '../words/states.ts';
import { csrfField, heading, link, notice, type Page, paragraph, type Reader } from './layout.ts';

/** What a search came to. The number itself never comes back on the page. */
export type SearchOutcome = { readonly found: readonly FoundZaak[] } | 'wrong number';

const outcomeOf = (outcome: SearchOutcome): Html => {
  if (outcome === 'wrong number')
    return notice(
      'error',
      html`<p class="utrecht-paragraph" id="nummer-fout">Dit is geen V-nummer en geen BSN. Een V-nummer heeft tien cijfers, een BSN negen.</p>`,
    );
  if (outcome.found.length === 0)
    return notice('info', paragraph('Onder dit nummer is in uw gemeente geen zaak.'));
  return html`<h2 class="utrecht-heading-2">Gevonden: ${outcome.found.length}</h2>
<ul class="utrecht-unordered-list">${outcome.found.map(
    ({ zaakId, status }) =>
      html`<li class="utrecht-unordered-list__item">${link(zaakPath(zaakId), `Zaak ${shortId(zaakId)}`)} (${status})</li>`,
  )}</ul>`;
};

/** The form to look somebody up by a number, which goes by POST and so into no address. */
export const searchForm = (reader: Reader, isWrong = false): Html => html`
<form class="loket-formulier" method="post" action="${PATHS.zaken}" autocomplete="off">${csrfField(reader)}
<div class="utrecht-form-field utrecht-form-field--text${isWrong ? ' utrecht-form-field--invalid' : ''}">
<label class="utrecht-form-label" for="nummer">V-nummer of BSN</label>
<p class="utrecht-form-field-description" id="nummer-uitleg">Tien of negen cijfers. U zoekt alleen in uw eigen gemeente.</p>
<input class="utrecht-textbox utrecht-textbox--html-input" id="nummer" name="nummer" type="text" inputmode="numeric" required aria-describedby="nummer-uitleg${isWrong ? ' nummer-fout' : ''}"${isWrong ? html` aria-invalid="true"` : undefined}>
</div>
<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--primary-action" type="submit">Zoek</button></p>
</form>`;

/** The zaken of who was looked up. */
export const searchPage = (reader: Reader, outcome: SearchOutcome): Page => {
  const isWrong = outcome === 'wrong number';
  return {
    title: isWrong ? 'Fout: Zaken' : 'Zaken',
    path: PATHS.zaken,
    reader,
    content: html`${heading('Zoek een zaak')}
${searchForm(reader, isWrong)}
${outcomeOf(outcome)}
${paragraph(link(PATHS.zaken, 'Alle zaken van uw gemeente'))}`,
  };
};
