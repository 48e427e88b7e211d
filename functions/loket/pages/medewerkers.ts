import type { MedewerkerEntry } from '../../../adapters/table/medewerkers.ts';
import type { Fault } from '../../../contracts/faults.ts';
import { type Html, html } from '../html.ts';
import { medewerkersPath, PATHS } from '../paths.ts';
import type { MedewerkersView } from '../views/medewerkers.ts';
import { dayInWords } from '../words/dates.ts';
import { partnerName } from '../words/states.ts';
import { doneIn, type Query } from './done.ts';
import { csrfField, heading, link, notice, type Page, paragraph, type Reader } from './layout.ts';
import { table } from './table.ts';

/** Who may speak for the gemeente and its partners: the list, a form for somebody new, and one click for who leaves. */

const DONE = {
  uitgenodigd:
    'Toegevoegd. Er is een mail gestuurd met een link. De link werkt tien minuten; een nieuwe kan altijd.',
  toegevoegd: 'Toegevoegd. Er is geen mail gestuurd: deze hub stuurt geen mail.',
  geweigerd:
    'Het mailadres neemt geen mail aan. Kijk of het klopt. Klopt het niet? Klik op Stop, en voeg het goede adres toe.',
  link: 'Er is een nieuwe link gestuurd.',
  gestopt: 'Gestopt. Deze persoon komt er niet meer in.',
  zelf: 'U kunt uzelf niet laten stoppen. Vraag het een andere beheerder.',
} as const;
type Done = keyof typeof DONE;

/** What the address says that was just done. */
export const medewerkersDoneOf = (query: Query): Done | undefined => doneIn(DONE, query);

const WRONG: ReadonlySet<Done> = new Set(['geweigerd', 'zelf']);

/** So many of each list stand on a page; of who stood in and of who was ended, the latest alone. */
const SHOWN = { active: 40, stoodIn: 10, ended: 10 } as const;

/** What a button and the address of a next page call an entry. */
const nameOf = ({ id, organisatie }: MedewerkerEntry): string => `${id} ${organisatie}`;

/** Those on the page after this entry, which is the first one when that is not on the list any more. */
const pageAfter = (active: readonly MedewerkerEntry[], after: string | undefined) => {
  const begin = active.findIndex((one) => nameOf(one) === after) + 1;
  const shown = active.slice(begin, begin + SHOWN.active);
  const last = begin + SHOWN.active < active.length ? shown.at(-1) : undefined;
  return { begin, shown, next: last && nameOf(last) };
};

/** The organisations of a gemeente by the last part of what the list calls them. */
export type OrganisationNames = ReadonlyMap<string, string>;

const nameIn = (names: OrganisationNames, key: string): string => partnerName(names, key);

const roleOf = ({ isBeheerder, tot, vervangt }: MedewerkerEntry, all: readonly MedewerkerEntry[]): string =>
  [
    ...(isBeheerder ? ['beheerder'] : []),
    ...(vervangt === undefined
      ? []
      : [`vervangt ${all.find(({ id }) => id === vervangt)?.naam ?? 'een collega'}`]),
    ...(tot === undefined ? [] : [`tot en met ${dayInWords(tot)}`]),
  ].join(', ');

const button = (entry: MedewerkerEntry, names: OrganisationNames, what: 'Stop' | 'Stuur link'): Html => html`
<button class="utrecht-button utrecht-button--secondary-action" type="submit"${what === 'Stop' ? undefined : html` formaction="${PATHS.sendLink}"`} name="wie" value="${nameOf(entry)}" aria-label="${what}: ${entry.naam}, ${nameIn(names, entry.organisatie)}">${what}</button>`;

