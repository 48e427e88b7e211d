import { v5 as uuidV5 } from 'uuid';
import type { ZaakId } from '../../contracts/basistypen.ts';
import { BERICHTTYPEN, type Partnerbericht, partnerberichtSchema } from '../../contracts/partnerberichten.ts';
import type { Melding } from './meldingen.ts';
import type { PartnerAdres, Projectie } from './projectie.ts';

/** The id of a message follows from zaak, partner and volgnummer: it is the same however often it is composed. */
export const berichtIdVan = (zaakId: ZaakId, partner: PartnerAdres, volgnummer: number): string =>
  uuidV5(`${partner}#${volgnummer}`, zaakId);

/** Who sends, and under which address its schemas are published. */
export interface Afzender {
  /** `urn:nld:oin:…:systeem:inburgeringshub` */
  readonly bron: string;
  /** `https://hub.example.nl` */
  readonly basisUrl: string;
}

const inhoud = (
  zaakId: ZaakId,
  projectie: Projectie | undefined,
  melding: Melding,
): Record<string, unknown> => {
  const gemeentecode = melding.partner.split('/')[0];
  const kern = { zaakId, gemeentecode, volgnummer: melding.volgnummer };
  switch (melding.soort) {
    case 'gemeld':
    case 'gewijzigd':
      return {
        ...kern,
        ...projectie?.velden,
        ...(melding.gewijzigd === undefined ? {} : { gewijzigd: melding.gewijzigd }),
      };
    case 'vervallen':
      return { ...kern, reden: melding.reden };
  }
};

/**
 * The message that a melding amounts to, given the projections of the zaak right after the commit it stands in (that of
 * its partner is enough). The same melding always gives the same message, id included, so that a redelivery repeats it.
 * Throws when a field is not in the contract.
 */
export const partnerbericht = (
  afzender: Afzender,
  zaakId: ZaakId,
  projecties: ReadonlyMap<PartnerAdres, Projectie>,
  melding: Melding,
  tijd: string,
): Partnerbericht =>
  partnerberichtSchema(melding.soort, melding.rol).parse({
    specversion: '1.0',
    id: berichtIdVan(zaakId, melding.partner, melding.volgnummer),
    source: afzender.bron,
    type: BERICHTTYPEN[melding.soort],
    subject: zaakId,
    time: tijd,
    datacontenttype: 'application/json',
    dataschema: `${afzender.basisUrl}/v1/schemas/${BERICHTTYPEN[melding.soort]}`,
    data: inhoud(zaakId, projecties.get(melding.partner), melding),
  });
