import type { z } from 'zod';
import { OngeldigeCursor } from '../../adapters/tabel.ts';
import { foutenVan } from '../../contracts/fouten.ts';
import { ongeldig } from './problemen.ts';
import type { Verzoek } from './verzoek.ts';

/** The query parameters of a call; every other one is refused, so that nobody puts a key of a person there. */
export const leesQuery = <Query extends z.ZodType>(schema: Query, { query }: Verzoek): z.infer<Query> => {
  const uitslag = schema.safeParse(query);
  if (!uitslag.success) throw ongeldig(foutenVan(uitslag.error, query));
  return uitslag.data;
};

/** True when the store could not read a cursor: one of another list, or made up. */
const isOngeldigeCursor = (fout: unknown): boolean =>
  fout instanceof OngeldigeCursor || (fout instanceof Error && fout.name === 'ValidationException');

/** Reads one page; a cursor that this list never gave is the caller's fault. */
export const leesBladzijde = async <Bladzijde>(
  na: string | undefined,
  lees: (na?: string) => Promise<Bladzijde>,
): Promise<Bladzijde> => {
  try {
    return await lees(na);
  } catch (fout) {
    if (na === undefined || !isOngeldigeCursor(fout)) throw fout;
    throw ongeldig([{ pointer: '/na', detail: 'is geen vervolg op deze lijst' }]);
  }
};
