import * as z from 'zod';
import { members } from './checks.ts';

/** Counts the members of `value` that the schema does not name. DUO may add members, and the hub counts that it did. */
export const unknownFields = (schema: unknown, value: unknown): number => {
  if (schema instanceof z.ZodOptional) return unknownFields(schema.unwrap(), value);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.reduce<number>((count, member) => count + unknownFields(schema.element, member), 0);
  }
  if (!(schema instanceof z.ZodObject)) return 0;
  return Object.entries(members(value)).reduce(
    (count, [name, member]) =>
      count + (Object.hasOwn(schema.shape, name) ? unknownFields(schema.shape[name], member) : 1),
    0,
  );
};
