import { type Html, html } from '../html.ts';
import { NEEDED } from '../needed.ts';
import { declinePath, PATHS, reportPath, seenPath, takeUpPath } from '../paths.ts';
import type { Card } from '../words/cards.ts';
import { momentInWords } from '../words/dates.ts';
import { REASON_CHOICES, replyInWords } from '../words/replies.ts';
import { doneIn, type Query } from './done.ts';
import { csrfField, heading, link, mayOpen, notice, type Page, paragraph, type Reader } from './layout.ts';
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

/** What the partner does with what a message asks: it takes it up, or it cannot. Either can be said anew. */
const replyForms = ({ id, reply }: Card, reader: Reader): Html => html`${
  reply?.antwoord === 'opgepakt'
    ? undefined
    : html`
<form method="post" action="${takeUpPath(id)}">${csrfField(reader)}
<button class="utrecht-button utrecht-button--secondary-action" type="submit" aria-describedby="kaart-${id}">Opgepakt</button></form>`
}
<form method="post" action="${declinePath(id)}">${csrfField(reader)}
<label class="utrecht-form-label" for="reden-${id}">Waarom lukt het niet?</label>
<select class="loket-keuze" id="reden-${id}" name="reden" required><option value="">Kies</option>${REASON_CHOICES.map(
  ([value, text]) => html`<option value="${value}">${text}</option>`,
)}</select>
<button class="utrecht-button utrecht-button--secondary-action" type="submit" aria-describedby="kaart-${id}">Lukt niet</button></form>`;

const seenForm = (id: string, reader: Reader): Html => html`
<form method="post" action="${seenPath(id)}">${csrfField(reader)}
<button class="utrecht-button utrecht-button--primary-action" type="submit" aria-describedby="kaart-${id}">Gezien</button></form>`;

/** A message as a card, with the buttons of what its partner can do with it. */
export const messageCard = (
  card: Card,
  { mayReport, isReady }: { readonly mayReport: boolean; readonly isReady: boolean },
  reader: Reader,
): Html => {
  const { id, zaakId, title, since, advice, lines, asks, reply } = card;
  return html`
<article class="utrecht-article loket-kaart" aria-labelledby="kaart-${id}">
<h2 class="utrecht-heading-2" id="kaart-${id}">${title}</h2>
<p class="utrecht-paragraph">Klaargezet op ${momentInWords(since)}</p>
${reply === undefined ? undefined : paragraph(`U zei: ${replyInWords(reply)}`)}
${advice === undefined ? undefined : paragraph(advice)}
${dataList(lines)}
<div class="loket-knoppen">${isReady ? seenForm(id, reader) : undefined}${asks ? replyForms(card, reader) : undefined}</div>
${zaakId === undefined || !mayReport ? undefined : html`<p class="utrecht-paragraph">${link(reportPath(zaakId), html`Iets melden over ${title}`)}</p>`}
</article>`;
};

const counted = (cards: readonly Card[]): string =>
  cards.length === 1
    ? 'Er ligt 1 bericht voor u klaar.'
    : `Er liggen ${cards.length} berichten voor u klaar.`;

export interface Inbox {
  readonly cards: readonly Card[];
  /** Of which the partner said what it does with them, the newest first. */
  readonly answered: readonly Card[];
  /** The reader may report something of whom a card is about. */
  readonly mayReport: boolean;
  /** A mail can tell the reader that there is something new. */
  readonly mayBeMailed: boolean;
  /** There is more than is shown: it comes when these were seen. */
  readonly more: boolean;
  /** What was just done here. */
  readonly done?: Done | undefined;
}

const DONE = {
  gezien: 'De gemeente ziet nu dat u dit bericht heeft gezien.',
  opgepakt: 'De gemeente ziet nu dat u dit oppakt.',
  'lukt-niet':
    'De gemeente ziet nu dat dit niet lukt, en waarom. Verandert er iets? Kies dan hieronder opnieuw.',
  gemeld: 'Uw melding is aangenomen.',
  hier: 'U leest uw berichten nu hier. Wat u al eerder kreeg, komt erbij. Laad de bladzijde over een minuut opnieuw.',
  opnieuw: 'U krijgt alles nog een keer. Laad de bladzijde over een minuut opnieuw.',
} as const;
type Done = keyof typeof DONE;

/** What the address says that was just done. */
export const doneOf = (query: Query): Done | undefined => doneIn(DONE, query);

/** The messages of a partner as cards, seven at a time. */
export const inboxPage = (
  { cards, answered, mayReport, mayBeMailed, more, done }: Inbox,
  reader: Reader,
): Page => ({
  title: 'Berichten',
  path: PATHS.inbox,
  reader,
  content: html`${heading('Uw berichten')}
${done === undefined ? undefined : notice('ok', paragraph(DONE[done]))}
${paragraph(
  cards.length === 0
    ? 'Er ligt niets voor u klaar.'
    : `${counted(cards)} Doet u wat erin staat? Klik dan op Opgepakt. Kunt u het niet doen? Kies waarom, en klik op Lukt niet. Wilt u alleen zeggen dat u het heeft gelezen? Klik dan op Gezien. Daarna gaat het van deze lijst.`,
)}
${cards.map((card) => messageCard(card, { mayReport, isReady: true }, reader))}
${more ? paragraph('Er ligt nog meer klaar. Dat ziet u als u deze berichten heeft gezien.') : undefined}
${
  answered.length === 0
    ? undefined
    : html`<section><h2 class="utrecht-heading-2">Wat u het laatst heeft gezegd</h2>
${paragraph('Wordt het anders? Dan kunt u hier opnieuw kiezen. De gemeente ziet dan wat u nu kiest, en ook wat u eerder zei.')}
${answered.map((card) => messageCard(card, { mayReport, isReady: false }, reader))}
${paragraph(link(PATHS.replies, 'Alles wat u heeft gezegd'))}</section>`
}
${
  mayBeMailed
    ? html`<section><h2 class="utrecht-heading-2">Een mail bij een nieuw bericht</h2>
${paragraph('U hoeft niet steeds te kijken: u kunt een mail krijgen als er iets nieuws ligt. ', link(PATHS.mail, 'Kies wanneer u een mail krijgt'))}</section>`
    : undefined
}
${
  mayOpen(reader, NEEDED.door)
    ? html`<section><h2 class="utrecht-heading-2">Mist u een bericht?</h2>
${paragraph('Dan kunt u alles nog een keer krijgen. Berichten die u al heeft gezien of waarover u iets heeft gezegd, komen dan ook terug.')}
${actionForm(PATHS.sendAgain, 'Stuur alles nog een keer', 'secondary', reader)}</section>`
    : undefined
}`,
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
${
  mayOpen(reader, NEEDED.door)
    ? actionForm(PATHS.readOnPage, 'Lees mijn berichten hier', 'primary', reader)
    : paragraph(
        'U mag dit zelf niet kiezen. Vraag het degene die bij u over de computers gaat, of de gemeente.',
      )
}`,
});
