import * as z from 'zod';
import { ZaakId } from '../base-types.ts';

/**
 * What travels on the queue `Bezorging`. A job holds ids only: functions/webhook reads in the table what is to be
 * done.
 */

/** A partner of a gemeente, as `0907/taalschool`. */
const KanaalId = z.templateLiteral([z.string().regex(/^\d{4}$/), '/', z.string().regex(/^[a-z][a-z0-9-]*$/)]);

/** Deliver what lies ready for this partner of this zaak. */
const Lane = z.object({ soort: z.literal('baan'), kanaal: KanaalId, zaakId: ZaakId });

/**
 * The doors of this partner changed: offer everything again that lies ready for it or was parked. `hersteld` says that
 * only its receiver answers again, that of `abonnementId`; a message that this receiver refused to the last stays parked. Earlier
 * versions of the hub did not say whose receiver.
 */
const WholeKanaal = z.object({
  soort: z.literal('kanaal'),
  kanaal: KanaalId,
  hersteld: z.literal(true).optional(),
  abonnementId: z.uuid().optional(),
});

/** Ask the receiver of this abonnement for its consent (CloudEvents webhook §4). */
const Verification = z.object({
  soort: z.literal('verificatie'),
  kanaal: KanaalId,
  abonnementId: z.uuid(),
});

/** Make messages ready again that were delivered before. */
const Herlevering = z.object({
  soort: z.literal('herlevering'),
  kanaal: KanaalId,
  herleveringId: z.uuid(),
});

export const DeliveryJob = z.discriminatedUnion('soort', [Lane, WholeKanaal, Verification, Herlevering]);
export type DeliveryJob = z.infer<typeof DeliveryJob>;
export type LaneJob = Extract<DeliveryJob, { soort: 'baan' }>;
