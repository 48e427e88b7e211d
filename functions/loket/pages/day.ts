import type { Dag, Declined } from '../../../contracts/dag.ts';
import { nameOfType, titleOf } from '../../../contracts/hub-type.ts';
import { type Html, html } from '../html.ts';
import { NEEDED } from '../needed.ts';
import { dayPartPath, PATHS, settlePath, zaakPath, zakenPath } from '../paths.ts';
import { dayInWords, momentInWords } from '../words/dates.ts';
import { inWords } from '../words/fields.ts';
import { reasonInWords } from '../words/replies.ts';
import { type PartnerNames, partnerName, shortId, stateInWords } from '../words/states.ts';
import type { ZakenChoice } from '../words/zaken.ts';
import { doneIn, type Query } from './done.ts';
import { csrfField, heading, link, mayOpen, notice, type Page, paragraph, type Reader } from './layout.ts';
import { table } from './table.ts';
import { pipLink } from './zaken-list.ts';

/** The day list of a gemeente: what presses first, and what there is nothing of in one sentence. */

/** A part of the day list: how many there are, and those that are shown. */
interface Part<One> {
  readonly aantal: number;
  readonly meer?: true | undefined;
  readonly lijst: readonly One[];
}

interface Section {
  readonly title: string;
  readonly count: number;
  readonly more: boolean;
  /** How many the list holds. */
  readonly held: number;
  /** The first of them. */
  readonly content: (most: number) => Html;
  /** Where the others are, of a part of which there are more than the list holds. */
  readonly rest?: Html;
}

/** So many of each part stand on the page, which stays small when there is much in all of them. */
const SHOWN = 8;

const zaakLink = (zaakId: string): Html => link(zaakPath(zaakId), `Zaak ${shortId(zaakId)}`);

/** A part as a table under its title, with a row for each that is shown. */
const inTable = <One>(
  title: string,
  { aantal, meer, lijst }: Part<One>,
  head: readonly string[],
  rowOf: (one: One) => readonly (string | Html)[],
): Section => ({
  title,
  count: aantal,
  more: meer === true,
  held: lijst.length,
  content: (most) => table(title, head, lijst.slice(0, most).map(rowOf)),
});

/** What was agreed with whom, and where, as far as that was reported. */
const appointments = (title: string, part: Dag['afspraken']): Section =>
  inTable(
    title,
    part,
    ['Zaak', 'Wat', 'Hoe laat', 'Waar', 'Tolk'],
    ({ zaakId, gebeurtenis, met, onderdeel, tijd, plaats, tolk }) => [
      zaakLink(zaakId),
      [
        titleOf(gebeurtenis),
        ...[met, onderdeel].flatMap((name) => (name === undefined ? [] : [inWords(name)])),
      ].join('; '),
      tijd ?? 'de hele dag',
      plaats ?? '',
      tolk === true ? 'ja' : '',
    ],
  );

/** What is to be done yet, and with whom when its name does not say so. */
const awaited = (parts: Dag['vandaag']['lijst'][number]['onderdelen'] = [], names: PartnerNames): string =>
  parts
    .map(({ onderdeel, bij }) =>
      onderdeel === bij ? onderdeel : `${onderdeel} (${partnerName(names, bij)})`,
    )
    .join(', ');

const termijnen = (title: string, part: Dag['vandaag'], names: PartnerNames, kies: ZakenChoice): Section => ({
  rest: link(zakenPath({ kies }), 'Bekijk alle termijnen bij Zaken'),
  ...inTable(
    title,
    part,
    ['Zaak', 'Wat', 'Uiterlijk', 'Soort'],
    ({ zaakId, naam, datum, soort, onderdelen }) => [
      zaakLink(zaakId),
      onderdelen === undefined ? naam : `${naam}. Nog te doen: ${awaited(onderdelen, names)}`,
      dayInWords(datum),
      soort === 'wettelijk' ? 'Termijn van de wet' : 'Afspraak van de gemeente',
    ],
  ),
});

const zaken = (title: string, { aantal, meer, lijst }: Part<string>, kies: ZakenChoice): Section => ({
  title,
  rest: link(zakenPath({ kies }), 'Bekijk ze allemaal bij Zaken'),
  count: aantal,
  more: meer === true,
  held: lijst.length,
  content: (most) =>
    html`<ul class="utrecht-unordered-list">${lijst
      .slice(0, most)
      .map((zaakId) => html`<li class="utrecht-unordered-list__item">${zaakLink(zaakId)}</li>`)}</ul>`,
});

const undelivered = (title: string, part: Dag['nietBezorgd'], names: PartnerNames): Section =>
  inTable(
    title,
    part,
    ['Partner', 'Staat', 'Sinds', 'Waarom'],
    ({ partner, staat, klaargezetOp, stilstand = '' }) => [
      partnerName(names, partner),
      stateInWords(staat),
      momentInWords(klaargezetOp),
      stilstand,
    ],
  );

/** The zaken that somebody looks at to see to it. A household of which nobody lives here any more is named by its own id. */
const aboutZaken = ({ zaken: ids, huishoudenId }: Declined): Html =>
  ids.length > 0 || huishoudenId === undefined
    ? html`${ids.map((zaakId, place) => html`${place === 0 ? undefined : ', '}${zaakLink(zaakId)}`)}`
    : html`Huishouden ${shortId(huishoudenId)}`;

