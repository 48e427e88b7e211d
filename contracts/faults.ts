import type { z } from 'zod';
import { jsonPointer } from './json-pointer.ts';

/**
 * One fault in a message. `pointer` says where it is (RFC 6901 JSON pointer); `detail` says in Dutch what is wrong and
 * never holds the value.
 */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (current, part) =>
      typeof current === 'object' && current !== null ? Reflect.get(current, part) : undefined,
    value,
  );

const KINDS: Readonly<Record<string, string>> = {
  string: 'tekst',
  number: 'een getal',
  int: 'een geheel getal',
  boolean: 'true of false',
  object: 'een object',
  record: 'een object',
  array: 'een lijst',
};

const UNITS: Readonly<Record<string, readonly [singular: string, plural: string]>> = {
  string: [' teken', ' tekens'],
  array: [' element', ' elementen'],
};

const unit = (origin: string, count: number | bigint): string => {
  const [singular, plural] = UNITS[origin] ?? ['', ''];
  return Number(count) === 1 ? singular : plural;
};

/** Says in Dutch what zod found. It never repeats the value, which may be personal. */
const inWords = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return `moet ${KINDS[issue.expected] ?? issue.expected} zijn`;
    case 'too_small':
      return `is te klein of te kort: minstens ${issue.minimum}${unit(issue.origin, issue.minimum)}`;
    case 'too_big':
      return `is te groot of te lang: hoogstens ${issue.maximum}${unit(issue.origin, issue.maximum)}`;
    case 'invalid_value':
      return issue.message.startsWith('Invalid')
        ? `moet een van deze zijn: ${issue.values.join(', ')}`
        : issue.message;
    case 'invalid_format':
    case 'custom':
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'unrecognized_keys':
      return issue.message;
  }
};

const pointersOf = (
  issues: readonly z.core.$ZodIssue[],
  code: z.core.$ZodIssue['code'],
): ReadonlySet<string> =>
  new Set(issues.flatMap((issue) => (issue.code === code ? [jsonPointer(issue.path)] : [])));

/**
 * Every fault that zod found in `input`, in the order of the message; each unknown member is a fault of its own. A member that is
 * missing is named once: a check of its own says better what is missing than that it is. So is one of another kind than was asked: zod
 * measures a text where a list belongs all the same.
 */
export const faultsOf = (error: z.ZodError, input: unknown): Fault[] => {
  const checked = pointersOf(error.issues, 'custom');
  const ofOtherKind = pointersOf(error.issues, 'invalid_type');
  return error.issues.flatMap((issue): Fault[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((name) => ({
        pointer: jsonPointer([...issue.path, name]),
        detail: 'is geen bekend veld',
      }));
    }
    const missing =
      issue.code !== 'custom' && issue.path.length > 0 && valueAt(input, issue.path) === undefined;
    const pointer = jsonPointer(issue.path);
    if (missing && checked.has(pointer)) return [];
    if ((issue.code === 'too_big' || issue.code === 'too_small') && ofOtherKind.has(pointer)) return [];
    return [{ pointer, detail: missing ? 'ontbreekt' : inWords(issue) }];
  });
};

/** Joins the faults of several checks. A fault is left out when an earlier check has one at the same pointer. */
export const joinFaults = (...checks: readonly (readonly Fault[])[]): readonly Fault[] =>
  checks.flatMap((faults, place) => {
    const earlier = new Set(
      checks
        .slice(0, place)
        .flat()
        .map(({ pointer }) => pointer),
    );
    return faults.filter(({ pointer }) => !earlier.has(pointer));
  });
