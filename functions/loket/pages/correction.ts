import type { Fault } from '../../../contracts/faults.ts';
import { titleOf } from '../../../contracts/hub-type.ts';
import { type Html, html } from '../html.ts';
import { NEEDED } from '../needed.ts';
import { correctionPath, PATHS, withdrawPath, zaakAgainPath, zaakPath } from '../paths.ts';
import {
  type Correction,
  type OwnReport,
  type StandingContent,
  type StandingFact,
  type ToldPartner,
  toldKey,
} from '../views/correction.ts';
import { dayInWords, momentInWords } from '../words/dates.ts';
import { linesOf } from '../words/fields.ts';
import { type PartnerNames, partnerName, shortId, sourceInWords } from '../words/states.ts';
import { doneIn, type Query } from './done.ts';
import { csrfField, heading, link, mayOpen, notice, type Page, paragraph, type Reader } from './layout.ts';
import { REPORT_TAKEN } from './report.ts';
import { table } from './table.ts';
import { dataList } from './zaak.ts';

/** Putting right what stands on a zaak, and having it told again. Each is asked once more before it is done. */

const DONE = {
  ingetrokken: 'Uw melding wordt ingetrokken. Over een minuut ziet u dat hieronder.',
  hersteld: 'Dit wordt rechtgezet. Over een minuut ziet u dat hieronder.',
  'al-gedaan': 'Dit telde al niet meer mee. Er hoefde niets te gebeuren.',
  opnieuw: 'Deze partner krijgt de berichten over deze zaak nog een keer.',
  niets:
    'Voor deze partner is hier niets om opnieuw te sturen: alles ligt nog voor haar klaar. Krijgt zij haar berichten met een programma (webhook)? Dan vraagt zij ze zelf opnieuw.',
  bezig: 'Deze partner krijgt al berichten opnieuw. Wacht tot dat klaar is en probeer het dan nog een keer.',
} as const;

const NOTHING_HAPPENED: ReadonlySet<keyof typeof DONE> = new Set(['al-gedaan', 'niets', 'bezig']);

/** What the address says that was just done with a zaak. */
export const zaakDoneOf = (query: Query): Html | undefined => {
  if (query['gedaan'] === 'gemeld') return REPORT_TAKEN.gemeente;
  const done = doneIn(DONE, query);
  if (done === undefined) return undefined;
  return notice(NOTHING_HAPPENED.has(done) ? 'info' : 'ok', paragraph(DONE[done]));
};

const dayOfFact = ({ gegevens: { datum } }: StandingFact): string =>
  typeof datum === 'string' ? dayInWords(datum) : '';

/** By which somebody knows a fact again. */
const factInWords = (fact: StandingFact): string => {
  const day = dayOfFact(fact);
  return [
    titleOf(fact.naam),
    ...(day === '' ? [] : [day]),
    `gemeld op ${momentInWords(fact.tijdstip)} door ${sourceInWords(fact.bron)}`,
  ].join(', ');
};

const back = (zaakId: string): Html => paragraph(link(zaakPath(zaakId), 'Terug naar de zaak'));

/** One form for all of them: the button that is pressed says which. */
const ownSection = ({ zaakId, own }: StandingContent, reader: Reader): Html => html`
<section><h2 class="utrecht-heading-2">Een melding van uw gemeente intrekken</h2>
${
  own.length === 0
    ? paragraph('Uw gemeente heeft hier niets gemeld dat u kunt intrekken.')
    : html`${paragraph('Trek een melding in als het toch niet gebeurd is, of niet doorgaat. Is alleen iets anders geworden? Meld het dan gewoon opnieuw.')}
<form method="post" action="${withdrawPath(zaakId)}">${csrfField(reader)}
${table(
  'Meldingen van uw gemeente',
  ['Melding', 'Dag', 'Gemeld op', 'Intrekken'],
  own.map(({ fact }) => [
    titleOf(fact.naam),
    dayOfFact(fact),
    momentInWords(fact.tijdstip),
    html`<button class="utrecht-button utrecht-button--secondary-action" type="submit" name="feit" value="${fact.feitId}" aria-label="Trek in: ${factInWords(fact)}">Trek in</button>`,
  ]),
)}</form>`
}</section>`;

