import type { InboundType } from '../../../contracts/event-types.ts';
import { hubType, titleOf } from '../../../contracts/hub-type.ts';
import { inboundForm } from '../../../contracts/inbound-form.ts';
import { type Question, readAnswer, type ValueQuestion } from '../../../contracts/questions.ts';
import { ROUTEMAP, ROUTEMAP_EVENTS, type RoutemapEvent } from '../../../contracts/routemap.ts';

/** What can be reported on a page, and what a form asks for it: both follow from the contract of the event. */

/** The start of the lessons (R07.T2) stands on the routemap, and has a contract of its own. */
export const TAALLESSEN = 'taallessen-gestart';

/** An event that somebody can report on a page. */
export type FormEvent = RoutemapEvent | typeof TAALLESSEN;
export const FORM_EVENTS: readonly FormEvent[] = [...ROUTEMAP_EVENTS, TAALLESSEN];

/** What the page knows by itself, and what a programme alone has a use for. */
const NOT_ASKED: ReadonlySet<string> = new Set(['zaakId', 'vervangtBerichtId', 'ingetrokken']);

/** A list of values that are chosen from a list. */
export interface ChoicesQuestion {
  readonly kind: 'choices';
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly required: boolean;
  readonly choices: readonly string[];
}

/** What one part of a form asks. */
export type FieldQuestion = ValueQuestion | ChoicesQuestion;

/** A question as a part of a form; undefined when no form can ask it. */
const toField = (question: Question): FieldQuestion | undefined => {
  if (question.kind === 'value') return question;
  if (question.kind === 'group' || question.item.kind !== 'value' || question.item.form !== 'choice')
    return undefined;
  const { name, label, description, required, item } = question;
  return { kind: 'choices', name, label, description, required, choices: item.choices };
};

/** What the form of an event asks. Every event that can be reported has one, which a test says of each. */
export const fieldsOf = (event: FormEvent): readonly FieldQuestion[] =>
  inboundForm(hubType(event)).members.flatMap((member) => {
    const field = NOT_ASKED.has(member.name) ? undefined : toField(member);
    return field === undefined ? [] : [field];
  });

/** The events that an organisation may report, in the order of the routemap. */
export const reportableBy = (types: readonly InboundType[]): readonly FormEvent[] =>
  FORM_EVENTS.filter((event) => types.includes(hubType(event)));

/** The event of this name, when an organisation may report it here. */
export const reportableEvent = (name: string, types: readonly InboundType[]): FormEvent | undefined =>
  reportableBy(types).find((event) => event === name);

/** A step of the routemap with the events in it: `Stap 3`. */
export interface ReportStep {
  readonly title: string;
  readonly events: readonly { readonly event: FormEvent; readonly title: string }[];
}

/** `R03` of `R03.5`; the brede intake has rows of its own. */
const stepOf = (event: FormEvent): string =>
  event === TAALLESSEN ? 'R07' : (ROUTEMAP[event].rows[0]?.split('.')[0] ?? '');

const NUMBERED = /^R\d+$/;

const stepTitle = (step: string): string =>
  NUMBERED.test(step) ? `Stap ${Number(step.slice(1))}` : 'De brede intake';

/** What may be reported, by step: first those of the routemap in their order, then the brede intake. */
export const reportSteps = (types: readonly InboundType[]): readonly ReportStep[] =>
  [...Map.groupBy(reportableBy(types), stepOf)]
    .map(([step, events]) => ({
      title: stepTitle(step),
      order: NUMBERED.test(step) ? Number(step.slice(1)) : Number.POSITIVE_INFINITY,
      events: events.map((event) => ({ event, title: titleOf(event) })),
    }))
    .toSorted((one, other) => (one.order < other.order ? -1 : 1));

/** The data of a report as somebody filled it in. What was left empty is not said. */
export const dataOf = (
  fields: readonly FieldQuestion[],
  form: URLSearchParams,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    fields.flatMap((field): readonly (readonly [string, unknown])[] => {
      if (field.kind === 'choices') {
        const chosen = form.getAll(field.name);
        return chosen.length === 0 && !field.required ? [] : [[field.name, chosen]];
      }
      const typed = (form.get(field.name) ?? '').trim();
      return typed === '' ? [] : [[field.name, readAnswer(field, typed)]];
    }),
  );
