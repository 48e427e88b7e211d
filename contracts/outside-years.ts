import * as z from 'zod';
import { type Part, partsOf } from './parts.ts';
import { inYears } from './years.ts';

/** The dates in a value, by its schema, that lie outside the years. One that is wrong in another way has a fault already. */
export const outsideYears = (schema: unknown, value: unknown): readonly Part[] =>
  partsOf(schema, value).filter(
    (part) =>
      part.schema instanceof z.ZodISODate &&
      part.schema.safeParse(part.value).success &&
      !inYears(String(part.value)),
  );
