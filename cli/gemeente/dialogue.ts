import { members } from '../../contracts/checks.ts';
import {
  faultsIn,
  type GroupQuestion,
  type ListQuestion,
  type PathFault,
  type Question,
  readAnswer,
  readYesNo,
  type ValueQuestion,
} from '../../contracts/questions.ts';
import type { Terminal } from './terminal.ts';

/** Asks a person for everything that a schema wants to know, and again for whatever the schema refuses. */

type Data = Readonly<Record<string, unknown>>;

/** Answers that Enter gives, by the name of the member. */
export type Defaults = Readonly<Record<string, string>>;

const PROMPT = '> ';

const headOf = ({ label, description }: Question): string =>
  description === '' || description === label ? label : `${label}: ${description}`;

/** How to answer: the choices, or an example, and what Enter does. */
const hintsOf = (
  { form, choices, example, required }: ValueQuestion,
  usual: string | undefined,
): readonly string[] => {
  const ways = form === 'yes-no' ? ['ja or nee'] : example === undefined ? [] : [`for example ${example}`];
  const enter = usual === undefined ? 'Enter leaves it out' : `Enter is ${usual}`;
  const hints = [
    ...(form === 'choice' ? [] : ways),
    ...(required && usual === undefined ? [] : [enter]),
  ].join('; ');
  return [
    ...choices.map((choice, place) => `  ${place + 1} ${choice}`),
    ...(hints === '' ? [] : [`  ${hints}`]),
  ];
};

/** What is wrong with one answer, in words for who just typed it. */
const reasonsOf = (question: ValueQuestion, value: unknown): readonly string[] => {
  const faults = faultsIn(question.schema, value);
  if (faults.length === 0) return [];
  return question.form === 'yes-no' ? ['antwoord met ja of nee'] : faults.map(({ detail }) => detail);
};

/** Asks one question until its own schema takes the answer; Enter leaves an optional one out. */
export const askValue = async (
  terminal: Terminal,
  question: ValueQuestion,
  usual?: string,
): Promise<unknown> => {
  terminal.say(['', headOf(question), ...hintsOf(question, usual)]);
  for (;;) {
    const typed = (await terminal.ask(PROMPT)).trim();
    const text = typed === '' ? (usual ?? '') : typed;
    if (text === '' && !question.required) return undefined;
    const value = readAnswer(question, text);
    const reasons = text === '' ? ['moet ingevuld worden'] : reasonsOf(question, value);
    if (reasons.length === 0) return value;
    terminal.say(reasons.map((reason) => `  ${reason}`));
  }
};

/** Asks a question that only ja and nee answer; Enter is nee. */
export const askYesNo = async (terminal: Terminal, text: string): Promise<boolean> => {
  for (;;) {
    const typed = await terminal.ask(`${text} (ja/nee) `);
    const answer = typed.trim() === '' ? false : readYesNo(typed);
    if (answer !== undefined) return answer;
    terminal.say(['  antwoord met ja of nee']);
  }
};

const askItem = (terminal: Terminal, item: Question, isNeeded: boolean): Promise<unknown> =>
  ask(terminal, { ...item, required: isNeeded || item.kind !== 'value' });

const askList = async (terminal: Terminal, question: ListQuestion): Promise<readonly unknown[]> => {
  const { item, schema } = question;
  const items: unknown[] = [];
  const needed = faultsIn(schema, []).length > 0;
  terminal.say(['', headOf(question)]);
  for (;;) {
    const isNeeded = needed && items.length === 0;
    const more = items.length === 0 ? 'Add' : 'Add another';
    // Enter ends a list of values; of groups it is asked first, since a group has no Enter of its own.
    if (!isNeeded && item.kind !== 'value' && !(await askYesNo(terminal, `${more} ${item.label}?`))) break;
    const answer = await askItem(terminal, item, isNeeded);
    if (answer === undefined) break;
    items.push(answer);
  }
  return items;
};

const ask = async (terminal: Terminal, question: Question, usual?: string): Promise<unknown> => {
  if (question.kind === 'value') return askValue(terminal, question, usual);
  if (question.kind === 'list') {
    const items = await askList(terminal, question);
    return items.length === 0 && !question.required ? undefined : mend(terminal, question, items);
  }
  // An item of a list was announced with its list.
  if (question.name !== '') terminal.say(['', headOf(question)]);
  if (!question.required && !(await askYesNo(terminal, `Fill in ${question.label}?`))) return undefined;
  return askMembers(terminal, question, {});
};

/** Asks for every member that is not there yet, and then again for what is wrong with the whole. */
const askMembers = async (
  terminal: Terminal,
  question: GroupQuestion,
  given: Data,
  defaults: Defaults = {},
): Promise<Data> => {
  const data: Record<string, unknown> = { ...given };
  for (const member of question.members) {
    if (data[member.name] !== undefined) continue;
    const answer = await ask(terminal, member, defaults[member.name]);
    if (answer !== undefined) data[member.name] = answer;
  }
  return mend(terminal, question, data);
};

const below = (faults: readonly PathFault[], name: string): readonly PathFault[] =>
  faults.flatMap(({ path: [head, ...rest], detail }) => (head === name ? [{ path: rest, detail }] : []));

/** The value with new answers at the faults; the same value when no question leads to them. */
const repair = async (
  terminal: Terminal,
  question: Question,
  value: unknown,
  faults: readonly PathFault[],
): Promise<unknown> => {
  if (question.kind === 'value' || value === undefined) return ask(terminal, question);
  if (question.kind === 'list') {
    if (!Array.isArray(value) || faults.some(({ path }) => path.length === 0)) return ask(terminal, question);
    const items: unknown[] = [];
    for (const [place, item] of value.entries()) {
      const own = below(faults, String(place));
      items.push(own.length === 0 ? item : await repair(terminal, question.item, item, own));
    }
    return items;
  }
  const wrong = question.members.filter(({ name }) => below(faults, name).length > 0);
  if (wrong.length === 0) return value;
  const data: Record<string, unknown> = { ...members(value) };
  for (const member of wrong) {
    const answer = await repair(terminal, member, data[member.name], below(faults, member.name));
    if (answer === undefined) delete data[member.name];
    else data[member.name] = answer;
  }
  return data;
};

/** Asks again for what the contract finds wrong, until nothing is left that a question leads to. */
const mend = async <Value>(
  terminal: Terminal,
  question: Question,
  value: Value,
  which: (fault: PathFault, value: unknown) => boolean = () => true,
): Promise<Value> => {
  let current: Value = value;
  for (;;) {
    const faults = faultsIn(question.schema, current).filter((fault) => which(fault, current));
    if (faults.length === 0) return current;
    terminal.say(['', ...faults.map(({ path, detail }) => `  ${path.join('.')} ${detail}`.trimEnd())]);
    const next = (await repair(terminal, question, current, faults)) as Value;
    if (next === current) return current;
    current = next;
  }
};

const isPresent = ({ path }: PathFault, value: unknown): boolean =>
  path.reduce<unknown>((current, part) => members(current)[part], value) !== undefined;

/**
 * Completes what was given. What is wrong in it is asked again first; every other member is asked for only when
 * something is missing, so that who gave everything is asked nothing.
 */
export const complete = async (
  terminal: Terminal,
  question: GroupQuestion,
  given: Data,
  defaults: Defaults = {},
): Promise<Data> => {
  const sound = await mend(terminal, question, given, isPresent);
  const lacks = faultsIn(question.schema, sound).some((fault) => !isPresent(fault, sound));
  return lacks ? askMembers(terminal, question, sound, defaults) : sound;
};
