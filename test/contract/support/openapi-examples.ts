import { isObject } from '../../../contracts/is-object.ts';
import type { Json } from '../../../contracts/publish/openapi/json-schema.ts';

/** An example or a default in an OpenAPI document, and the JSON pointer of the schema that it has to satisfy. */
export interface ExampleValue {
  readonly pointer: string;
  readonly kind: 'schema' | 'content';
  readonly value: unknown;
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const valuesAt = (part: Json, pointer: string): readonly ExampleValue[] => {
  const own = ['example', 'default'].flatMap((name) => (name in part ? [part[name]] : []));
  if (!('schema' in part)) return own.map((value) => ({ pointer, kind: 'schema', value }));
  const named = isObject(part['examples']) ? Object.values(part['examples']) : [];
  const values = [...own, ...named.map((one) => (isObject(one) ? one['value'] : undefined))];
  return values.map((value) => ({ pointer: `${pointer}/schema`, kind: 'content', value }));
};

/** Whether the members of this part have names of their own, which mean nothing to OpenAPI. */
const isNamed = (pointer: string): boolean => /\/(properties|responses|schemas|headers)$/.test(pointer);

/** Every example and default of a document, in the order in which they stand; examples themselves are not searched. */
export const exampleValues = (part: unknown, pointer = ''): readonly ExampleValue[] => {
  if (Array.isArray(part)) {
    return part.flatMap((element, place) => exampleValues(element, `${pointer}/${place}`));
  }
  if (!isObject(part)) return [];
  const within = Object.entries(part)
    .filter(([name]) => isNamed(pointer) || !['example', 'examples', 'default'].includes(name))
    .flatMap(([name, value]) => exampleValues(value, `${pointer}/${escaped(name)}`));
  return isNamed(pointer) ? within : [...valuesAt(part, pointer), ...within];
};
