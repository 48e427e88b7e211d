import * as z from 'zod';
import { ZaakId } from '../base-types.ts';

/** What travels on the queue `Bezorging`: ids only; what is to be done follows from the table at that moment. */

/** A partner of a gemeente, as `0907/taalschool`. */
const KanaalId = z.templateLiteral([z.string().regex(/^\d{4}$/), '/', z.string().regex(/^[a-z][a-z0-9-]*$/)]);

/** Deliver what lies ready for this partner of this zaak. */
const Lane = z.object({ soort: z.literal('baan'), kanaal: KanaalId, zaakId: ZaakId });

/**
 * The doors of this partner changed: look at everything that lies ready for it again, and at what was parked.
 * `hersteld`: only its receiver answers again; what that one refused to the last stays parked.
 */
const WholeKanaal = z.object({
  soort: z.literal('kanaal'),
  kanaal: KanaalId,
  hersteld: z.literal(true).optional(),
});

/** Ask the receiver of this abonnement for its consent (CloudEvents webhook §4). */
const Verification = z.object({
  soort: z.literal('verificatie'),
  kanaal: KanaalId,
  abonnementId: z.uuid(),
});

/** Put messages that were delivered before back in line. */
const Herlevering = z.object({
  soort: z.literal('herlevering'),
  kanaal: KanaalId,
  herleveringId: z.uuid(),
});

export const DeliveryJob = z.discriminatedUnion('soort', [Lane, WholeKanaal, Verification, Herlevering]);
export type DeliveryJob = z.infer<typeof DeliveryJob>;
export type LaneJob = Extract<DeliveryJob, { soort: 'baan' }>;
