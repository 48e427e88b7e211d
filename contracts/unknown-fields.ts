import * as z from 'zod';
import { members } from './checks.ts';

/** Counts the members of `value` that the schema does not name. DUO may add members, and the hub counts that it did. */
export const unknownFields = (schema: z.ZodType, value: unknown): number => {
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    const element = schema.element;
    return element instanceof z.ZodType
      ? value.reduce<number>((count, member) => count + unknownFields(element, member), 0)
      : 0;
  }
  if (schema instanceof z.ZodObject) {
    return Object.keys(members(value)).filter((name) => !Object.hasOwn(schema.shape, name)).length;
  }
  return 0;
};
