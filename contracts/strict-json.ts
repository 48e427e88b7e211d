import type { Fault } from './faults.ts';
import { jsonPointer } from './json-pointer.ts';
import { inNfc, textFaultsIn } from './text.ts';

/**
 * Reads JSON from outside. The bytes must be UTF-8 and are never repaired, no object may name a member twice, and every
 * text must hold real characters, which come out in NFC. `JSON.parse` judges the grammar but hides repeated members, so
 * `repeatedMembers` goes over the tokens of a document that it accepted. Parsers that report a repeated member stop at
 * the first one, name no pointer, or recurse as deep as the sender likes.
 */
export type ReadJson =
  | { readonly kind: 'unreadable'; readonly detail: string }
  | { readonly kind: 'read'; readonly value: unknown; readonly faults: readonly Fault[] };

/** No contract goes this deep, and a recursive check of a deeper value may run out of stack. */
const MAX_DEPTH = 32;

const isTooDeep = (value: unknown, left = MAX_DEPTH): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (left === 0 || Object.values(value).some((member) => isTooDeep(member, left - 1)));

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

/** How far `repeatedMembers` is within one object or array. */
interface Level {
  readonly path: readonly PropertyKey[];
  /** Names of the members so far; absent for an array. */
  readonly seen?: Set<string>;
  /** Name or place of the current member; undefined while an object has yet to name it. */
  member: string | number | undefined;
}

const innerPath = (level: Level | undefined): readonly PropertyKey[] =>
  level?.member === undefined ? [] : [...level.path, level.member];

/** Takes the next token of a level. It returns the path of the member when the object has that member already. */
const take = (level: Level, token: string): readonly PropertyKey[] | undefined => {
  if (token === ',') {
    level.member = typeof level.member === 'number' ? level.member + 1 : undefined;
  } else if (level.seen !== undefined && level.member === undefined) {
    const name = String(JSON.parse(token));
    const isRepeated = level.seen.has(name);
    level.seen.add(name);
    level.member = name;
    if (isRepeated) return [...level.path, name];
  }
  return undefined;
};

/** Every member that an object names more than once, in a text that is valid JSON. */
const repeatedMembers = (text: string): readonly Fault[] => {
  const levels: Level[] = [];
  const faults: Fault[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{') levels.push({ path: innerPath(level), seen: new Set(), member: undefined });
    else if (token === '[') levels.push({ path: innerPath(level), member: 0 });
    else if (token === '}' || token === ']') levels.pop();
    else if (level !== undefined) {
      const repeated = take(level, token);
      if (repeated !== undefined)
        faults.push({ pointer: jsonPointer(repeated), detail: 'staat er meer dan één keer' });
    }
  }
  return faults;
};

/** Members that no contract sees: zod passes over this name, because giving an object such a member changes the object itself. */
const unseenMembers = (value: unknown, path: readonly PropertyKey[] = []): readonly Fault[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, member]) =>
        name === '__proto__'
          ? [{ pointer: jsonPointer([...path, name]), detail: 'is geen bekend veld' }]
          : unseenMembers(member, [...path, name]),
      )
    : [];

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** The value in these bytes, with every fault in how it was written. `kind` says whether there is a value. */
export const readJson = (bytes: Uint8Array): ReadJson => {
  const text = decode(bytes);
  if (text === undefined) return { kind: 'unreadable', detail: 'is geen UTF-8' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the payload, so the hub keeps nothing of it.
    return { kind: 'unreadable', detail: 'is geen JSON' };
  }
  if (isTooDeep(value)) return { kind: 'unreadable', detail: `is meer dan ${MAX_DEPTH} lagen diep` };
  const faults = [...repeatedMembers(text), ...unseenMembers(value), ...textFaultsIn(value)];
  return { kind: 'read', value: inNfc(value), faults };
};
