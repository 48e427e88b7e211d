import * as z from 'zod';
import { faultsOf } from './faults.ts';

/** What a schema asks of a person who fills it in by hand: pure functions from zod to questions. */

interface About {
  /** The member that the answer becomes. */
  readonly name: string;
  /** Its title in the contract, with its name where the two differ. */
  readonly label: string;
  readonly description: string;
  readonly required: boolean;
  readonly schema: z.core.$ZodType;
}

/** One line of text answers it. */
export interface ValueQuestion extends About {
  readonly kind: 'value';
  readonly form: 'text' | 'number' | 'yes-no' | 'choice';
  readonly choices: readonly string[];
  readonly example: string | undefined;
}

/** An object: one question for each member. */
export interface GroupQuestion extends About {
  readonly kind: 'group';
  readonly members: readonly Question[];
}

/** A list: the same question again for each item. */
export interface ListQuestion extends About {
  readonly kind: 'list';
  readonly item: Question;
}

export type Question = ValueQuestion | GroupQuestion | ListQuestion;

/** The schema itself, without what makes it optional or changes what was read. */
const innermost = (schema: z.core.$ZodType): z.core.$ZodType => {
  if (schema instanceof z.ZodOptional) return innermost(schema.unwrap());
  return schema instanceof z.ZodPipe ? innermost(schema.in) : schema;
};

/** What the contract says about a schema: the outermost description that there is. */
const metaOf = (schema: z.core.$ZodType): z.GlobalMeta => {
  const meta = z.globalRegistry.get(schema);
  if (meta !== undefined) return meta;
  if (schema instanceof z.ZodOptional) return metaOf(schema.unwrap());
  return schema instanceof z.ZodPipe ? metaOf(schema.in) : {};
};

const letters = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();

const labelOf = (name: string, title = name): string =>
  letters(title) === letters(name) || name === '' ? title : `${title} (${name})`;

const formOf = (schema: z.core.$ZodType): Pick<ValueQuestion, 'form' | 'choices'> => {
  if (schema instanceof z.ZodEnum) return { form: 'choice', choices: schema.options.map(String) };
  if (schema instanceof z.ZodBoolean) return { form: 'yes-no', choices: [] };
  return { form: schema instanceof z.ZodNumber ? 'number' : 'text', choices: [] };
};

const exampleOf = ({ examples }: z.GlobalMeta): string | undefined => {
  const [example] = Array.isArray(examples) ? examples : [];
  return example === undefined ? undefined : String(example);
};

/** The questions of one schema; `name` is the member that holds it. */
export const questionOf = (schema: z.core.$ZodType, name = ''): Question => {
  const inner = innermost(schema);
  const meta = metaOf(schema);
  const about: About = {
    name,
    label: labelOf(name, meta.title),
    description: meta.description ?? '',
    required: !z.safeParse(schema, undefined).success,
    schema,
  };
  if (inner instanceof z.ZodObject) {
    const members = Object.entries(inner.shape).map(([member, one]) => questionOf(one, member));
    return { ...about, kind: 'group', members };
  }
  if (inner instanceof z.ZodArray) return { ...about, kind: 'list', item: questionOf(inner.element) };
  return { ...about, kind: 'value', ...formOf(inner), example: exampleOf(meta) };
};

/** The question at a path such as `naam.voornamen` or `talen.0.taal`; every item of a list has the same. */
export const questionAt = (question: Question, path: readonly string[]): Question | undefined => {
  const [head, ...rest] = path;
  if (head === undefined) return question;
  if (question.kind === 'value') return undefined;
  const next = question.kind === 'list' ? question.item : question.members.find(({ name }) => name === head);
  return next === undefined ? undefined : questionAt(next, rest);
};

const YES_NO: ReadonlyMap<string, boolean> = new Map([
  ...['ja', 'j', 'yes', 'y', 'true'].map((word) => [word, true] as const),
  ...['nee', 'n', 'no', 'false'].map((word) => [word, false] as const),
]);

/** Yes or no as people type it; undefined for anything else. */
export const readYesNo = (text: string): boolean | undefined => YES_NO.get(text.trim().toLowerCase());

/** The value that a text means here. A text that means none stays as it is, and the schema says what is wrong. */
export const readAnswer = ({ form, choices }: ValueQuestion, text: string): unknown => {
  const trimmed = text.trim();
  switch (form) {
    case 'number':
      return /^-?\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
    case 'yes-no':
      return readYesNo(trimmed) ?? trimmed;
    case 'choice':
      return (
        choices.find((choice) => choice.toLowerCase() === trimmed.toLowerCase()) ??
        choices[Number(trimmed) - 1] ??
        trimmed
      );
    case 'text':
      return trimmed;
  }
};

/** One thing that is wrong with a value, and where. */
export interface PathFault {
  readonly path: readonly string[];
  readonly detail: string;
}

const pathOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Everything that the contract finds wrong with a value. */
export const faultsIn = (schema: z.core.$ZodType, value: unknown): readonly PathFault[] => {
  const result = z.safeParse(schema, value);
  if (result.success) return [];
  return faultsOf(result.error, value).map(({ pointer, detail }) => ({ path: pathOf(pointer), detail }));
};