const activeTable = (
  { active, sendsLinks, unreached }: MedewerkersView,
  names: OrganisationNames,
  reader: Reader,
  after: string | undefined,
): Html => {
  const { begin, shown, next } = pageAfter(active, after);
  return html`<form method="post" action="${PATHS.endMedewerker}">${csrfField(reader)}
${table(
  'Wie zich kan aanmelden',
  ['Naam', 'Voor wie', 'Mailadres', 'Wat', 'Doen'],
  shown.map((one) => [
    one.naam,
    nameIn(names, one.organisatie),
    unreached.has(one.id) ? `${one.adres} (mail komt niet aan)` : one.adres,
    roleOf(one, active),
    html`<div class="loket-knoppen">${sendsLinks ? button(one, names, 'Stuur link') : undefined}${button(one, names, 'Stop')}</div>`,
  ]),
)}</form>
${
  shown.length < active.length
    ? paragraph(`U ziet ${begin + 1} tot en met ${begin + shown.length} van ${active.length}.`)
    : undefined
}
${next === undefined ? undefined : paragraph(link(medewerkersPath({ na: next }), 'Volgende bladzijde'))}`;
};

/** Who gets no link any more, because mail to their address came back. */
const unreachedNotice = ({ active, unreached }: MedewerkersView): Html | undefined => {
  const names = [...new Set(active.filter(({ id }) => unreached.has(id)).map(({ naam }) => naam))];
  return names.length === 0
    ? undefined
    : notice(
        'error',
        paragraph(
          `Mail met een link komt niet aan bij: ${names.join(', ')}. Klopt het mailadres niet? Klik op Stop, en voeg het goede adres toe. Klopt het wel? Vraag wie de hub beheert om mail aan dit adres weer toe te laten.`,
        ),
      );
};

/** What was filled in, with what is wrong with it. */
export interface FilledMedewerker {
  readonly form: URLSearchParams;
  readonly faults: readonly Fault[];
}

const NOTHING: FilledMedewerker = { form: new URLSearchParams(), faults: [] };

const detailOf = (name: string, { faults }: FilledMedewerker): string =>
  faults
    .filter(({ pointer }) => pointer === `/${name}`)
    .map(({ detail }) => detail)
    .join('; ');

/** A field with its label, and what is wrong with it. */
const field = (
  name: string,
  label: string,
  filled: FilledMedewerker,
  control: (marks: Html) => Html,
): Html => {
  const wrong = detailOf(name, filled);
  const marks = wrong === '' ? html`` : html` aria-invalid="true" aria-describedby="${name}-fout"`;
  return html`<div class="utrecht-form-field${wrong === '' ? '' : ' utrecht-form-field--invalid'}"><label class="utrecht-form-label" for="${name}">${label}</label>${
    wrong === ''
      ? undefined
      : html`<p class="utrecht-form-field-description loket-fout" id="${name}-fout">${wrong}</p>`
  }${control(marks)}</div>`;
};

const input = (
  name: 'naam' | 'adres' | 'tot',
  label: string,
  filled: FilledMedewerker,
  { type, isRequired }: { readonly type: 'text' | 'email' | 'date'; readonly isRequired: boolean },
): Html =>
  field(
    name,
    label,
    filled,
    (marks) =>
      html`<input class="utrecht-textbox utrecht-textbox--html-input" id="${name}" name="${name}" type="${type}" value="${filled.form.get(name) ?? ''}"${isRequired ? html` required` : undefined}${marks}>`,
  );

const select = (
  name: 'organisatie' | 'vervangt',
  label: string,
  filled: FilledMedewerker,
  options: readonly (readonly [value: string, text: string])[],
): Html =>
  field(
    name,
    label,
    filled,
    (marks) =>
      html`<select class="loket-keuze" id="${name}" name="${name}"${name === 'organisatie' ? html` required` : undefined}${marks}><option value="">Kies</option>${options.map(
        ([value, text]) =>
          html`<option value="${value}"${value === filled.form.get(name) ? html` selected` : undefined}>${text}</option>`,
      )}</select>`,
  );

