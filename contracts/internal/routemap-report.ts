import * as z from 'zod';
import { ZaakId } from '../base-types.ts';
import {
  ACTIVITEITEN,
  BETROKKEN_ROLLEN,
  DAGDELEN,
  GESPREKSPARTNERS,
  INTAKE_PARTS,
  LEERROUTES,
  REACTIES,
  type RoutemapFieldName,
  TAALNIVEAUS,
} from '../routemap.ts';

const part = z.enum(INTAKE_PARTS);
const day = z.string().optional();
const yesNo = z.boolean().optional();
const count = z.int().optional();
const words = z.string().optional();

const fields = {
  datum: day,
  startdatum: day,
  verhuisdatum: day,
  afspraakdatum: day,
  ingangsdatum: day,
  tijd: words,
  plaats: words,
  met: z.enum(GESPREKSPARTNERS).optional(),
  intakedatum: day,
  betrokkenRol: z.enum(BETROKKEN_ROLLEN).optional(),
  naam: words,
  telefoonnummer: words,
  emailadres: words,
  onderdeel: part.optional(),
  onderdelen: z.array(part).optional(),
  tolk: yesNo,
  reactie: z.enum(REACTIES).optional(),
  activiteit: z.enum(ACTIVITEITEN).optional(),
  leerroute: z.enum(LEERROUTES).optional(),
  afwijkendVanToets: yesNo,
  gemotiveerd: yesNo,
  niveau: z.enum(TAALNIVEAUS).optional(),
  lesuren: count,
  pvtUren: count,
  alfabetisering: yesNo,
  mapUren: count,
  dagdelen: z.array(z.enum(DAGDELEN)).optional(),
  ontzorgingVanaf: day,
  ontzorgingTot: day,
  evaluatiedatum: day,
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
