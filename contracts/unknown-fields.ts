import * as z from 'zod';
import { members } from './checks.ts';

/** How many members of `waarde` the schema does not name: DUO may add members, and we want to know that it did. */
export const unknownFields = (schema: z.ZodType, value: unknown): number => {
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    const element = schema.element;
    return element instanceof z.ZodType
      ? value.reduce<number>((total, part) => total + unknownFields(element, part), 0)
      : 0;
  }
  if (schema instanceof z.ZodObject) {
    return Object.keys(members(value)).filter((name) => !Object.hasOwn(schema.shape, name)).length;
  }
  return 0;
};
