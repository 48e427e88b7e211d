import { type Html, html } from '../html.ts';
import { PATHS, reportPath, seenPath } from '../paths.ts';
import type { Card } from '../words/cards.ts';
import { momentInWords } from '../words/dates.ts';
import { doneIn, type Query } from './done.ts';
import { csrfField, heading, link, notice, type Page, paragraph, type Reader } from './layout.ts';
import { dataList } from './zaak.ts';

/** What lies ready for a partner, as cards. */

/** A button that is a form of its own. */
const actionForm = (
  address: string,
  text: string,
  kind: 'primary' | 'secondary',
  reader: Reader,
): Html => html`
<form method="post" action="${address}">${csrfField(reader)}
<button class="utrecht-button utrecht-button--${kind}-action" type="submit">${text}</button></form>`;

const cardOf = (
  { id, zaakId, title, since, advice, lines }: Card,
  mayReport: boolean,
  reader: Reader,
): Html => html`
<article class="utrecht-article loket-kaart" aria-labelledby="kaart-${id}">
<h2 class="utrecht-heading-2" id="kaart-${id}">${title}</h2>
<p class="utrecht-paragraph">Klaargezet op ${momentInWords(since)}</p>
${advice === undefined ? undefined : paragraph(advice)}
${dataList(lines)}
<form method="post" action="${seenPath(id)}">${csrfField(reader)}
<button class="utrecht-button utrecht-button--primary-action" type="submit" aria-describedby="kaart-${id}">Gezien</button></form>
${zaakId === undefined || !mayReport ? undefined : html`<p class="utrecht-paragraph">${link(reportPath(zaakId), html`Iets melden over ${title}`)}</p>`}
</article>`;

const counted = (cards: readonly Card[]): string =>
  cards.length === 1
    ? 'Er ligt 1 bericht voor u klaar.'
    : `Er liggen ${cards.length} berichten voor u klaar.`;

export interface Inbox {
  readonly cards: readonly Card[];
  /** The reader may report something of whom a card is about. */
  readonly mayReport: boolean;
  /** There is more than is shown: it comes when these were seen. */
  readonly more: boolean;
  /** What was just done here. */
  readonly done?: Done | undefined;
}

const DONE = {
  gezien: 'De gemeente ziet nu dat u dit bericht heeft gezien.',
  hier: 'U leest uw berichten nu hier. Wat u al eerder kreeg, komt erbij. Laad de bladzijde over een minuut opnieuw.',
  opnieuw: 'U krijgt alles nog een keer. Laad de bladzijde over een minuut opnieuw.',
} as const;
type Done = keyof typeof DONE;

/** What the address says that was just done. */
export const doneOf = (query: Query): Done | undefined => doneIn(DONE, query);

export const inboxPage = ({ cards, mayReport, more, done }: Inbox, reader: Reader): Page => ({
  title: 'Berichten',
  path: PATHS.inbox,
  reader,
  content: html`${heading('Uw berichten')}
${done === undefined ? undefined : notice('ok', paragraph(DONE[done]))}
${paragraph(
  cards.length === 0
    ? 'Er ligt niets voor u klaar.'
    : `${counted(cards)} Klik op Gezien als u een bericht heeft gelezen. Dan gaat het van deze lijst.`,
)}
${cards.map((card) => cardOf(card, mayReport, reader))}
${more ? paragraph('Er ligt nog meer klaar. Dat ziet u als u deze berichten heeft gezien.') : undefined}
<section><h2 class="utrecht-heading-2">Mist u een bericht?</h2>
${paragraph('Dan kunt u alles nog een keer krijgen. Berichten die u al heeft gezien, komen dan ook terug.')}
${actionForm(PATHS.sendAgain, 'Stuur alles nog een keer', 'secondary', reader)}</section>`,
});

/** What a partner sees whose messages go elsewhere: from its queue it can have them here. */
export const otherDoorPage = ({ webhook }: { readonly webhook: boolean }, reader: Reader): Page => ({
  title: 'Berichten',
  path: PATHS.inbox,
  reader,
  content: webhook
    ? html`${heading('Uw berichten komen ergens anders aan')}
${paragraph('Een programma van uw organisatie krijgt uw berichten (een webhook). Daarom staan ze niet op deze bladzijde.')}
${paragraph('Wilt u ze hier lezen? Vraag degene die bij u over de computers gaat om de webhook te stoppen.')}`
    : html`${heading('Wilt u uw berichten hier lezen?')}
${paragraph('Uw berichten gaan nu naar een wachtrij. Een programma van uw organisatie kan ze daar lezen.')}
${paragraph('Heeft u zo’n programma niet? Dan leest u ze hier. U krijgt ook de berichten die al in de wachtrij staan.')}
${actionForm(PATHS.readOnPage, 'Lees mijn berichten hier', 'primary', reader)}`,
});
