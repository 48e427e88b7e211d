import { type Fault, jsonPointer } from './faults.ts';
import { inNfc, textFaultsIn } from './text.ts';

/**
 * Reads JSON from outside: bytes that are UTF-8 and never repaired, no member twice, text that is text, in NFC.
 * `JSON.parse` judges the grammar. What it hides, a repeated member, is found by a look over the tokens of a document
 * that it found right; parsers that report one stop at the first, name no pointer, or recurse as deep as the sender likes.
 */
export type ReadJson =
  | { readonly kind: 'unreadable'; readonly detail: string }
  | { readonly kind: 'read'; readonly value: unknown; readonly faults: readonly Fault[] };

/** Deeper than any contract goes; a recursive check of a value that goes deeper may run out of stack. */
const MAX_DEPTH = 32;

const isTooDeep = (value: unknown, left = MAX_DEPTH): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (left === 0 || Object.values(value).some((member) => isTooDeep(member, left - 1)));

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

/** Where the look over the tokens stands within one object or array. */
interface Level {
  readonly path: readonly PropertyKey[];
  /** The members so far; absent for an array. */
  readonly seen?: Set<string>;
  /** Name or place of the member at hand; undefined while an object has yet to name it. */
  member: string | number | undefined;
}

const innerPath = (level: Level | undefined): readonly PropertyKey[] =>
  level?.member === undefined ? [] : [...level.path, level.member];

/** Takes the next token of a level that goes on; gives back the path of a member that the object has already. */
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

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** The value in these bytes, with every fault in how it was written; `kind` tells whether there is a value at all. */
export const readJson = (bytes: Uint8Array): ReadJson => {
  const text = decode(bytes);
  if (text === undefined) return { kind: 'unreadable', detail: 'is geen UTF-8' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message holds the payload, so nothing of it is kept.
    return { kind: 'unreadable', detail: 'is geen JSON' };
  }
  if (isTooDeep(value)) return { kind: 'unreadable', detail: `is meer dan ${MAX_DEPTH} lagen diep` };
  return { kind: 'read', value: inNfc(value), faults: [...repeatedMembers(text), ...textFaultsIn(value)] };
};