const declined = (title: string, part: Dag['luktNiet'], names: PartnerNames, reader: Reader): Section => ({
  rest: html`Handelt u er een af? Dan komt de volgende erbij.`,
  ...inTable(title, part, ['Partner', 'Over', 'Waarom', 'Sinds', 'Wat u doet'], (one) => {
    const name = partnerName(names, one.partner);
    const reason = reasonInWords(one.reden);
    return [
      name,
      aboutZaken(one),
      reason,
      momentInWords(one.sinds),
      mayOpen(reader, NEEDED.inbox)
        ? html`<form method="post" action="${settlePath(one.berichtId)}">${csrfField(reader)}
<button class="utrecht-button utrecht-button--secondary-action" name="gezien" value="${`${one.partner} ${one.sinds}`}" aria-label="${`Afgehandeld: ${name}, ${reason}`}">Afgehandeld</button></form>`
        : '',
    ];
  }),
});

const own = (title: string, part: Dag['eigenMeldingen']): Section =>
  inTable(title, part, ['Melding', 'Staat', 'Sinds', 'Waarom'], ({ type, status, sinds, reden = '' }) => [
    titleOf(nameOfType(type)),
    status === 'quarantaine' ? 'Kan niet verwerkt worden' : 'Wacht',
    momentInWords(sinds),
    reden,
  ]);

const ending = (title: string, part: Dag['aflopendeOpdrachten'], names: PartnerNames): Section =>
  inTable(title, part, ['Partner', 'Laatste dag', 'Wie volgt op'], ({ partner, einddatum, opvolger }) => [
    partnerName(names, partner),
    dayInWords(einddatum),
    opvolger === undefined ? 'nog niemand' : partnerName(names, opvolger),
  ]);

/** By which the address of a part names it: `te-laat`. */
const nameOfPart = ({ title }: Section): string => title.toLowerCase().replaceAll(' ', '-');

const titleWithCount = ({ title, count, more }: Section): string =>
  `${title}: ${count}${more ? ' of meer' : ''}`;

const section = (part: Section): Html =>
  html`<section><h2 class="utrecht-heading-2">${titleWithCount(part)}</h2>
${
  part.held > SHOWN
    ? html`<p class="utrecht-paragraph">Hieronder staan de eerste ${SHOWN}. ${link(dayPartPath(nameOfPart(part)), `Meer van: ${part.title.toLowerCase()}`)}</p>`
    : undefined
}
${part.content(SHOWN)}</section>`;

const sectionsOf = (dag: Dag, names: PartnerNames, reader: Reader): readonly Section[] => [
  appointments('Afspraken van vandaag', dag.afspraken),
  termijnen('Te laat', dag.teLaat, names, 'te-laat'),
  termijnen('Moet vandaag', dag.vandaag, names, 'twee-weken'),
  termijnen('Moet binnenkort', dag.binnenkort, names, 'twee-weken'),
  zaken('Twee bronnen zeggen iets anders', dag.tegenspraken, 'mens'),
  zaken('Een partner wacht op een gegeven', dag.wachtOpGegevens, 'gegevens'),
  declined('Lukt een partner niet', dag.luktNiet, names, reader),
  undelivered('Bericht niet aangekomen', dag.nietBezorgd, names),
  own('Uw meldingen die blijven liggen', dag.eigenMeldingen),
  zaken('Nieuw sinds gisteren', dag.nieuw, 'nieuw'),
  ending('Opdracht van een partner loopt af', dag.aflopendeOpdrachten, names),
];

const DONE = {
  afgehandeld:
    'Dit is afgehandeld en staat niet meer op de lijst. Op de bladzijde van de zaak blijft het staan.',
  anders:
    'Er is niets afgehandeld: deze partner heeft intussen weer iets gezegd. Kijk bij Lukt een partner niet.',
} as const;
type Done = keyof typeof DONE;

/** What the address says that was just done. */
export const dayDoneOf = (query: Query): Done | undefined => doneIn(DONE, query);

/** What stands above the list: what was just done, and the term of the PIP by which zaken can be listed. */
interface Above {
  readonly done?: Done | undefined;
  readonly pip?: string | undefined;
}

/** The day list of a gemeente: the first of each part, with a link to the whole of it. */
export const dayPage = (dag: Dag, names: PartnerNames, reader: Reader, { done, pip }: Above = {}): Page => {
  const sections = sectionsOf(dag, names, reader);
  const empty = sections.filter(({ count }) => count === 0).map(({ title }) => title.toLowerCase());
  return {
    title: 'Vandaag',
    path: PATHS.day,
    reader,
    content: html`${heading(`Vandaag, ${dayInWords(dag.datum)}`)}
${done === undefined ? undefined : notice(done === 'anders' ? 'info' : 'ok', paragraph(DONE[done]))}
${pip === undefined ? undefined : paragraph(pipLink(pip))}
${sections.filter(({ count }) => count > 0).map(section)}
${empty.length === 0 ? undefined : paragraph(`Niets te doen bij: ${empty.join('; ')}.`)}`,
  };
};

/** One part of the day list, with all that the list holds of it; undefined when there is no such part. */
export const dayPartPage = (
  dag: Dag,
  name: string,
  names: PartnerNames,
  reader: Reader,
): Page | undefined => {
  const part = sectionsOf(dag, names, reader).find((one) => nameOfPart(one) === name);
  if (part === undefined) return undefined;
  return {
    title: part.title,
    path: PATHS.day,
    reader,
    content: html`${heading(titleWithCount(part))}
${paragraph(link(PATHS.day, 'Terug naar vandaag'))}
${part.count > part.held ? paragraph(`Hieronder staan de eerste ${part.held}. `, part.rest ?? '') : undefined}
${part.count === 0 ? paragraph('Hier is nu niets te doen.') : part.content(part.held)}`,
  };
};
