import type { Tijdlijn, TijdlijnGebeurtenis, Zaak } from '../../../contracts/api.ts';
import { titleOf } from '../../../contracts/hub-type.ts';
import type { Intake } from '../../../contracts/intake.ts';
import { isObject } from '../../../contracts/is-object.ts';
import { Reply, ReplyReason } from '../../../contracts/replies.ts';
import type { Termijnen } from '../../../contracts/termijnen.ts';
import { durationInWords } from '../../../domain/termijnen/calendar.ts';
import { type Html, html } from '../html.ts';
import { NEEDED } from '../needed.ts';
import { correctionPath, PATHS, reportPath } from '../paths.ts';
import { dayInWords, momentInWords } from '../words/dates.ts';
import { type Line, labelOf, linesOf, nameOf } from '../words/fields.ts';
import { reasonInWords, replyInWords, saidInWords } from '../words/replies.ts';
import {
  type PartnerNames,
  partnerName,
  personInWords,
  shortId,
  sourceInWords,
  stateInWords,
  termijnInWords,
} from '../words/states.ts';
import { intakeSection } from './intake.ts';
import { heading, linkList, mayOpen, type Page, paragraph, type Reader } from './layout.ts';
import { table } from './table.ts';

/** One zaak: who it is about, what must be done by when and why, what happened, and who was told. */

export interface ZaakContent {
  readonly zaak: Zaak;
  readonly tijdlijn: Tijdlijn;
  readonly termijnen: Termijnen;
  readonly intake: Intake;
  /** The zaak is with the gemeente that reads it: one that it left may still read what was told before. */
  readonly isOwn: boolean;
  /** The names of those on the list of the gemeente, by their id. */
  readonly people: ReadonlyMap<string, string>;
}

/** Names and what they stand for, below each other. */
export const dataList = (lines: readonly Line[]): Html =>
  html`<dl class="utrecht-data-list utrecht-data-list--rows">${lines.map(
    ({ label, text }) =>
      html`<div class="utrecht-data-list__item"><dt class="utrecht-data-list__item-key">${label}</dt><dd class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">${text}</dd></div>`,
  )}</dl>`;

const persoonOf = ({ gegevens }: Zaak): Readonly<Record<string, unknown>> => {
  const persoon = gegevens['persoon'];
  return isObject(persoon) ? persoon : {};
};

/** What is known of a zaak beside its person; the terms have a place of their own. */
const restOf = ({ gegevens }: Zaak): readonly Line[] => {
  const { persoon: _persoon, termijnen: _termijnen, ...rest } = gegevens;
  return linesOf(rest);
};

const isSaid = (text: string): boolean => text !== '';

/** A message to a partner on the timeline names its partner. */
const toldTo = ({ gegevens }: TijdlijnGebeurtenis): string | undefined =>
  typeof gegevens['partner'] === 'string' && typeof gegevens['volgnummer'] === 'number'
    ? gegevens['partner'].split('/').at(-1)
    : undefined;

const told = (
  gebeurtenissen: Tijdlijn['gebeurtenissen'],
  names: PartnerNames,
  people: ZaakContent['people'],
): readonly (readonly string[])[] =>
  gebeurtenissen.flatMap((gebeurtenis) => {
    const partner = toldTo(gebeurtenis);
    if (partner === undefined) return [];
    const { velden, staat, antwoord, bevestigdDoor } = gebeurtenis.gegevens;
    const reply = Reply.safeParse(antwoord);
    return [
      [
        partnerName(names, partner),
        titleOf(gebeurtenis.naam),
        momentInWords(gebeurtenis.tijdstip),
        Array.isArray(velden) ? velden.map((field) => labelOf(String(field)).toLowerCase()).join(', ') : '',
        [
          [stateInWords(String(staat ?? '')), personInWords(bevestigdDoor, people)]
            .filter(isSaid)
            .join(' door '),
          ...(reply.success ? [replyInWords(reply.data)] : []),
        ].join('; '),
      ],
    ];
  });

/** What a partner said of a message names its partner, and the message. */
const saidOf = ({ naam, gegevens }: TijdlijnGebeurtenis, names: PartnerNames) => {
  const { partner, bericht, reden } = gegevens;
  if (typeof partner !== 'string' || typeof bericht !== 'string') return undefined;
  const reason = ReplyReason.safeParse(reden);
  const who = partnerName(names, partner.split('/').at(-1) ?? partner);
  return {
    title: saidInWords(naam, who),
    lines: [
      { label: 'Bericht', text: titleOf(bericht) },
      ...(reason.success ? [{ label: 'Waarom', text: reasonInWords(reason.data) }] : []),
    ],
  };
};

const happened = (
  gebeurtenissen: Tijdlijn['gebeurtenissen'],
  names: PartnerNames,
  people: ZaakContent['people'],
): readonly Html[] =>
  gebeurtenissen
    .filter((gebeurtenis) => toldTo(gebeurtenis) === undefined)
    .map((gebeurtenis) => {
      const { naam, tijdstip, bron, gegevens } = gebeurtenis;
      const { title, lines } = saidOf(gebeurtenis, names) ?? {
        title: titleOf(naam),
        lines: linesOf(gegevens),
      };
      return html`<li class="loket-stap"><h3 class="utrecht-heading-3">${title}</h3>
