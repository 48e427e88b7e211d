import { type Html, html } from '../html.ts';
import { PATHS, receiptsPath } from '../paths.ts';
import type { AbonnementHealth, DeadCount, OperationsView, ReceiptsView } from '../views/operations.ts';
import { momentInWords } from '../words/dates.ts';
import { ABONNEMENT_WORDS, healthInWords, ONTVANGST_CHOICES, ONTVANGST_WORDS } from '../words/operations.ts';
import { type PartnerNames, partnerName } from '../words/states.ts';
import { doneIn, type Query } from './done.ts';
import { csrfField, heading, link, linkList, notice, type Page, paragraph, type Reader } from './layout.ts';
import { table } from './table.ts';

/** What goes on in the hub, for who operates it: counts, ids and reasons. Nothing here names a person. */

const section = (title: string, content: Html): Html =>
  html`<section><h2 class="utrecht-heading-2">${title}</h2>
${content}</section>`;

const onItsWay = ({ openstaand }: OperationsView): Html =>
  table(
    'Onderweg',
    ['Wat', 'Aantal'],
    [
      ...ONTVANGST_CHOICES.map((status) => [
        link(receiptsPath({ status }), ONTVANGST_WORDS[status]),
        String(openstaand[status]),
      ]),
      ['Wijzigingen met nog te maken berichten', String(openstaand.nogTeVersturen)],
      [
        'Zaken waarvan een partner op een gegeven wacht',
        String(Object.values(openstaand.wachtOpGegevens).reduce((total, { aantal }) => total + aantal, 0)),
      ],
    ],
  );

/** What is said of the partners that are not named. */
const othersInWords = (count: number): string | undefined => {
  if (count === 0) return undefined;
  return count === 1 ? 'De andere partner heeft alles.' : `De andere ${count} partners hebben alles.`;
};

/** Partners for whom nothing lies ready and nothing stands still are counted, and not named. */
const post = ({ openstaand }: OperationsView, names: PartnerNames): Html => {
  const all = Object.entries(openstaand.post);
  const busy = all.filter(([, { klaargezet, geparkeerd }]) => klaargezet + geparkeerd > 0);
  if (busy.length === 0) return paragraph('Elke partner heeft al zijn berichten.');
  const others = othersInWords(all.length - busy.length);
  return html`${table(
    'Berichten die een partner nog niet heeft',
    ['Partner', 'Ligt klaar', 'Staat stil'],
    busy.map(([kanaal, { klaargezet, geparkeerd }]) => [
      partnerName(names, kanaal),
      String(klaargezet),
      String(geparkeerd),
    ]),
  )}
${others === undefined ? undefined : paragraph(others)}`;
};

const deadLetters = (found: readonly DeadCount[], names: PartnerNames): Html => html`
${
  found.length === 0
    ? paragraph('Er zijn geen dode brieven.')
    : table(
        'Dode brieven per wachtrij',
        ['Wachtrij', 'Aantal', 'Sinds', 'Zet ze terug met'],
        found.map(({ place, aantal, sinds }) => [
          place.includes('/') ? partnerName(names, place) : place,
          String(aantal),
          momentInWords(sinds),
          html`<code>hub redrive ${place}</code>`,
        ]),
      )
}
${paragraph('De bewaking telt ze elke vijf minuten, die van partners elk uur. Terugzetten kan niet op deze bladzijde: het opdrachtprogramma (hub redrive) doet dat met de rechten van een beheerder bij AWS.')}`;

/** Whose machine it is; the rest of an address may hold a secret of its partner. */
const hostOf = (sink: string): string => (URL.canParse(sink) ? new URL(sink).host : '');

const subscriptionRow = (
  { kanaal, abonnement, health }: AbonnementHealth,
  names: PartnerNames,
): readonly string[] => [
  partnerName(names, kanaal),
  hostOf(abonnement.sink),
  ABONNEMENT_WORDS[abonnement.status],
  healthInWords(health, abonnement.rustTot),
];

const subscriptionTable = (all: readonly AbonnementHealth[], names: PartnerNames): Html =>
  all.length === 0
    ? paragraph('Geen partner krijgt zijn berichten met een programma (webhook).')
    : table(
        'Abonnementen',
        ['Partner', 'Ontvanger', 'Stand', 'Hoe het gaat'],
        all.map((one) => subscriptionRow(one, names)),
      );

/** What is on its way and what stands still, for who operates the hub: no name of anybody. */
export const operationsPage = (view: OperationsView, names: PartnerNames, reader: Reader): Page => ({
  title: 'Beheer',
  path: PATHS.operations,
  reader,
  content: html`${heading('Beheer')}
${section('Onderweg', onItsWay(view))}
${section('Dode brieven', deadLetters(view.deadLetters, names))}
${section('Partners', post(view, names))}
${section('Abonnementen', subscriptionTable(view.subscriptions, names))}`,
});

const DONE = {
  heropgenomen: 'Dit bericht wordt opnieuw verwerkt. Over een minuut ziet u hier of dat lukte.',
  'al-verwerkt': 'Dit bericht was al verwerkt. Er hoefde niets te gebeuren.',
  'stand-laat-niet-toe':
    'Dit bericht past niet meer bij het contract van nu. Het blijft in quarantaine. Vraag de afzender het opnieuw te sturen.',
} as const;

/** What the address says that was just done with a receipt. */
export const receiptsDoneOf = (query: Query): Html | undefined => {
  const done = doneIn(DONE, query);
  return done && notice(done === 'heropgenomen' ? 'ok' : 'info', paragraph(DONE[done]));
};

/** The receipts of a status. One form for all of them: the button that is pressed says which. */
export const receiptsPage = (
  { status, ontvangsten, na }: ReceiptsView,
  reader: Reader,
  done: Html | undefined,
): Page => ({
  title: 'Ontvangsten',
  path: PATHS.receipts,
  reader,
  content: html`${heading('Ontvangsten')}
${done}
${linkList(
  ONTVANGST_CHOICES.map((one) => ({
    address: receiptsPath({ status: one }),
    text: ONTVANGST_WORDS[one],
    isCurrent: one === status,
  })),
)}
${section(
  ONTVANGST_WORDS[status],
  ontvangsten.length === 0
    ? paragraph('Hier staat nu niets.')
    : html`<form method="post" action="${PATHS.takeUp}">${csrfField(reader)}
<input type="hidden" name="status" value="${status}">
${table(
  ONTVANGST_WORDS[status],
  ['Ontvangst', 'Bericht', 'Van', 'Sinds', 'Waarom', 'Opnieuw'],
  ontvangsten.map(({ ontvangstId, type, organisatie, sinds, reden = '' }) => [
    ontvangstId,
    type,
    organisatie,
    momentInWords(sinds),
    reden,
    html`<button class="utrecht-button utrecht-button--secondary-action" type="submit" name="ontvangst" value="${ontvangstId}" aria-label="Verwerk opnieuw: ${ontvangstId}">Verwerk opnieuw</button>`,
  ]),
)}</form>`,
)}
${na === undefined ? undefined : paragraph(link(receiptsPath({ status, na }), 'Volgende bladzijde'))}`,
});
