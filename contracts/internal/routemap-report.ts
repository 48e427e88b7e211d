import * as z from 'zod';
import { ZaakId } from '../base-types.ts';
import { acceptedDays, otherFields } from '../routemap-data.ts';

/**
 * What any event of the routemap holds as it travels inside the hub: its own contract (`routemap-data.ts`) found it right
 * when it was accepted, so that this names every field and requires none but the zaak.
 */
export const RoutemapReport = z.object({
  zaakId: ZaakId,
  ...acceptedDays(),
  ...otherFields(),
  vervangtBerichtId: z.string().optional(),
  ingetrokken: z.boolean().optional(),
});
export type RoutemapReport = z.infer<typeof RoutemapReport>;
