import type { IndicatorFigures, Kpis, LeftOut, WachttijdFigures } from '../../../contracts/kpis.ts';
import { onceNeeded } from '../../shared/once.ts';
import { type Html, html } from '../html.ts';
import { PATHS } from '../paths.ts';
import { dayInWords } from '../words/dates.ts';
import { bar } from './bar.ts';
import { heading, type Page, paragraph, type Reader } from './layout.ts';
import { table } from './table.ts';

/** The figures of a gemeente, each as a number and as a bar. */

const decimal = onceNeeded(() => new Intl.NumberFormat('nl-NL', { maximumFractionDigits: 1 }));

const leftOut = (reasons: readonly LeftOut[]): string =>
  reasons.map(({ reden, aantal }) => `${aantal} ${reden}`).join(', ');

const indicatorRow = (one: IndicatorFigures): readonly (string | Html)[] => [
  one.naam,
  `${one.teller} van ${one.noemer}`,
  one.waarde === undefined ? 'nog niets te tellen' : `${decimal().format(one.waarde)} procent`,
  one.waarde === undefined ? '' : bar(one.waarde, 100),
  leftOut(one.buitenBeschouwing),
];

const daysInWords = (days: number | undefined): string =>
  days === undefined ? 'nog niets te tellen' : `${decimal().format(days)} dagen`;

const waitRow = (one: WachttijdFigures, most: number): readonly (string | Html)[] => [
  one.naam,
  daysInWords(one.mediaan),
  one.mediaan === undefined ? '' : bar(one.mediaan, most),
  daysInWords(one.percentiel90),
  one.percentiel90 === undefined ? '' : bar(one.percentiel90, most),
  String(one.aantal),
  leftOut(one.buitenBeschouwing),
];

/** What each figure means, and where that stands. */
const meanings = (figures: readonly (IndicatorFigures | WachttijdFigures)[]): Html =>
  html`<dl class="utrecht-data-list utrecht-data-list--rows">${figures.map(
    ({ naam, definitie, bron }) =>
      html`<div class="utrecht-data-list__item"><dt class="utrecht-data-list__item-key">${naam}</dt><dd class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">${definitie} (${bron})</dd></div>`,
  )}</dl>`;

/** The figures of a gemeente, each as a bar beside its number. */
export const figuresPage = ({ peildatum, zaken, indicatoren, wachttijden }: Kpis, reader: Reader): Page => {
  const longest = Math.max(0, ...wachttijden.map(({ percentiel90 = 0 }) => percentiel90));
  return {
    title: 'Cijfers',
    path: PATHS.figures,
    reader,
    content: html`${heading(`Cijfers op ${dayInWords(peildatum)}`)}
${paragraph(`Uw gemeente heeft of had ${zaken} ${zaken === 1 ? 'zaak' : 'zaken'}. Een zaak waarvan een dag nog niet vaststaat, telt niet mee: dat staat achter elk cijfer.`)}
<section><h2 class="utrecht-heading-2">Aandelen</h2>
${table(
  'Aandelen en aantallen',
  ['Cijfer', 'Zaken', 'Deel', 'In beeld', 'Telt niet mee'],
  indicatoren.map(indicatorRow),
)}</section>
<section><h2 class="utrecht-heading-2">Wachttijden</h2>
${table(
  'Dagen tussen twee stappen',
  [
    'Van stap naar stap',
    'De helft binnen',
    'In beeld',
    'Negen van de tien binnen',
    'In beeld',
    'Zaken',
    'Telt niet mee',
  ],
  wachttijden.map((one) => waitRow(one, longest)),
)}</section>
<details class="loket-uitleg"><summary>Wat de cijfers betekenen</summary>
${meanings([...indicatoren, ...wachttijden])}</details>`,
  };
};
