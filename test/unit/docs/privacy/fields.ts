import type * as z from 'zod';
import { isObject } from '../../../../contracts/is-object.ts';
import { type Json, jsonSchema } from '../../../../contracts/publish/openapi/json-schema.ts';

/** The names of the fields in a contract, read from its schema. */

const nodesIn = (value: unknown): readonly Json[] =>
  (Array.isArray(value) ? value : [value]).filter(isObject);

/** Everything that can stand in this place: a list stands for its items, and a choice for each of its options. */
const optionsOf = (node: Json): readonly Json[] => [
  node,
  ...[node['items'], node['anyOf'], node['oneOf'], node['allOf']].flatMap(nodesIn).flatMap(optionsOf),
];

const propertiesOf = (nodes: readonly Json[]): ReadonlyMap<string, readonly Json[]> => {
  const found = new Map<string, readonly Json[]>();
  for (const { properties } of nodes.flatMap(optionsOf)) {
    if (!isObject(properties)) continue;
    for (const [name, node] of Object.entries(properties)) {
      found.set(name, [...(found.get(name) ?? []), ...nodesIn(node)]);
    }
  }
  return found;
};

const written = (nodes: readonly Json[]): string =>
  [...propertiesOf(nodes)]
    .map(([name, inside]) => {
      const fields = written(inside);
      return fields === '' ? name : `${name} (${fields})`;
    })
    .join(', ');

/** The fields of a schema in its own order, with what is in each: `naam (voornamen, geslachtsnaam), talen (naam)`. */
export const fieldsIn = (schema: z.ZodType): string => written([jsonSchema(schema, 'draft-07')]);
