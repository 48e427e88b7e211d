import type { Fault } from './faults.ts';
import { jsonPointer } from './json-pointer.ts';

/**
 * What the API accepts as text. The rest of the chain relies on it: SQS refuses U+FFFE, a Python receiver fails on half
 * a surrogate pair, and U+FFFD shows that a system before the hub lost a character of a name.
 */

const FAULTS: readonly (readonly [pattern: RegExp, detail: string])[] = [
  [/\p{Cs}/u, 'bevat een halve surrogaat en is dus geen geldige Unicode'],
  [/\uFFFD/u, 'bevat het vervangteken U+FFFD: onderweg naar de hub ging een teken verloren'],
  [/\p{Noncharacter_Code_Point}/u, 'bevat een codepunt dat geen teken is (zoals U+FFFE)'],
  [/\p{Cc}/u, 'bevat stuurtekens'],
];

const ANY_FAULT = /[\p{Cs}\uFFFD\p{Noncharacter_Code_Point}\p{Cc}]/u;

/** Says in Dutch what is wrong with a text, without the text itself. */
const textFaults = (text: string): readonly string[] =>
  ANY_FAULT.test(text) ? FAULTS.flatMap(([pattern, detail]) => (pattern.test(text) ? [detail] : [])) : [];

/** Every fault in the texts of a JSON value, each at its own pointer. */
export const textFaultsIn = (value: unknown): readonly Fault[] => {
  if (typeof value === 'string') return textFaults(value).map((detail) => ({ pointer: '', detail }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    textFaultsIn(member).map(({ pointer, detail }) => ({ pointer: jsonPointer([name]) + pointer, detail })),
  );
};

const normalized = (value: unknown): unknown => {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(normalized);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, normalized(member)]));
};

/** The same JSON value with every text in NFC, so that a letter with an accent is written in one way only. */
export const inNfc = <Value>(value: Value): Value => normalized(value) as Value;
