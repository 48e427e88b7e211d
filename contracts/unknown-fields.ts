import * as z from 'zod';
import { members } from './checks.ts';

/** How many members of `value` the schema does not name: DUO may add members, and we want to know that it did. */
export const unknownFields = (schema: unknown, value: unknown): number => {
  if (schema instanceof z.ZodOptional) return unknownFields(schema.unwrap(), value);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.reduce<number>((total, part) => total + unknownFields(schema.element, part), 0);
  }
  if (!(schema instanceof z.ZodObject)) return 0;
  return Object.entries(members(value)).reduce(
    (total, [name, member]) =>
      total + (Object.hasOwn(schema.shape, name) ? unknownFields(schema.shape[name], member) : 1),
    0,
  );
};
