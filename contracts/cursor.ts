import * as z from 'zod';

/** Where the next page of a collection begins. A client takes it over from the page before and reads nothing in it. */
export const Cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,1024}$/, 'is geen geldige waarde voor na')
  .meta({
    title: 'Na',
    description: 'Waar de volgende bladzijde begint; neem over uit `na` van de vorige',
    examples: ['eyJwayI6IjEifQ'],
  });
