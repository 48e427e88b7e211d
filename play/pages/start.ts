import { html } from '../../functions/loket/html.ts';
import { heading, link, notice, type Page, paragraph } from '../../functions/loket/pages/layout.ts';
import { dayInWords } from '../../functions/loket/words/dates.ts';
import { shortId } from '../../functions/loket/words/states.ts';
import type { GemeenteChoice, StartView } from '../views.ts';
import { SOURCE_CHOICES } from '../words.ts';
import { button, clockSection, field, optionList, PLAY_PATHS, playPage, playZaakPath } from './parts.ts';

/** The page on which somebody lets COA, DUO or the BRP tell something, and chooses a zaak to look at. */
export const playStartPage = (
  { clock, gemeente, zaken, more }: StartView,
  gemeenten: readonly GemeenteChoice[],
  done: boolean,
): Page => {
  const choices = gemeenten.map(({ code, naam }) => ({ value: code, text: naam }));
  const chooseGemeente = (id: string) =>
    html`<select class="loket-keuze" id="${id}" name="gemeente" required>${choices.map(
      ({ value, text }) =>
        html`<option value="${value}"${value === gemeente.code ? html` selected` : undefined}>${text}</option>`,
    )}</select>`;
  return playPage({
    title: 'Spelen',
    content: html`${heading('Spelen met de hub')}
${done ? notice('ok', paragraph('Dat is gebeurd.')) : undefined}
${paragraph('Doe hier alsof u COA, DUO of de BRP bent. Kies daarna een zaak, en zie wat elke partner hoort.')}
<section><h2 class="utrecht-heading-2">Laat iets gebeuren met een nieuw huishouden</h2>
<form class="loket-formulier" method="post" action="${PLAY_PATHS.happen}" autocomplete="off">
${field('Wat gebeurt er?', 'wat', optionList('wat', SOURCE_CHOICES))}
${field('Hoeveel volwassenen?', 'volwassenen', html`<input class="utrecht-textbox utrecht-textbox--html-input" id="volwassenen" name="volwassenen" type="number" min="1" max="5" value="1" required>`)}
${field('Hoeveel kinderen?', 'kinderen', html`<input class="utrecht-textbox utrecht-textbox--html-input" id="kinderen" name="kinderen" type="number" min="0" max="10" value="0" required>`)}
${field('Welke gemeente?', 'gemeente', chooseGemeente('gemeente'))}
${paragraph('De hub verzint de mensen. Wat er eerst moet gebeuren, vertelt hij zelf ook.')}
<p class="utrecht-paragraph">${button('Laat dit gebeuren')}</p></form></section>
${clockSection(clock, { gemeente: gemeente.code })}
<section><h2 class="utrecht-heading-2">Zaken van ${gemeente.naam}</h2>
<form class="loket-formulier" method="get" action="${PLAY_PATHS.start}">
${field('Kijk bij een andere gemeente', 'kijk', chooseGemeente('kijk'))}
<p class="utrecht-paragraph">${button('Laat zien', 'secondary')}</p></form>
${
  zaken.length === 0
    ? paragraph('Hier is nog geen zaak.')
    : html`<ul class="utrecht-unordered-list">${zaken.map(
        ({ zaakId, status, eersteTermijn }) =>
          html`<li class="utrecht-unordered-list__item">${link(playZaakPath(gemeente.code, zaakId), `Zaak ${shortId(zaakId)}`)} (${status}${
            eersteTermijn === undefined
              ? undefined
              : `; ${eersteTermijn.naam}: uiterlijk ${dayInWords(eersteTermijn.datum)}`
          })</li>`,
      )}</ul>`
}
${more ? paragraph(`Dit zijn de eerste ${zaken.length}.`) : undefined}</section>`,
  });
};
