import { isObject } from '../../contracts/is-object.ts';
import type { Json } from '../../contracts/publish/openapi/json-schema.ts';

/** A letter of two bytes: who counts characters where it should count bytes finds out. */
const LETTER = 'é';

const text = (schema: Json): unknown => {
  const { maxLength, pattern, format, examples } = schema;
  const [example] = Array.isArray(examples) ? examples : [];
  if (typeof maxLength !== 'number' || format !== undefined) return example;
  const longest = LETTER.repeat(maxLength);
  return typeof pattern !== 'string' || new RegExp(pattern, 'u').test(longest) ? longest : example;
};

/** The largest value that a JSON Schema of a partner's message allows: every field there, every text at its longest. */
export const largest = (schema: unknown): unknown => {
  if (!isObject(schema)) throw new Error('not a schema');
  const { enum: choices, type, properties, items, maxItems, maximum } = schema;
  if (Array.isArray(choices)) return choices[0];
  if (type === 'boolean') return true;
  if (type === 'integer') return maximum;
  if (type === 'string') return text(schema);
  if (type === 'array') return Array.from({ length: Number(maxItems) }, () => largest(items));
  return Object.fromEntries(
    Object.entries(isObject(properties) ? properties : {}).map(([name, part]) => [name, largest(part)]),
  );
};
