import type { Fault } from '../../../contracts/faults.ts';
import { isObject } from '../../../contracts/is-object.ts';
import { specification } from './resources/specification.ts';

/** What may be written about a request: ids, the organisation, names of known fields. Never a value. */

const fieldNames = (schema: unknown, names: Set<string>): Set<string> => {
  if (Array.isArray(schema)) for (const part of schema) fieldNames(part, names);
  else if (isObject(schema)) {
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties' && isObject(value)) for (const name of Object.keys(value)) names.add(name);
      fieldNames(value, names);
    }
  }
  return names;
};

let known: Promise<ReadonlySet<string>> | undefined;

/** Names of all fields in the contract; collected at the first rejection, not at a cold start. */
const knownFields = (): Promise<ReadonlySet<string>> => {
  known ??= specification().then((document) => fieldNames(document, new Set(['bron', 'doel', 'berichtId'])));
  return known;
};

/** The pointer up to its last known field: the name of an unknown one may itself be personal. */
const safePointer = (pointer: string, fields: ReadonlySet<string>): string => {
  const parts = pointer.split('/').slice(1);
  const unknown = parts.findIndex((part) => !/^\d{1,3}$/.test(part) && !fields.has(part));
  return (unknown === -1 ? parts : parts.slice(0, unknown)).map((part) => `/${part}`).join('');
};

/** Where the faults are, each place once, as far as that can be said without naming what we do not know. */
export const safePointers = async (errors: readonly Fault[]): Promise<readonly string[]> => {
  if (errors.length === 0) return [];
  const fields = await knownFields();
  return [...new Set(errors.map(({ pointer }) => safePointer(pointer, fields)))];
};

/** Where an error was thrown: what its stack has after its name and message, of which a line may look like a place. */
const placesIn = ({ stack = '', message }: Error): string => {
  const begin = stack.indexOf(message);
  return begin === -1 ? '' : stack.slice(begin + message.length);
};

/** Kind and place of an error; its message stays out, since it may repeat what it was about. */
export const safeError = (error: unknown): { readonly fout: string; readonly place: readonly string[] } => ({
  fout: error instanceof Error ? error.name : typeof error,
  place:
    error instanceof Error
      ? placesIn(error)
          .split('\n')
          .filter((rule) => /^\s+at /.test(rule))
          .slice(0, 8)
          .map((rule) => rule.trim())
      : [],
});
