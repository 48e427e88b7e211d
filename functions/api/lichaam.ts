import type { z } from 'zod';
import { type Fout, foutenVan, joinFaults } from '../../contracts/fouten.ts';
import { isObject, jsonLichaam } from './media.ts';
import { ongeldig } from './problemen.ts';
import type { Verzoek } from './verzoek.ts';

/** Faults that the contract cannot see, of a body that is at least an object. */
export type Naslag = (lichaam: Readonly<Record<string, unknown>>) => Promise<readonly Fout[]>;

const geenNaslag: Naslag = async () => [];

/** The body of a call, or every fault in it at once: those of its contract and those that only the hub can find. */
export const leesLichaam = async <Lichaam extends z.ZodType>(
  schema: Lichaam,
  verzoek: Verzoek,
  naslag: Naslag = geenNaslag,
): Promise<z.infer<Lichaam>> => {
  const { waarde: lichaam, fouten: schrijffouten } = jsonLichaam(verzoek);
  if (!isObject(lichaam)) throw ongeldig([{ pointer: '', detail: 'moet een object zijn' }]);
  const uitslag = schema.safeParse(lichaam);
  const volgensContract = uitslag.success ? [] : foutenVan(uitslag.error, lichaam);
  const fouten = joinFaults(volgensContract, schrijffouten, await naslag(lichaam));
  if (!uitslag.success || fouten.length > 0) throw ongeldig(fouten);
  return uitslag.data;
};
