import * as z from 'zod';
import { Bsn, Moment, Oin, Vnummer } from '../base-types.ts';
import { acceptedFields } from './accepted-bericht.ts';

export const TYPE_DUO_NOTIFICATIE = 'nl.duo.notificatie.v1';

/** DUO's notificatie after `accept`. The V-nummer is text, as everywhere in the hub. */
export const AcceptedNotificatie = z.object({
  registratieDatumTijd: Moment,
  gebeurtenisId: z.string(),
  bsn: Bsn.optional(),
  // Ten zeros were a number once; a notification that waits with those goes by its BSN.
  vNummer: Vnummer.optional().catch(undefined),
});
export type AcceptedNotificatie = z.infer<typeof AcceptedNotificatie>;

/**
 * Messages for functions/duo. `doel` is the OIN that DUO addressed. They hold personal data, and the archive leaves them
 * out.
 */
export const DuoBericht = z.object({
  ...acceptedFields,
  type: z.literal(TYPE_DUO_NOTIFICATIE),
  doel: Oin,
  data: AcceptedNotificatie,
});
export type DuoBericht = z.infer<typeof DuoBericht>;
