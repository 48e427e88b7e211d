import { type Html, html } from '../../functions/loket/html.ts';
import { link, type Page, paragraph } from '../../functions/loket/pages/layout.ts';
import { MAIL_PATH, PATHS, PLAY_PATH, SPECIFICATION_PATH } from '../../functions/loket/paths.ts';
import { momentInWords } from '../../functions/loket/words/dates.ts';
import { type ChoiceGroup, CLOCK_STEPS } from '../words.ts';

/** What the pages to play with have in common. */

export const PLAY_PATHS = {
  start: PLAY_PATH,
  happen: `${PLAY_PATH}/gebeurtenis`,
  clock: `${PLAY_PATH}/klok`,
} as const;

/** Where a zaak is shown, and where a report of it goes. */
export const playZaakPath = (gemeente: string, zaakId: string): string =>
  `${PLAY_PATH}/zaken/${gemeente}/${encodeURIComponent(zaakId)}`;

const FOOT = 'Deze bladzijde is er alleen op een hub op uw eigen computer. Iedereen hier is verzonnen.';

/** A page of a hub on this machine, with where else there is to go. */
export const playPage = ({ content, ...page }: Page): Page => ({
  ...page,
  foot: FOOT,
  content: html`${paragraph(
    link(PLAY_PATHS.start, 'Spelen'),
    ' | ',
    link(PATHS.start, 'Bladzijden voor gemeente en partners'),
    ' | ',
    link(MAIL_PATH, 'Verstuurde mails'),
    ' | ',
    link(SPECIFICATION_PATH, 'De API, om te lezen'),
  )}
${content}`,
});

/** A button that sends its form; with a value as the field `over`. */
export const button = (text: string, kind: 'primary' | 'secondary' = 'primary', value?: string): Html =>
  html`<button class="utrecht-button utrecht-button--${kind}-action" type="submit"${value === undefined ? undefined : html` name="over" value="${value}"`}>${text}</button>`;

/** A control with its label. */
export const field = (label: string, id: string, control: Html): Html =>
  html`<div class="utrecht-form-field"><label class="utrecht-form-label" for="${id}">${label}</label>
${control}</div>`;

/** A list to choose from, in groups, with what is chosen in it. */
export const optionList = (id: string, groups: readonly ChoiceGroup[], chosen = ''): Html => {
  const option = ({ value, text }: ChoiceGroup['choices'][number]): Html =>
    html`<option value="${value}"${value === chosen ? html` selected` : undefined}>${text}</option>`;
  return html`<select class="loket-keuze" id="${id}" name="${id}" required>${groups.map(
    ({ title, choices }) =>
      title === '' ? choices.map(option) : html`<optgroup label="${title}">${choices.map(option)}</optgroup>`,
  )}</select>`;
};

/** Where the clock stands, with buttons to move it; `hidden` says where to come back. */
export const clockSection = (clock: Date, hidden: Readonly<Record<string, string>> = {}): Html => html`
<section><h2 class="utrecht-heading-2">De klok</h2>
${paragraph(`De klok van de hub staat op ${momentInWords(clock.toISOString())}. Zet u hem verder, dan doet de hub wat er in die tijd moet gebeuren. Dat duurt even.`)}
<form method="post" action="${PLAY_PATHS.clock}">${Object.entries(hidden).map(
  ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
)}
<p class="utrecht-paragraph">${CLOCK_STEPS.map(({ value, text }) => html`${button(text, 'secondary', value)} `)}</p></form></section>`;
