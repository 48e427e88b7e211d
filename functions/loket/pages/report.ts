import type { Fault } from '../../../contracts/faults.ts';
import { titleOf } from '../../../contracts/hub-type.ts';
import { FIRST_DAY, LATEST_DAY } from '../../../contracts/years.ts';
import { type Html, html } from '../html.ts';
import { NEEDED } from '../needed.ts';
import { PATHS, reportPath, zaakPath } from '../paths.ts';
import { inWords } from '../words/fields.ts';
import type { FieldQuestion, FormEvent, ReportStep } from '../words/report.ts';
import { shortId } from '../words/states.ts';
import {
  csrfField,
  firstPageOf,
  heading,
  link,
  mayOpen,
  notice,
  type Page,
  paragraph,
  type Reader,
} from './layout.ts';

/** Reporting a fact by hand: what there is to report of a zaak, and the form of one event. */

/** After a report: what follows from it shows a little later. */
export const REPORT_TAKEN = {
  gemeente: notice('ok', paragraph('Uw melding is aangenomen. Over een minuut staat zij hieronder.')),
  partner: notice(
    'ok',
    paragraph(
      'Uw melding is aangenomen. Stond dit bij wat u moest doen, dan gaat het over een minuut van deze lijst.',
    ),
  ),
};

/** Whether the address says that something was just reported. */
export const isAfterReport = ({ gedaan }: Readonly<Record<string, string>>): boolean => gedaan === 'gemeld';

/** Where a reader goes back to: the zaak or what is to be done, or where they begin when they may read neither. */
const placeAfter = (reader: Reader, zaakId: string): { readonly address: string; readonly text: string } => {
  if (!mayOpen(reader, NEEDED.zaken)) return { address: firstPageOf(reader), text: 'Terug' };
  return reader.rol === 'gemeente'
    ? { address: zaakPath(zaakId), text: 'Terug naar de zaak' }
    : { address: PATHS.week, text: 'Terug naar wat u moet doen' };
};

/** The page that says that a report was taken. */
export const afterReport = (reader: Reader, zaakId: string): string =>
  `${placeAfter(reader, zaakId).address}?gedaan=gemeld`;

const backOf = (reader: Reader, zaakId: string): Html => {
  const { address, text } = placeAfter(reader, zaakId);
  return link(address, text);
};

/** What there is to report of a zaak, as links to the form of each event. */
export const reportsPage = (zaakId: string, steps: readonly ReportStep[], reader: Reader): Page => ({
  title: `Melden bij zaak ${shortId(zaakId)}`,
  reader,
  content: html`${heading(`Wat wilt u melden bij zaak ${shortId(zaakId)}?`)}
${paragraph(backOf(reader, zaakId))}
${steps.length === 0 ? paragraph('Voor uw organisatie is er hier niets te melden.') : undefined}
${steps.map(
  ({ title, events }) => html`<section><h2 class="utrecht-heading-2">${title}</h2>
<ul class="utrecht-unordered-list">${events.map(
    (one) =>
      html`<li class="utrecht-unordered-list__item">${link(reportPath(zaakId, one.event), one.title)}</li>`,
  )}</ul></section>`,
)}`,
});

/** What was filled in before, and what is wrong with it. */
export interface Filled {
  readonly form: URLSearchParams;
  readonly faults: readonly Fault[];
}

export interface ReportForm {
  readonly zaakId: string;
  readonly event: FormEvent;
  readonly fields: readonly FieldQuestion[];
  /** By which the hub knows a second click on the same form as the same report. */
  readonly id: string;
  readonly filled?: Filled;
}

const A_DAY = /^\d{4}-\d{2}-\d{2}$/;
const A_TIME = /^\d{2}:\d{2}$/;

/** How the browser lets somebody fill it in. */
const inputOf = ({ form, example = '' }: Extract<FieldQuestion, { kind: 'value' }>): Html => {
  if (A_DAY.test(example)) return html` type="date" min="${FIRST_DAY}" max="${LATEST_DAY}"`;
  if (A_TIME.test(example)) return html` type="time"`;
  return form === 'number' ? html` type="text" inputmode="numeric"` : html` type="text"`;
};

const option = (value: string, text: string, chosen: string): Html =>
  html`<option value="${value}"${value === chosen ? html` selected` : undefined}>${text}</option>`;

