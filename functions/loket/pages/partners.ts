import { SHUT_OUT_REASONS, type ShutOut } from '../../../contracts/shut-out.ts';
import { type Html, html } from '../html.ts';
import { letInPath, PATHS, partnerMailPath, readOnPagePath } from '../paths.ts';
import type { PartnerState } from '../views/gemeente.ts';
import { momentInWords } from '../words/dates.ts';
import { inWords } from '../words/fields.ts';
import { type PartnerNames, partnerName } from '../words/states.ts';
import { doneIn, type Query } from './done.ts';
import { csrfField, heading, link, notice, type Page, paragraph, type Reader } from './layout.ts';
import { table } from './table.ts';

/** The partners of a gemeente: through which door each hears, what it has not got, and who is shut out. */

const DONE = {
  stil: 'Deze partner krijgt niets meer. Wat voor deze partner is, wordt bewaard.',
  hier: 'Deze partner leest de berichten nu op de eigen bladzijde. Wat al in de wachtrij lag, komt erbij.',
  weer: 'Deze partner hoort weer alles. Wat bewaard was, gaat nu ook.',
} as const;
type Done = keyof typeof DONE;

/** What the address says that was just done. */
export const partnersDoneOf = (query: Query): Done | undefined => doneIn(DONE, query);

const doorOf = ({ webhook, deur, uitgesloten }: PartnerState): string => {
  if (uitgesloten !== undefined) return 'geen: stilgezet';
  if (webhook) return 'een programma (webhook)';
  return deur === 'ophalen' ? 'haalt op, of leest hier' : 'wachtrij';
};

const whyOf = ({ sinds, reden }: ShutOut): string =>
  `sinds ${momentInWords(sinds)}${reden === undefined ? '' : `: ${inWords(reden).toLowerCase()}`}`;

/** A partner of which nobody may read the queue can have its messages on its page instead. */
const readHere = (
  { partner, deur, webhook, uitgesloten }: PartnerState,
  names: PartnerNames,
  reader: Reader,
): Html | string =>
  deur === 'ophalen' || webhook || uitgesloten !== undefined
    ? ''
    : html`<form method="post" action="${readOnPagePath(partner)}">${csrfField(reader)}<button class="utrecht-button utrecht-button--secondary-action" type="submit" aria-label="Laat hier lezen: ${partnerName(names, partner)}">Laat hier lezen</button></form>`;

/** Where the mail of a partner that reads here is chosen. */
const mailLink = ({ partner, deur, webhook, mail }: PartnerState, names: PartnerNames): Html | undefined =>
  mail === undefined || deur !== 'ophalen' || webhook
    ? undefined
    : link(partnerMailPath(partner), `Mail van ${partnerName(names, partner)}`);

const row = (state: PartnerState, names: PartnerNames, reader: Reader): readonly (string | Html)[] => [
  partnerName(names, state.partner),
  doorOf(state),
  String(state.klaargezet),
  `${state.geparkeerd}${state.mail === 'refused' ? ', en mail komt niet aan' : ''}`,
  state.oldest === undefined ? '' : momentInWords(state.oldest),
  html`${readHere(state, names, reader)}${mailLink(state, names)}`,
];

/** Those with the oldest message that they have not got come first. */
const byAge = (one: PartnerState, other: PartnerState): number =>
  Number((one.oldest ?? '~') > (other.oldest ?? '~')) - Number((one.oldest ?? '~') < (other.oldest ?? '~'));

const letInForm = (state: PartnerState, names: PartnerNames, reader: Reader): Html => html`
<form method="post" action="${letInPath(state.partner)}">${csrfField(reader)}
<p class="utrecht-paragraph">${partnerName(names, state.partner)}, ${state.uitgesloten && whyOf(state.uitgesloten)}</p>
<button class="utrecht-button utrecht-button--primary-action" type="submit">Laat ${partnerName(names, state.partner)} weer toe</button></form>`;

const shutOutForm = (states: readonly PartnerState[], names: PartnerNames, reader: Reader): Html => html`
<form class="loket-formulier" method="post" action="${PATHS.shutOut}">${csrfField(reader)}
<div class="utrecht-form-field"><label class="utrecht-form-label" for="partner">Welke partner</label>
<select class="loket-keuze" id="partner" name="partner" required><option value="">Kies een partner</option>${states.map(
  ({ partner }) => html`<option value="${partner}">${partnerName(names, partner)}</option>`,
)}</select></div>
<div class="utrecht-form-field"><label class="utrecht-form-label" for="reden">Waarom</label>
<select class="loket-keuze" id="reden" name="reden" required><option value="">Kies een reden</option>${SHUT_OUT_REASONS.map(
  (reason) => html`<option value="${reason}">${inWords(reason)}</option>`,
)}</select></div>
<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--secondary-action" type="submit">Zet deze partner stil</button></p></form>`;

/** How the partners of a gemeente do: through which door, what lies unread, and the buttons to help one or to shut it out. */
export const partnersPage = (
  states: readonly PartnerState[],
  names: PartnerNames,
  reader: Reader,
  done?: Done,
): Page => {
  const out = states.filter(({ uitgesloten }) => uitgesloten !== undefined);
  const heard = states.filter(({ uitgesloten }) => uitgesloten === undefined);
  const behind = states.filter(({ oldest }) => oldest !== undefined).length;
  return {
    title: 'Partners',
    path: PATHS.partners,
    reader,
    content: html`${heading('Partners')}
${done === undefined ? undefined : notice('ok', paragraph(DONE[done]))}
${paragraph(behind === 0 ? 'Elke partner heeft al zijn berichten.' : `Bij ${behind} van de ${states.length} partners ligt nog iets.`)}
${table(
  'Partners en hun berichten',
  ['Partner', 'Hoort via', 'Nog niet gekregen', 'Staat stil', 'Oudste van', 'Deur'],
  states.toSorted(byAge).map((state) => row(state, names, reader)),
)}
${
  out.length === 0
    ? undefined
    : html`<section><h2 class="utrecht-heading-2">Stilgezet</h2>${out.map((state) => letInForm(state, names, reader))}</section>`
}
<section><h2 class="utrecht-heading-2">Een partner stilzetten</h2>
${paragraph('De partner krijgt dan niets meer en kan niets meer lezen of melden, tot u haar weer toelaat. Wat voor haar is, wordt bewaard.')}
${shutOutForm(heard, names, reader)}</section>`,
  };
};
