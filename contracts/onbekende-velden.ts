import * as z from 'zod';
import { leden } from './controle.ts';

/** How many members of `waarde` the schema does not name: DUO may add members, and we want to know that it did. */
export const onbekendeVelden = (schema: z.ZodType, waarde: unknown): number => {
  if (schema instanceof z.ZodArray && Array.isArray(waarde)) {
    const element = schema.element;
    return element instanceof z.ZodType
      ? waarde.reduce<number>((totaal, deel) => totaal + onbekendeVelden(element, deel), 0)
      : 0;
  }
  if (schema instanceof z.ZodObject) {
    return Object.keys(leden(waarde)).filter((naam) => !Object.hasOwn(schema.shape, naam)).length;
  }
  return 0;
};
