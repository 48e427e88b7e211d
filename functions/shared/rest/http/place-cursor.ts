import type { z } from 'zod';
import { type ApiProblem, invalid } from './problems.ts';

/** What is said of a cursor that this list never gave. The hub did not make it, so the answer does not quote it. */
export const foreignCursor = (): ApiProblem =>
  invalid([{ pointer: '/na', detail: 'is geen vervolg op deze lijst' }]);

/** Where a list goes on that is read in parts: in which part, and after which place in it. */
type Place = [part: number, after?: string | undefined];

/** The cursors of a list that is read in parts. The schema says which places it has. */
export const placeCursor = (schema: z.ZodType<Place>) => ({
  write: ([part, after]: Readonly<Place>): string =>
    Buffer.from(JSON.stringify(after === undefined ? [part] : [part, after])).toString('base64url'),

  /** The place that a cursor names, or without one the begin of the list. */
  read: (cursor: string | undefined): Place => {
    if (cursor === undefined) return [0];
    try {
      return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    } catch {
      throw foreignCursor();
    }
  },
});
