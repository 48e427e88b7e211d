import * as z from 'zod';
import { ZaakId } from '../base-types.ts';

/** What travels on the hub's bus, beside the inbound messages (`inbound-bericht.ts`): ids only. */

/** EventBridge `source` of inbound messages. */
export const SOURCE_INBOUND = 'inburgeringshub.inkomend';
/** EventBridge `source` of what happened in the hub itself. Those events hold ids only. */
export const SOURCE_HUB = 'inburgeringshub';

export const TYPE_ZAAK_UPDATED = 'nl.inburgeringszaken.zaak.bijgewerkt.v1';
export const TYPE_ZAAK_ERASE = 'nl.inburgeringszaken.zaak.wissen.v1';
export const TYPE_ABONNEMENT_WARNED = 'nl.inburgeringszaken.abonnement.gewaarschuwd.v1';

/** `nl.inburgeringszaken.zaak.bijgewerkt.v1`: the timeline of a zaak grew. The event holds ids only. */
export const ZaakUpdated = z.object({
  zaakId: ZaakId,
  versie: z.int().min(1),
  /** Whether a partner has to be told. The rule to functions/partnerberichten lets only those events through. */
  teVersturen: z.boolean(),
  /** Whether DUO has to be told something. The rule to functions/duomeldingen lets only those events through. */
  teMelden: z.literal(true).optional(),
});
export type ZaakUpdated = z.infer<typeof ZaakUpdated>;

/**
 * What functions/wissen is to do: erase a zaak of which that was decided (`nl.inburgeringszaken.zaak.wissen.v1`, an id only),
 * or look after everything of which the term is over.
 */
export const EraseOrder = z.union([
  z.strictObject({ zaakId: ZaakId }),
  z.strictObject({ taak: z.literal('opruimen') }),
]);
export type EraseOrder = z.infer<typeof EraseOrder>;

/** Why the partner of an abonnement is warned. */
export const WARNINGS = ['ontvanger-in-storing', 'bericht-geparkeerd', 'abonnement-gestopt'] as const;
export type Warning = (typeof WARNINGS)[number];

/** `nl.inburgeringszaken.abonnement.gewaarschuwd.v1`: something is wrong with a receiver. The event holds ids only. */
export interface AbonnementWarned {
  /** `0907/taalschool` */
  readonly kanaal: string;
  readonly abonnementId: string;
  readonly waarschuwing: Warning;
}

/** Name of the attribute of a message that was moved back from the dead letters. Its value is `<run id> <time>`. */
export const STAMP = 'herstel';

/** The part of an EventBridge event that a queue consumer reads. Each consumer has its own schema for `detail`. */
export const BusEvent = z.object({
  detail: z.unknown(),
  /** The name of the replay, on an event that EventBridge offers again from its archive. */
  'replay-name': z.string().optional(),
});
