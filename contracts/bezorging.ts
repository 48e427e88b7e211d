import * as z from 'zod';
import { Gemeentecode, ZaakId } from './basistypen.ts';

/** What travels on the queue `Bezorging`: ids only; what is to be done follows from the table at that moment. */

/** A partner of a gemeente, as `0907/taalschool`. */
const Kanaalnaam = z.templateLiteral([Gemeentecode, '/', z.string().regex(/^[a-z][a-z0-9-]*$/)]);

/** Deliver what lies ready for this partner of this zaak. */
const Baan = z.object({ soort: z.literal('baan'), kanaal: Kanaalnaam, zaakId: ZaakId });

/**
 * The doors of this partner changed: look at everything that lies ready for it again, and at what was parked.
 * `hersteld`: only its receiver answers again; what that one refused to the last stays parked.
 */
const HeelKanaal = z.object({
  soort: z.literal('kanaal'),
  kanaal: Kanaalnaam,
  hersteld: z.literal(true).optional(),
});

/** Ask the receiver of this abonnement for its consent (CloudEvents webhook §4). */
const Verificatie = z.object({
  soort: z.literal('verificatie'),
  kanaal: Kanaalnaam,
  abonnementId: z.uuid(),
});

/** Put messages that were delivered before back in line. */
const Herlevering = z.object({
  soort: z.literal('herlevering'),
  kanaal: Kanaalnaam,
  herleveringId: z.uuid(),
});

export const Bezorgopdracht = z.discriminatedUnion('soort', [Baan, HeelKanaal, Verificatie, Herlevering]);
export type Bezorgopdracht = z.infer<typeof Bezorgopdracht>;
export type Baanopdracht = Extract<Bezorgopdracht, { soort: 'baan' }>;
