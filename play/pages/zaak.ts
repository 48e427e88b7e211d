import { titleOf } from '../../contracts/hub-type.ts';
import { type Html, html } from '../../functions/loket/html.ts';
import { heading, link, notice, type Page, paragraph } from '../../functions/loket/pages/layout.ts';
import { table } from '../../functions/loket/pages/table.ts';
import { dayInWords, momentInWords } from '../../functions/loket/words/dates.ts';
import { nameOf } from '../../functions/loket/words/fields.ts';
import { shortId, sourceInWords, stateInWords, termijnInWords } from '../../functions/loket/words/states.ts';
import type { PartnerLine, ZaakView } from '../views.ts';
import { routemapChoices } from '../words.ts';
import { button, clockSection, field, optionList, PLAY_PATHS, playPage, playZaakPath } from './parts.ts';

const partnerRow = ({ naam, count, fresh, last }: PartnerLine): readonly string[] => [
  naam,
  String(count),
  fresh === 0 ? '' : `${fresh} nieuw`,
  last?.title ?? 'nog niets',
  last === undefined ? '' : stateInWords(last.staat),
];

const personOf = ({ zaak }: ZaakView): string | undefined => {
  const { persoon } = zaak.gegevens;
  return typeof persoon === 'object' && persoon !== null && 'naam' in persoon
    ? nameOf(persoon.naam)
    : undefined;
};

/** What was just done, and which zaken of the same household there are. */
export interface PlayDone {
  readonly done: boolean;
  readonly others: readonly string[];
}

const othersOf = (gemeente: string, others: readonly string[]): Html | undefined =>
  others.length === 0
    ? undefined
    : paragraph(
        'Ook van dit huishouden: ',
        html`${others.map((id) => html`${link(playZaakPath(gemeente, id), `Zaak ${shortId(id)}`)} `)}`,
      );

/** A zaak as somebody who plays looks at it: what partners got, what runs, and what can happen next. */
export const playZaakPage = (view: ZaakView, { done, others }: PlayDone): Page => {
  const { zaakId, gemeente, clock, zaak, partners, termijnen, latest } = view;
  return playPage({
    title: `Spelen met zaak ${shortId(zaakId)}`,
    content: html`${heading(personOf(view) ?? `Zaak ${shortId(zaakId)}`)}
${done ? notice('ok', paragraph('Dat is gebeurd. Bij de partners staat wat er nieuw is.')) : undefined}
${paragraph(`Zaak ${shortId(zaakId)} van ${gemeente.naam}, ${zaak.status}. `, link(`${PLAY_PATHS.start}?gemeente=${gemeente.code}`, 'Terug naar alle zaken'))}
${othersOf(gemeente.code, others)}
<section><h2 class="utrecht-heading-2">Wat de partners kregen</h2>
${table('Berichten aan partners', ['Partner', 'Berichten', 'Nieuw', 'Laatste bericht', 'Stand'], partners.map(partnerRow))}</section>
<section><h2 class="utrecht-heading-2">Laat iets gebeuren in deze zaak</h2>
<form class="loket-formulier" method="post" action="${playZaakPath(gemeente.code, zaakId)}" autocomplete="off">
${field('Wat gebeurt er?', 'wat', optionList('wat', routemapChoices()))}
<p class="utrecht-paragraph">${button('Laat dit gebeuren')}</p></form></section>
${clockSection(clock, { gemeente: gemeente.code, zaak: zaakId })}
<section><h2 class="utrecht-heading-2">Wat moet wanneer</h2>
${
  termijnen.length === 0
    ? paragraph('Er loopt geen termijn.')
    : table(
        'Termijnen van deze zaak',
        ['Wat', 'Uiterlijk', 'Stand'],
        termijnen.map(({ naam, einddatum, stand }) => [naam, dayInWords(einddatum), termijnInWords(stand)]),
      )
}</section>
<section><h2 class="utrecht-heading-2">Wat er het laatst gebeurde</h2>
<ul class="utrecht-unordered-list">${latest.map(
      ({ naam, tijdstip, bron }) =>
        html`<li class="utrecht-unordered-list__item">${titleOf(naam)}, ${momentInWords(tijdstip)}, volgens ${sourceInWords(bron)}</li>`,
    )}</ul></section>`,
  });
};
