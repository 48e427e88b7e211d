import * as z from 'zod';
import { members } from './checks.ts';

/** Something in a value: where it is, and the schema that says what it is; none for a member that no schema names. */
export interface Part {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  readonly schema: unknown;
}

/** Everything in a value that is no list or object itself, by the schema of that value. */
export const partsOf = (schema: unknown, value: unknown, path: Part['path'] = []): readonly Part[] => {
  if (schema instanceof z.ZodOptional) return partsOf(schema.unwrap(), value, path);
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.flatMap((member, place) => partsOf(schema.element, member, [...path, place]));
  if (!(schema instanceof z.ZodObject)) return [{ path, value, schema }];
  const { shape } = schema;
  return Object.entries(members(value)).flatMap(([name, member]) =>
    partsOf(Object.hasOwn(shape, name) ? shape[name] : undefined, member, [...path, name]),
  );
};

/** Counts the members of `value` that the schema does not name. DUO may add members, and the hub counts that it did. */
export const unknownFields = (schema: unknown, value: unknown): number =>
  partsOf(schema, value).filter((part) => part.schema === undefined).length;
