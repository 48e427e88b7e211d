import * as z from 'zod';
import { Bsn, Moment, Oin, OntvangstId, Vnummer, ZaakId } from '../base-types.ts';
import { PersoonIngeschreven, PersoonOverleden, PersoonVerhuisd } from '../brp.ts';
import { Koppeling, KoppelingIngetrokken } from '../coa.ts';
import {
  CasusGeopend,
  FeitHersteld,
  PipVastgesteld,
  PlichtVastgesteld,
  TaallessenGestart,
  UitslagOntvangen,
} from '../gemeente.ts';

/**
 * What travels on the hub's bus and queues. Only inbound messages hold personal data, and the archive leaves those
 * out.
 */

/** EventBridge `source` of inbound messages. */
export const SOURCE_INBOUND = 'inburgeringshub.inkomend';
/** EventBridge `source` of what happened in the hub itself. Those events hold ids only. */
export const SOURCE_HUB = 'inburgeringshub';

export const TYPE_DUO_NOTIFICATIE = 'nl.duo.notificatie.v1';
export const TYPE_ZAAK_UPDATED = 'nl.inburgeringszaken.zaak.bijgewerkt.v1';
export const TYPE_ABONNEMENT_WARNED = 'nl.inburgeringszaken.abonnement.gewaarschuwd.v1';

/** Where a message came from. Every fact that follows from the message keeps this. */
const origin = {
  ontvangstId: OntvangstId,
  /** The id of the event at its source (CloudEvent id, or DUO's berichtId). */
  berichtId: z.string(),
  bron: z.string(),
  tijdstip: Moment,
  /** The organisation in the token of the request. */
  organisatie: z.string(),
  /** Keyed digest of the message. It tells a repetition from another message under the same id. */
  afdruk: z.string(),
};

const bericht = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({ ...origin, type: z.literal(type), data });

/** Messages for functions/coa. */
export const CoaBericht = z.discriminatedUnion('type', [
  bericht('nl.tvs.koppeling.geregistreerd.v1', Koppeling),
  bericht('nl.tvs.koppeling.gewijzigd.v1', Koppeling),
  bericht('nl.tvs.koppeling.ingetrokken.v1', KoppelingIngetrokken),
]);
export type CoaBericht = z.infer<typeof CoaBericht>;

/** Messages for functions/brp. */
export const BrpBericht = z.discriminatedUnion('type', [
  bericht('nl.brp.persoon.ingeschreven.v1', PersoonIngeschreven),
  bericht('nl.brp.persoon.verhuisd.v1', PersoonVerhuisd),
  bericht('nl.brp.persoon.overleden.v1', PersoonOverleden),
]);
export type BrpBericht = z.infer<typeof BrpBericht>;

/** Messages for functions/meldingen: what a gemeente or a partner reports itself. */
export const MeldingBericht = z.discriminatedUnion('type', [
  bericht('nl.inburgeringszaken.casus.geopend.v1', CasusGeopend),
  bericht('nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1', PlichtVastgesteld),
  bericht('nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1', UitslagOntvangen),
  bericht('nl.inburgeringszaken.pip.vastgesteld.v1', PipVastgesteld),
  bericht('nl.inburgeringszaken.taallessen.gestart.v1', TaallessenGestart),
  bericht('nl.inburgeringszaken.feit.hersteld.v1', FeitHersteld),
]);
export type MeldingBericht = z.infer<typeof MeldingBericht>;

/** DUO's notificatie after `accept`. The V-nummer is text, as everywhere in the hub. */
export const AcceptedNotificatie = z.object({
  registratieDatumTijd: Moment,
  gebeurtenisId: z.string(),
  bsn: Bsn.optional(),
  vNummer: Vnummer.optional(),
});
export type AcceptedNotificatie = z.infer<typeof AcceptedNotificatie>;

/** Messages for functions/duo. `doel` is the OIN that DUO addressed. */
export const DuoBericht = z.object({
  ...origin,
  type: z.literal(TYPE_DUO_NOTIFICATIE),
  doel: Oin,
  data: AcceptedNotificatie,
});
export type DuoBericht = z.infer<typeof DuoBericht>;

export type InboundBericht = CoaBericht | BrpBericht | DuoBericht | MeldingBericht;

/** `nl.inburgeringszaken.zaak.bijgewerkt.v1`: the timeline of a zaak grew. The event holds ids only. */
export const ZaakUpdated = z.object({
  zaakId: ZaakId,
  versie: z.int().min(1),
  /** Whether a partner has to be told. The rule to functions/partnerberichten lets only those events through. */
  teVersturen: z.boolean(),
});
export type ZaakUpdated = z.infer<typeof ZaakUpdated>;

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