/** What is wrong with what was filled in, when something is. */
export interface Filled {
  readonly feitIds: readonly string[];
  readonly reden: string;
  readonly wrong: readonly (keyof typeof WRONG)[];
}

const WRONG = {
  feit: 'Kies wat er niet klopt, hoogstens vijftig dingen.',
  reden: 'Schrijf waarom, in hoogstens 300 tekens.',
  partner: 'Kies welke partner de berichten nog een keer krijgt.',
} as const;

const fault = (field: keyof typeof WRONG, { wrong }: Filled): Html | undefined =>
  wrong.includes(field)
    ? html`<p class="utrecht-form-field-description loket-fout" id="${field}-fout">${WRONG[field]}</p>`
    : undefined;

const described = (field: 'feit' | 'reden', { wrong }: Filled): Html => {
  const isWrong = wrong.includes(field);
  return html` aria-describedby="${field}-uitleg${isWrong ? ` ${field}-fout` : ''}"${isWrong ? html` aria-invalid="true"` : undefined}`;
};

const factsSection = ({ zaakId, facts }: StandingContent, filled: Filled, reader: Reader): Html => {
  const chosen = new Set(filled.feitIds);
  return html`
<section><h2 class="utrecht-heading-2">Iets anders klopt niet</h2>
${
  facts.length === 0
    ? paragraph('Er staat hier niets dat u kunt rechtzetten.')
    : html`<form class="loket-formulier" method="post" action="${correctionPath(zaakId)}" autocomplete="off">${csrfField(reader)}
<div class="utrecht-form-field"><fieldset class="loket-keuzes"${described('feit', filled)}><legend class="utrecht-form-label">Wat klopt er niet</legend>
<p class="utrecht-form-field-description" id="feit-uitleg">Wat u kiest, telt daarna niet meer mee. Het blijft wel op de zaak staan.</p>${fault('feit', filled)}${facts.map(
        (fact, place) =>
          html`<p class="utrecht-paragraph"><input type="checkbox" id="feit-${place}" name="feit" value="${fact.feitId}"${chosen.has(fact.feitId) ? html` checked` : undefined}> <label for="feit-${place}">${factInWords(fact)}</label></p>`,
      )}</fieldset></div>
<div class="utrecht-form-field"><label class="utrecht-form-label" for="reden">Waarom</label>
<p class="utrecht-form-field-description" id="reden-uitleg">Alleen uw gemeente ziet dit. Zet er geen namen of nummers in.</p>${fault('reden', filled)}
<input class="utrecht-textbox utrecht-textbox--html-input" id="reden" name="reden" type="text" maxlength="300" required value="${filled.reden}"${described('reden', filled)}></div>
<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--secondary-action" type="submit">Ga verder</button></p></form>`
}</section>`;
};

/** Of a partner that was told of several households, each of these by its own id. */
const toldInWords = (one: ToldPartner, told: readonly ToldPartner[], names: PartnerNames): string => {
  const name = partnerName(names, one.partner);
  const isOneOfSeveral = told.filter(({ partner }) => partner === one.partner).length > 1;
  return isOneOfSeveral ? `${name}, huishouden ${shortId(one.subject)}` : name;
};

const againSection = (
  { zaakId, told }: StandingContent,
  names: PartnerNames,
  filled: Filled,
  reader: Reader,
): Html | undefined => html`
<section><h2 class="utrecht-heading-2">Een partner mist iets</h2>
${
  told.length === 0
    ? paragraph('Nog geen partner heeft een bericht over deze zaak.')
    : html`${paragraph('De partner krijgt nog een keer alles wat zij over deze zaak, of over dit huishouden, kreeg.')}
<form class="loket-formulier" method="post" action="${zaakAgainPath(zaakId)}">${csrfField(reader)}
<div class="utrecht-form-field"><label class="utrecht-form-label" for="partner">Welke partner</label>${fault('partner', filled)}
<select class="loket-keuze" id="partner" name="partner" required${filled.wrong.includes('partner') ? html` aria-invalid="true" aria-describedby="partner-fout"` : undefined}><option value="">Kies een partner</option>${told.map(
        (one) => html`<option value="${toldKey(one)}">${toldInWords(one, told, names)}</option>`,
      )}</select></div>
<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--secondary-action" type="submit">Stuur opnieuw</button></p></form>`
}</section>`;

export const NOT_FILLED: Filled = { feitIds: [], reden: '', wrong: [] };

/** What can be put right of a zaak. Its title names nobody, as that of the zaak. */
export const correctionPage = (
  standing: StandingContent,
  names: PartnerNames,
  reader: Reader,
  filled = NOT_FILLED,
): Page => {
  const title = `Rechtzetten bij zaak ${shortId(standing.zaakId)}`;
  const isWrong = filled.wrong.length > 0;
  return {
    title: isWrong ? `Fout: ${title}` : title,
    path: PATHS.zaken,
    reader,
    content: html`${heading(title)}
