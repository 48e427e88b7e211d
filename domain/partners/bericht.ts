import { v5 as uuidV5 } from 'uuid';
import type { ZaakId } from '../../contracts/base-types.ts';
import { partnerGebeurtenisSchema } from '../../contracts/partner-gebeurtenis-data.ts';
import { partnerberichtSchema } from '../../contracts/partnerberichten.ts';
import { aboutWhat } from '../../contracts/partnerrollen.ts';
import type { OutgoingBericht } from '../delivery/item.ts';
import { known } from '../known.ts';
import { toldSpanId, writeTraceparent } from '../logboek/trace.ts';
import { kanaalParts } from './address.ts';
import { type InburgeraarNotice, type Notice, type StepNotice, typeOfNotice } from './notices.ts';
import type { KanaalId, Projection } from './projection.ts';

/** The id of a message follows from zaak, partner and volgnummer: it is the same however often it is composed. */
export const berichtIdOf = (zaakId: ZaakId, partner: KanaalId, volgnummer: number): string =>
  uuidV5(`${partner}#${volgnummer}`, zaakId);

/** The sender of a message, and the address under which its schemas are published. */
export interface Sender {
  /** `urn:nld:oin:…:systeem:inburgeringshub` */
  readonly bron: string;
  /** `https://hub.example.nl` */
  readonly basisUrl: string;
  /** The trace of the message that made the hub tell this. */
  readonly traceId?: string;
}

/** The trace context in which the event began. It is the same however often the message is composed. */
const traceOf = ({ traceId }: Sender, id: string): { readonly traceparent?: string } =>
  traceId === undefined ? {} : { traceparent: writeTraceparent({ traceId, spanId: toldSpanId(id) }) };

/** Everything in a message except its data. */
export const envelopeOf = <Type extends string>(
  sender: Sender,
  {
    id,
    type,
    zaakId,
    time,
  }: { readonly id: string; readonly type: Type; readonly zaakId: ZaakId; readonly time: string },
) => ({
  specversion: '1.0',
  id,
  source: sender.bron,
  type,
  subject: zaakId,
  time,
  datacontenttype: 'application/json',
  dataschema: `${sender.basisUrl}/v1/schemas/${type}`,
  ...traceOf(sender, id),
});

/** The zaak or the household that a message is about. */
const subjectOf = (zaakId: ZaakId, { rol }: Pick<Notice, 'rol'>): Record<string, ZaakId> =>
  aboutWhat(rol) === 'zaak' ? { zaakId } : { huishoudenId: zaakId };

const content = (
  zaakId: ZaakId,
  projection: Projection | undefined,
  notice: InburgeraarNotice,
): Record<string, unknown> => {
  const { gemeentecode } = kanaalParts(notice.partner);
  const core = { ...subjectOf(zaakId, notice), gemeentecode, volgnummer: notice.volgnummer };
  switch (notice.soort) {
    case 'gemeld':
    case 'gewijzigd':
      return {
        ...core,
        ...projection?.velden,
        ...known({ gewijzigd: notice.gewijzigd }),
      };
    case 'vervallen':
      return { ...core, reden: notice.reden };
    case 'gewist':
      return core;
  }
};

/** The data of a message about a step: the notice holds all of it. */
const stepContent = (zaakId: ZaakId, notice: StepNotice): Record<string, unknown> => {
  const { partner, volgnummer, gegevens, vervangt } = notice;
  const { gemeentecode } = kanaalParts(partner);
  const core = { ...subjectOf(zaakId, notice), gemeentecode, volgnummer };
  return { ...core, ...gegevens, ...known({ vervangt }) };
};

/**
 * The message that a notice amounts to, given the projections of the zaak right after the commit it stands in (that of
 * its partner is enough). The same notice always gives the same message, id included, so that a redelivery repeats it.
 * Throws when a field is not in the contract.
 */
export const partnerbericht = (
  sender: Sender,
  zaakId: ZaakId,
  projections: ReadonlyMap<KanaalId, Projection>,
  notice: Notice,
  time: string,
): OutgoingBericht => {
  const id = berichtIdOf(zaakId, notice.partner, notice.volgnummer);
  const envelope = envelopeOf(sender, { id, type: typeOfNotice(notice), zaakId, time });
  return notice.soort === 'stap'
    ? partnerGebeurtenisSchema(notice.gebeurtenis, notice.rol).parse({
        ...envelope,
        data: stepContent(zaakId, notice),
      })
    : partnerberichtSchema(notice.soort, notice.rol).parse({
        ...envelope,
        data: content(zaakId, projections.get(notice.partner), notice),
      });
};
