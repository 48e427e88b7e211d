import type { z } from 'zod';
import { InvalidCursor } from '../../../../adapters/table/cursor.ts';
import { faultsOf, joinFaults } from '../../../../contracts/faults.ts';
import { jsonPointer } from '../../../../contracts/json-pointer.ts';
import { foreignCursor } from './place-cursor.ts';
import { invalid } from './problems.ts';
import type { Request } from './request.ts';

/**
 * The query parameters of a call, each once. Every other one is refused, so that nobody puts a key of a person there, and
 * so is one that stands there twice, so that no two readers take another of its values.
 */
export const readQuery = <Query extends z.ZodType>(
  schema: Query,
  { query, repeated }: Request,
): z.infer<Query> => {
  const parsed = schema.safeParse(query);
  const faults = joinFaults(
    parsed.success ? [] : faultsOf(parsed.error, query),
    repeated.map((name) => ({ pointer: jsonPointer([name]), detail: 'staat er meer dan één keer' })),
  );
  if (!parsed.success || faults.length > 0) throw invalid(faults);
  return parsed.data;
};

/** True when the store could not read a cursor: one of another list, or made up. */
const isInvalidCursor = (error: unknown): boolean =>
  error instanceof InvalidCursor || (error instanceof Error && error.name === 'ValidationException');

/** Reads one page; a cursor that this list never gave is the caller's fault. */
export const readPage = async <Page>(
  after: string | undefined,
  read: (after?: string) => Promise<Page>,
): Promise<Page> => {
  try {
    return await read(after);
  } catch (error) {
    if (after === undefined || !isInvalidCursor(error)) throw error;
    throw foreignCursor();
  }
};