${back(standing.zaakId)}
${isWrong ? notice('error', ...filled.wrong.map((field) => paragraph(WRONG[field]))) : undefined}
${standing.isOwn && mayOpen(reader, NEEDED.report) ? html`${ownSection(standing, reader)}${factsSection(standing, filled, reader)}` : undefined}
${mayOpen(reader, NEEDED.door) ? againSection(standing, names, filled, reader) : undefined}`,
  };
};

const askOnce = (title: string, zaakId: string, content: Html, reader: Reader): Page => ({
  title,
  path: PATHS.zaken,
  reader,
  content: html`${heading(title)}
${content}
${paragraph(link(correctionPath(zaakId), 'Nee, ga terug'))}`,
});

/** Whether a report is to be taken back. The id of the message that does so is made when this is shown. */
export const withdrawPage = (
  zaakId: string,
  { fact, data }: OwnReport,
  id: string,
  reader: Reader,
  faults: readonly Fault[] = [],
): Page =>
  askOnce(
    'Wilt u deze melding intrekken?',
    zaakId,
    html`${faults.length > 0 ? notice('error', ...faults.map(({ detail }) => paragraph(detail))) : undefined}
${dataList([{ label: 'Melding', text: titleOf(fact.naam) }, { label: 'Gemeld op', text: momentInWords(fact.tijdstip) }, ...linesOf(data)])}
${paragraph('Het telt dan niet meer mee voor de termijnen. Een partner die hiervan hoorde, hoort ook dat het niet meer geldt.')}
<form method="post" action="${withdrawPath(zaakId)}">${csrfField(reader)}
<input type="hidden" name="feit" value="${fact.feitId}"><input type="hidden" name="melding" value="${id}">
<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--primary-action" type="submit">Ja, trek in</button></p></form>`,
    reader,
  );

/** Whether these facts are to count no more. */
export const putRightPage = (
  zaakId: string,
  facts: readonly StandingFact[],
  { id, reden }: Pick<Correction, 'id' | 'reden'>,
  reader: Reader,
): Page =>
  askOnce(
    'Wilt u dit rechtzetten?',
    zaakId,
    html`${paragraph('Dit telt daarna niet meer mee:')}
<ul class="utrecht-unordered-list">${facts.map(
      (fact) => html`<li class="utrecht-unordered-list__item">${factInWords(fact)}</li>`,
    )}</ul>
${dataList([{ label: 'Waarom', text: reden }])}
${paragraph('De hub rekent de zaak opnieuw uit. Partners horen wat daardoor voor hen anders wordt.')}
<form method="post" action="${correctionPath(zaakId)}">${csrfField(reader)}
<input type="hidden" name="herstel" value="${id}"><input type="hidden" name="reden" value="${reden}">${facts.map(
      ({ feitId }) => html`<input type="hidden" name="feit" value="${feitId}">`,
    )}
<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--primary-action" type="submit">Ja, zet dit recht</button></p></form>`,
    reader,
  );