<p class="utrecht-paragraph">${[momentInWords(tijdstip), `volgens ${sourceInWords(bron)}`, personInWords(gegevens['medewerker'], people)].filter(isSaid).join(', ')}</p>
${dataList(lines)}</li>`;
    });

const terms = ({ termijnen }: Termijnen): readonly (readonly string[])[] =>
  termijnen.map(({ naam, startdatum, duur, einddatum, stand, gehaaldOp, onzekerDoor, uitleg }) => [
    naam,
    `${dayInWords(startdatum)} (${durationInWords(duur)})`,
    dayInWords(einddatum),
    `${termijnInWords(stand)}${gehaaldOp === undefined ? '' : `, op ${dayInWords(gehaaldOp)}`}`,
    [uitleg.regel, ...(onzekerDoor === undefined ? [] : [`Staat nog niet vast: ${onzekerDoor}`])].join('. '),
  ]);

/** Where facts are put right and messages sent again, as far as this reader may do either. */
const correctionLink = (zaakId: string, isOwn: boolean, reader: Reader) => {
  const texts = [
    ...(isOwn && mayOpen(reader, NEEDED.report) ? ['rechtzetten'] : []),
    ...(mayOpen(reader, NEEDED.door) ? ['opnieuw sturen'] : []),
  ];
  return texts.length === 0 ? [] : [{ address: correctionPath(zaakId), text: `Iets ${texts.join(' of ')}` }];
};

/** A zaak as its gemeente reads it: terms, household, who was told what, and the timeline as a story. */
export const zaakPage = (
  { zaak, isOwn, tijdlijn, termijnen, intake, people }: ZaakContent,
  names: PartnerNames,
  reader: Reader,
  done?: Html,
): Page => {
  const persoon = persoonOf(zaak);
  const name = nameOf(persoon['naam']);
  const informed = told(tijdlijn.gebeurtenissen, names, people);
  return {
    // The title stands in the history of the browser, so it names nobody.
    title: `Zaak ${shortId(zaak.zaakId)}`,
    path: PATHS.zaken,
    reader,
    content: html`${heading(name ?? `Zaak ${shortId(zaak.zaakId)}`)}
${done}
${paragraph(`Zaak ${shortId(zaak.zaakId)}, ${zaak.status}.`)}
${linkList([
  { address: PATHS.day, text: 'Terug naar vandaag' },
  ...(isOwn && mayOpen(reader, NEEDED.report)
    ? [{ address: reportPath(zaak.zaakId), text: 'Iets melden bij deze zaak' }]
    : []),
  ...correctionLink(zaak.zaakId, isOwn, reader),
])}
<section><h2 class="utrecht-heading-2">Wat moet wanneer</h2>
${
  termijnen.termijnen.length === 0
    ? paragraph('Er loopt geen termijn.')
    : table(
        'Termijnen van deze zaak',
        ['Wat', 'Vanaf', 'Uiterlijk', 'Stand', 'Waarom deze dag'],
        terms(termijnen),
      )
}</section>
${intakeSection(intake, names)}
<section><h2 class="utrecht-heading-2">Wie weet wat</h2>
${
  informed.length === 0
    ? paragraph('Nog geen partner heeft een bericht.')
    : table('Berichten aan partners', ['Partner', 'Bericht', 'Wanneer', 'Wat erin staat', 'Stand'], informed)
}</section>
<section><h2 class="utrecht-heading-2">Wat er gebeurde</h2>
<ol class="loket-stappen" role="list">${happened(tijdlijn.gebeurtenissen, names, people)}</ol></section>
<section><h2 class="utrecht-heading-2">Over deze persoon</h2>
${dataList([...linesOf(persoon), ...restOf(zaak)])}</section>`,
  };
};
