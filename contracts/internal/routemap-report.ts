import * as z from 'zod';
import { ZaakId } from '../base-types.ts';
import { ACTIVITEITEN, INTAKE_PARTS, LEERROUTES, REACTIES, type RoutemapFieldName } from '../routemap.ts';

const part = z.enum(INTAKE_PARTS);
const day = z.string().optional();
const yesNo = z.boolean().optional();

const fields = {
  datum: day,
  startdatum: day,
  verhuisdatum: day,
  onderdeel: part.optional(),
  onderdelen: z.array(part).optional(),
  tolk: yesNo,
  reactie: z.enum(REACTIES).optional(),
  activiteit: z.enum(ACTIVITEITEN).optional(),
  leerroute: z.enum(LEERROUTES).optional(),
  afwijkendVanToets: yesNo,
  gemotiveerd: yesNo,
} as const satisfies Readonly<Record<RoutemapFieldName, z.ZodType>>;

/**
 * What any event of the routemap holds as it travels inside the hub: its own contract (`routemap-data.ts`) found it right
 * when it was accepted, so that this names every field and requires none but the zaak.
 */
export const RoutemapReport = z.object({
  zaakId: ZaakId,
  ...fields,
  vervangtBerichtId: z.string().optional(),
  ingetrokken: yesNo,
});
export type RoutemapReport = z.infer<typeof RoutemapReport>;
