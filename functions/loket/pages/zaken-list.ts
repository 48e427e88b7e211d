import { known } from '../../../domain/known.ts';
import { type Html, html } from '../html.ts';
import { PATHS, zaakPath, zakenPath } from '../paths.ts';
import type { ZaakInPage, ZakenView } from '../views/zaken.ts';
import { dayInWords } from '../words/dates.ts';
import { shortId } from '../words/states.ts';
import { CHOICE_WORDS, isByTermijn, ZAKEN_CHOICES } from '../words/zaken.ts';
import { heading, link, type Page, paragraph, type Reader } from './layout.ts';
import { table } from './table.ts';
import { searchForm } from './zaken.ts';

/** The zaken of a gemeente: what presses first, chosen by links and a form that needs no script. */

/** The link that finds who has to have a PIP this month. */
export const pipLink = (termijn: string): Html =>
  link(zakenPath({ kies: 'maand', termijn }), 'Wie moet deze maand een PIP hebben?');

const option = (value: string, text: string, chosen: string): Html =>
  html`<option value="${value}"${value === chosen ? html` selected` : undefined}>${text}</option>`;

const choiceForm = ({ kies, termijn = '', termijnen }: ZakenView): Html => html`
<form class="loket-formulier" method="get" action="${PATHS.zaken}">
<div class="utrecht-form-field"><label class="utrecht-form-label" for="kies">Welke zaken</label>
<select class="loket-keuze" id="kies" name="kies">${ZAKEN_CHOICES.map((one) => option(one, CHOICE_WORDS[one], kies))}</select></div>
<div class="utrecht-form-field"><label class="utrecht-form-label" for="termijn">Welke termijn</label>
<select class="loket-keuze" id="termijn" name="termijn">${option('', 'Elke termijn', termijn)}${termijnen.map(
  ({ id, naam }) => option(id, `${naam} (${id})`, termijn),
)}</select></div>
<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--secondary-action" type="submit">Toon</button></p></form>`;

const whenOf = ({ datum, soort }: ZaakInPage, today: string): string => {
  if (datum === undefined) return '';
  const late = datum < today ? ', te laat' : '';
  return `${dayInWords(datum)}${soort === 'wettelijk' ? ' (wet)' : ''}${late}`;
};

const rowOf = (row: ZaakInPage, today: string): readonly (string | Html)[] => [
  link(zaakPath(row.zaakId), `Zaak ${shortId(row.zaakId)}`),
  row.naam ?? 'Er loopt geen termijn',
  whenOf(row, today),
];

/** Which zaken these are, in one line above them. */
const captionOf = ({ kies, termijn, termijnen }: ZakenView): string => {
  const naam = isByTermijn(kies) ? termijnen.find(({ id }) => id === termijn)?.naam : undefined;
  return `${CHOICE_WORDS[kies]}${naam === undefined ? '' : `: ${naam}`}`;
};

/** How many there are here. How many there are in all would take reading the whole list. */
const countOf = ({ rows, na }: ZakenView): string => {
  if (rows.length === 0)
    return na === undefined
      ? 'Hier zijn nu geen zaken.'
      : 'Op dit stuk van de lijst staan geen zaken. Kijk op de volgende bladzijde.';
  const here = rows.length === 1 ? 'Hieronder staat 1 zaak.' : `Hieronder staan ${rows.length} zaken.`;
  return na === undefined ? here : `${here} Er zijn er meer: kijk op de volgende bladzijde.`;
};

const listOf = (chosen: ZakenView): Html => {
  const { rows, kies, today } = chosen;
  const [head, width] = isByTermijn(kies) ? [['Zaak', 'Wat', 'Uiterlijk'], 3] : [['Zaak'], 1];
  return table(
    captionOf(chosen),
    head,
    rows.map((row) => rowOf(row, today).slice(0, width)),
  );
};

/** To the first page and the next one, with the same choice. */
const pager = ({ na, kies, termijn, isFurther }: ZakenView): Html => {
  const choice = { kies, ...known({ termijn }) };
  return html`${isFurther ? paragraph(link(zakenPath(choice), 'Naar de eerste bladzijde')) : undefined}
${na === undefined ? undefined : paragraph(link(zakenPath({ ...choice, na }), 'Volgende bladzijde'))}`;
};

/** The zaken of a gemeente, by what presses. */
export const zakenPage = (chosen: ZakenView, pip: string | undefined, reader: Reader): Page => ({
  title: 'Zaken',
  path: PATHS.zaken,
  reader,
  content: html`${heading('Zaken')}
<section><h2 class="utrecht-heading-2">Zoek op nummer</h2>
${searchForm(reader)}</section>
<section><h2 class="utrecht-heading-2">Kies uit de lijst</h2>
${pip === undefined ? undefined : paragraph(pipLink(pip))}
${choiceForm(chosen)}</section>
<section><h2 class="utrecht-heading-2">${captionOf(chosen)}</h2>
${paragraph(countOf(chosen))}
${chosen.rows.length === 0 ? undefined : listOf(chosen)}
${pager(chosen)}</section>`,
});
