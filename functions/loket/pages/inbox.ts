import type { BaseDoor } from '../../../contracts/postvak.ts';
import { type Html, html } from '../html.ts';
import { PATHS, seenPath } from '../paths.ts';
import type { Card } from '../words/cards.ts';
import { momentInWords } from '../words/dates.ts';
import { csrfField, heading, notice, type Page, paragraph, type Reader } from './layout.ts';
import { dataList } from './zaak.ts';

/** What lies ready for a partner, as cards. */

const cardOf = ({ id, title, since, advice, lines }: Card, reader: Reader): Html => html`
<article class="utrecht-article loket-kaart" aria-labelledby="kaart-${id}">
<h2 class="utrecht-heading-2" id="kaart-${id}">${title}</h2>
<p class="utrecht-paragraph">Klaargezet op ${momentInWords(since)}</p>
${advice === undefined ? undefined : paragraph(advice)}
${dataList(lines)}
<form method="post" action="${seenPath(id)}">${csrfField(reader)}
<button class="utrecht-button utrecht-button--primary-action" type="submit" aria-describedby="kaart-${id}">Gezien</button></form>
</article>`;

const counted = (cards: readonly Card[]): string =>
  cards.length === 1
    ? 'Er ligt 1 bericht voor u klaar.'
    : `Er liggen ${cards.length} berichten voor u klaar.`;

export interface Inbox {
  readonly cards: readonly Card[];
  /** There is more than is shown: it comes when these were seen. */
  readonly more: boolean;
  /** A message was just confirmed. */
  readonly isSeen: boolean;
}

export const inboxPage = ({ cards, more, isSeen }: Inbox, reader: Reader): Page => ({
  title: 'Berichten',
  path: PATHS.inbox,
  reader,
  content: html`${heading('Uw berichten')}
${isSeen ? notice('ok', paragraph('De gemeente ziet nu dat u dit bericht heeft gezien.')) : undefined}
${paragraph(
  cards.length === 0
    ? 'Er ligt niets voor u klaar.'
    : `${counted(cards)} Klik op Gezien als u een bericht heeft gelezen. Dan gaat het van deze lijst.`,
)}
${cards.map((card) => cardOf(card, reader))}
${more ? paragraph('Er ligt nog meer klaar. Dat ziet u als u deze berichten heeft gezien.') : undefined}`,
});

const DOORS: Readonly<Record<BaseDoor, string>> = {
  wachtrij: 'een wachtrij',
  ophalen: 'ophalen',
};

/** What a partner sees whose messages go elsewhere. */
export const otherDoorPage = (
  door: { readonly base: BaseDoor; readonly webhook: boolean },
  reader: Reader,
): Page => ({
  title: 'Berichten',
  path: PATHS.inbox,
  reader,
  content: html`${heading('Uw berichten komen ergens anders aan')}
${paragraph(
  door.webhook
    ? 'Een programma van uw organisatie krijgt uw berichten (een webhook). Daarom staan ze niet op deze bladzijde.'
    : `Uw berichten gaan nu naar ${DOORS[door.base]}. Een programma van uw organisatie kan ze daar lezen. Daarom staan ze niet op deze bladzijde.`,
)}
${paragraph(
  'Wilt u uw berichten hier lezen? Vraag degene die bij u over de computers gaat om bij de hub te kiezen voor ophalen (PUT /v1/kanaal). Heeft u zo iemand niet? Bel of mail Team Inburgering.',
)}`,
});
