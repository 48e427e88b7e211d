import { differenceOf, restOf } from '../../../domain/delivery/books.ts';
import { type Html, html } from '../html.ts';
import { PATHS } from '../paths.ts';
import type { BooksView } from '../views/operations.ts';
import { momentInWords } from '../words/dates.ts';
import { DIFFERENCE_WORDS } from '../words/operations.ts';
import { type PartnerNames, partnerName } from '../words/states.ts';
import { heading, notice, type Page, paragraph, type Reader } from './layout.ts';
import { table } from './table.ts';

/** The books of the hub: what came in and what it had to tell, and what became of either. */

/** What does not add up is named, up to a number that a person looks through. */
const NAMED = 100;

type Balans = BooksView['balans'];

const named = (
  rows: readonly (readonly string[])[],
  caption: string,
  columns: readonly string[],
): Html => html`
${table(caption, columns, rows.slice(0, NAMED))}
${rows.length > NAMED ? paragraph(`Dit zijn de eerste ${NAMED} van ${rows.length}.`) : undefined}`;

const accepted = ({ ontvangsten, aangenomen, verdwenen }: Balans): Html => {
  const { verwerkt, wacht, quarantaine, ontvangen } = ontvangsten;
  return table(
    'Wat er binnenkwam',
    ['Stand', 'Aantal'],
    [
      ['Verwerkt', String(verwerkt)],
      ['Wacht', String(wacht)],
      ['In quarantaine', String(quarantaine)],
      ['Nog te verwerken', String(ontvangen)],
      ['Samen aangenomen', String(verwerkt + wacht + quarantaine + ontvangen)],
      ['In 35 dagen aangenomen, apart geteld', String(aangenomen)],
      ['Daarvan verdwenen', String(verdwenen.length)],
    ],
  );
};

const told = ({ post }: Balans, names: PartnerNames): Html => {
  const partners = Object.entries(post).toSorted(([one], [other]) => (one < other ? -1 : 1));
  if (partners.length === 0) return paragraph('Er zijn nog geen berichten aan partners.');
  return table(
    'Berichten aan partners',
    ['Partner', 'Gemaakt', 'Ligt klaar', 'Bezorgd', 'Gezien', 'Staat stil', 'Vervallen', 'Verschil'],
    partners.map(([kanaal, balans]) => [
      partnerName(names, kanaal),
      ...[
        balans.geproduceerd,
        balans.klaargezet,
        balans.bezorgd,
        balans.bevestigd,
        balans.geparkeerd,
        balans.vervallen,
        restOf(balans),
      ].map(String),
    ]),
  );
};

const missing = ({ verdwenen, verschillen }: Balans): Html => html`
${
  verdwenen.length === 0
    ? undefined
    : named(
        verdwenen.map(({ ontvangstId, organisatie, aangenomenOp }) => [
          ontvangstId,
          organisatie,
          momentInWords(aangenomenOp),
        ]),
        'Aangenomen berichten die weg zijn',
        ['Ontvangst', 'Van', 'Aangenomen op'],
      )
}
${
  verschillen.length === 0
    ? undefined
    : named(
        verschillen.map(({ soort, zaakId, partner = '', volgnummer, berichtId, ontvangstId }) => [
          DIFFERENCE_WORDS[soort],
          zaakId,
          partner,
          String(volgnummer ?? ''),
          berichtId ?? ontvangstId ?? '',
        ]),
        'Wat niet klopt',
        ['Wat', 'Zaak', 'Partner', 'Volgnummer', 'Bericht of ontvangst'],
      )
}`;

const verdict = ({ balans, isWhole }: BooksView): Html => {
  const count = differenceOf(balans);
  if (count > 0)
    return notice(
      'error',
      paragraph(`De boeken kloppen niet: ${count} ${count === 1 ? 'verschil' : 'verschillen'}.`),
    );
  return isWhole
    ? notice('ok', paragraph('De boeken kloppen: er is niets weg, en niets te veel.'))
    : notice('info', paragraph('Tot zover kloppen de boeken.'));
};

/** The books of the hub, for who operates it: what was accepted and sent, and where that does not fit. */
export const booksPage = (view: BooksView, names: PartnerNames, reader: Reader): Page => {
  const { balans, isWhole } = view;
  return {
    title: 'Boeken',
    path: PATHS.books,
    reader,
    content: html`${heading('De boeken van de hub')}
${verdict(view)}
${isWhole ? undefined : paragraph('Er is te veel om hier helemaal te tellen. Het opdrachtprogramma (hub balans) telt alles.')}
${paragraph(`Geteld over ${balans.zaken} ${balans.zaken === 1 ? 'zaak' : 'zaken'}. Bij ${balans.nogTeVersturen} wijzigingen moeten de berichten nog gemaakt worden.`)}
${missing(balans)}
<section><h2 class="utrecht-heading-2">Binnengekomen</h2>
${accepted(balans)}</section>
<section><h2 class="utrecht-heading-2">Verstuurd</h2>
${told(balans, names)}</section>`,
  };
};
