import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import { errorCode, userError } from '../../client/errors.ts';
import { members } from '../../contracts/checks.ts';
import { type Question, questionAt, readAnswer } from '../../contracts/questions.ts';

/** From what was typed on the command line to the `data` of an event. */

export type Data = Readonly<Record<string, unknown>>;

/** An option of one kind of report. */
export interface DataOption {
  readonly option: Option;
  readonly path: readonly string[];
}

/** The options of a table from flags to places; each is described by the contract's own words. */
export const dataOptions = (table: Readonly<Record<string, string>>, form: Question): readonly DataOption[] =>
  Object.entries(table).map(([flags, place]) => {
    const path = place.split('.');
    const question = questionAt(form, path);
    if (question?.kind !== 'value') throw new Error(`${flags} leads to no value: ${place}`);
    const choices = question.choices.length === 0 ? '' : `: ${question.choices.join(', ')}`;
    return { option: new Option(flags, `${question.description}${choices} (${place})`), path };
  });

/** The same data with a value at a path. A number in the path is a place in a list. */
const withValue = (data: unknown, [head, ...rest]: readonly string[], value: unknown): unknown => {
  if (head === undefined) return value;
  if (!/^\d+$/.test(head)) return { ...members(data), [head]: withValue(members(data)[head], rest, value) };
  const list: unknown[] = Array.isArray(data) ? [...data] : [];
  list[Number(head)] = withValue(list[Number(head)], rest, value);
  return list;
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** `base` with the value of every option that was given. An option that was not is left as `base` has it. */
export const withOptions = (base: Data, options: readonly DataOption[], given: Data, form: Question): Data =>
  options.reduce<Data>((data, { option, path }) => {
    const question = questionAt(form, path);
    const texts = [given[option.attributeName()]].flat().filter(isText);
    if (question?.kind !== 'value') return data;
    return texts.reduce<Data>((filled, text, place) => {
      const here = path.map((part) => (part === '*' ? String(place) : part));
      return members(withValue(filled, here, readAnswer(question, text)));
    }, data);
  }, base);

/** Reads `--data`: a file, or standard input for `-`. An error tells nothing of what was read. */
export const readData = (file: string): Data => {
  const name = file === '-' ? 'standard input' : file;
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw userError(`cannot read ${name} (${errorCode(error) ?? 'unknown reason'})`, error);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw userError(`${name} is not JSON`); // the parser's own message would repeat the content
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw userError(`${name} is not a JSON object: it holds the data of the event`);
  return { ...value };
};