const newForm = (
  { active }: MedewerkersView,
  names: OrganisationNames,
  reader: Reader,
  filled: FilledMedewerker,
): Html => html`<form class="loket-formulier" method="post" action="${PATHS.medewerkers}" autocomplete="off">${csrfField(reader)}
${input('naam', 'Naam', filled, { type: 'text', isRequired: true })}
${input('adres', 'Mailadres', filled, { type: 'email', isRequired: true })}
${select('organisatie', 'Voor wie', filled, [...names])}
<div class="utrecht-form-field"><input type="checkbox" id="beheerder" name="beheerder" value="ja"${filled.form.get('beheerder') === 'ja' ? html` checked` : undefined}> <label for="beheerder">Beheerder: houdt deze lijst bij (alleen voor de gemeente)</label>${
  detailOf('beheerder', filled) === ''
    ? undefined
    : html`<p class="utrecht-form-field-description loket-fout">${detailOf('beheerder', filled)}</p>`
}</div>
${select(
  'vervangt',
  'Valt in voor (mag leeg blijven)',
  filled,
  active.map((one) => [one.id, `${one.naam}, ${nameIn(names, one.organisatie)}`]),
)}
${input('tot', 'Tot en met (mag leeg blijven)', filled, { type: 'date', isRequired: false })}
<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--primary-action" type="submit">Voeg toe</button></p></form>`;

/** Who stood in until a day that is past, each with a button: once they are ended the next ones stand here. */
const stoodInTable = ({ stoodIn }: MedewerkersView, names: OrganisationNames, reader: Reader): Html =>
  html`<form method="post" action="${PATHS.endMedewerker}">${csrfField(reader)}
${table(
  'Wie klaar is met invallen',
  ['Naam', 'Voor wie', 'Tot en met', 'Doen'],
  stoodIn
    .slice(0, SHOWN.stoodIn)
    .map((one) => [
      one.naam,
      nameIn(names, one.organisatie),
      dayInWords(one.tot ?? ''),
      button(one, names, 'Stop'),
    ]),
)}</form>`;

const endedTable = ({ ended }: MedewerkersView, names: OrganisationNames): Html =>
  table(
    'Wie gestopt is',
    ['Naam', 'Voor wie', 'Tot'],
    ended
      .slice(0, SHOWN.ended)
      .map(({ naam, organisatie, beeindigdOp }) => [
        naam,
        nameIn(names, organisatie),
        dayInWords((beeindigdOp ?? '').slice(0, 10)),
      ]),
  );

export interface MedewerkersPage {
  readonly view: MedewerkersView;
  readonly names: OrganisationNames;
  /** The last entry of the page before. */
  readonly after?: string | undefined;
  readonly done?: Done | undefined;
  readonly filled?: FilledMedewerker;
}

/** Who speaks for a gemeente and its partners, with the forms to add somebody and to end them. */
export const medewerkersPage = (
  { view, names, after, done, filled = NOTHING }: MedewerkersPage,
  reader: Reader,
): Page => ({
  title: `${filled.faults.length === 0 ? '' : 'Fout: '}Medewerkers`,
  path: PATHS.medewerkers,
  reader,
  content: html`${heading('Medewerkers')}
${done === undefined ? undefined : notice(WRONG.has(done) ? 'error' : 'ok', paragraph(DONE[done]))}
${
  filled.faults.length === 0
    ? undefined
    : notice('error', paragraph('Dit is nog niet goed. Kijk bij elk veld wat er anders moet.'))
}
${paragraph('Wie zich hier kan aanmelden namens de gemeente of een partner. Wie stopt, komt er meteen niet meer in.')}
${view.active.length === 0 ? paragraph('Er staat nog niemand op de lijst.') : activeTable(view, names, reader, after)}
${unreachedNotice(view)}
${
  view.withoutCover.length === 0
    ? undefined
    : notice(
        'info',
        paragraph(
          `Bij deze partners is er maar één persoon: ${view.withoutCover.map((key) => nameIn(names, key)).join(', ')}. Is die er niet, dan leest niemand de berichten. Voeg ook een collega toe.`,
        ),
      )
}
<section><h2 class="utrecht-heading-2">Iemand toevoegen</h2>
${newForm(view, names, reader, filled)}</section>
${
  view.stoodIn.length === 0
    ? undefined
    : html`<section><h2 class="utrecht-heading-2">Klaar met invallen</h2>
${paragraph('Zij krijgen geen link meer. Wie een eigen account heeft om zich aan te melden, kan er nog in komen. Mag dat niet meer? Klik op Stop.')}
${stoodInTable(view, names, reader)}</section>`
}
${
  view.ended.length === 0
    ? undefined
    : html`<section><h2 class="utrecht-heading-2">Gestopt</h2>${endedTable(view, names)}</section>`
}`,
});