/** What is wrong with a field, also when it is wrong in one of its values. */
const detailsOf = (name: string, faults: readonly Fault[]): readonly string[] => [
  ...new Set(
    faults
      .filter(({ pointer }) => pointer === `/data/${name}` || pointer.startsWith(`/data/${name}/`))
      .map(({ detail }) => detail),
  ),
];

const label = ({ label: text, required }: FieldQuestion): string =>
  `${text.replace(/ \(.*\)$/, '')}${required ? '' : ' (mag leeg blijven)'}`;

const about = ({ name, description }: FieldQuestion, wrong: readonly string[]): Html => html`
<p class="utrecht-form-field-description" id="${name}-uitleg">${description}</p>${
  wrong.length === 0
    ? undefined
    : html`<p class="utrecht-form-field-description loket-fout" id="${name}-fout">${wrong.join('; ')}</p>`
}`;

const marks = ({ name }: FieldQuestion, wrong: readonly string[]): Html =>
  html` aria-describedby="${name}-uitleg${wrong.length === 0 ? '' : ` ${name}-fout`}"${wrong.length === 0 ? undefined : html` aria-invalid="true"`}`;

const control = (field: FieldQuestion, form: URLSearchParams, wrong: readonly string[]): Html => {
  const { name, required } = field;
  const isRequired = required ? html` required` : undefined;
  if (field.kind === 'choices') {
    const chosen = new Set(form.getAll(name));
    return html`<fieldset class="loket-keuzes"${marks(field, wrong)}><legend class="utrecht-form-label">${label(field)}</legend>${about(field, wrong)}${field.choices.map(
      (choice, place) =>
        html`<p class="utrecht-paragraph"><input type="checkbox" id="${name}-${place}" name="${name}" value="${choice}"${chosen.has(choice) ? html` checked` : undefined}> <label for="${name}-${place}">${inWords(choice)}</label></p>`,
    )}</fieldset>`;
  }
  const value = form.get(name) ?? '';
  const head = html`<label class="utrecht-form-label" for="${name}">${label(field)}</label>${about(field, wrong)}`;
  if (field.form === 'text' || field.form === 'number')
    return html`${head}<input class="utrecht-textbox utrecht-textbox--html-input" id="${name}" name="${name}"${inputOf(field)} value="${value}"${isRequired}${marks(field, wrong)}>`;
  const choices = field.form === 'yes-no' ? ['ja', 'nee'] : field.choices;
  return html`${head}<select class="loket-keuze" id="${name}" name="${name}"${isRequired}${marks(field, wrong)}>${option('', 'Kies', value)}${choices.map(
    (choice) => option(choice, inWords(choice), value),
  )}</select>`;
};

/** What is wrong with the report as a whole, or with what no field asks. */
const otherFaults = ({ fields, filled }: ReportForm): readonly string[] => {
  const asked = new Set(fields.map(({ name }) => name));
  return (filled?.faults ?? [])
    .filter(({ pointer }) => !asked.has(pointer.split('/')[2] ?? ''))
    .map(({ detail }) => detail);
};

/** The form of one event, with its faults when it was refused. */
export const reportPage = (report: ReportForm, reader: Reader): Page => {
  const { zaakId, event, fields, id, filled } = report;
  const form = filled?.form ?? new URLSearchParams();
  const faults = filled?.faults ?? [];
  const others = otherFaults(report);
  return {
    title: `${faults.length === 0 ? '' : 'Fout: '}${titleOf(event)}`,
    reader,
    content: html`${heading(titleOf(event))}
${paragraph(`Zaak ${shortId(zaakId)}. `, backOf(reader, zaakId))}
${
  faults.length === 0
    ? undefined
    : notice(
        'error',
        paragraph('Dit is nog niet goed. Kijk bij elk veld wat er anders moet.'),
        ...others.map((one) => paragraph(one)),
      )
}
<form class="loket-formulier" method="post" action="${reportPath(zaakId, event)}" autocomplete="off">${csrfField(reader)}
<input type="hidden" name="melding" value="${id}">
${fields.map((field) => {
  const wrong = detailsOf(field.name, faults);
  return html`<div class="utrecht-form-field${wrong.length === 0 ? '' : ' utrecht-form-field--invalid'}">${control(field, form, wrong)}</div>`;
})}
<p class="utrecht-paragraph"><button class="utrecht-button utrecht-button--primary-action" type="submit">Meld dit</button></p></form>`,
  };
};
