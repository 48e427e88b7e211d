import * as z from 'zod';
import { Datum, ZaakId } from '../base-types.ts';
import type { PipContent } from '../pip.ts';
import { LEERROUTES } from '../routemap.ts';

/**
 * A decision about a PIP after `accept`. Its own contract found it right then (`pip.ts`), so that who only passes it on need not
 * load that.
 */
export const PipReported = z.object({
  zaakId: ZaakId,
  datum: Datum.optional(),
  dagtekening: Datum.optional(),
  dagtekeningInitieel: Datum.optional(),
  leerroute: z.enum(LEERROUTES).optional(),
  pip: z.custom<PipContent>((value) => typeof value === 'object' && value !== null).optional(),
  gemotiveerd: z.boolean().optional(),
  onderdelen: z.array(z.string()).optional(),
});
