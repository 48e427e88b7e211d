import * as z from 'zod';
import { ZaakId } from '../base-types.ts';
import type { RoutemapFields } from '../routemap-data.ts';

/** What any event of the routemap holds as it travels inside the hub: every field by its type, and none but the zaak for sure. */
export type RoutemapReport = Partial<RoutemapFields> & {
  zaakId: ZaakId;
  vervangtBerichtId?: string | undefined;
  ingetrokken?: boolean | undefined;
};

/**
 * Its own strict contract (`routemap-data.ts`) found every field right when the message was accepted, and looks at it no second
 * time: a function that only takes reports in need not load what each of them may hold.
 */
export const RoutemapReport = z
  .looseObject({
    zaakId: ZaakId,
    vervangtBerichtId: z.string().optional(),
    ingetrokken: z.boolean().optional(),
  })
  .transform((report): RoutemapReport => report);
