import type { SQSEvent } from 'aws-lambda';
import { Bsn, type OntvangstId, Vnummer } from '../../../contracts/base-types.ts';
import { INBOUND_DATA, inboundData } from '../../../contracts/berichttypen.ts';
import type { Koppeling } from '../../../contracts/coa.ts';
import type { InboundType } from '../../../contracts/event-types.ts';
import { BrpBericht } from '../../../contracts/internal/brp-bericht.ts';
import { CoaBericht } from '../../../contracts/internal/coa-bericht.ts';
import { DuoBericht, TYPE_DUO_NOTIFICATIE } from '../../../contracts/internal/duo-bericht.ts';
import type { InboundBericht } from '../../../contracts/internal/inbound-bericht.ts';
import { MeldingBericht } from '../../../contracts/internal/melding-bericht.ts';
import { ADRES, koppeling } from '../domain/support.ts';
import { sqsRecord } from './sqs.ts';

/** Invented messages as they lie on the queues of the processing functions. */

export const V_NUMMER = Vnummer.parse('2798163871');
export const BSN = Bsn.parse('999966133');
export const OTHER_BSN = Bsn.parse('999928193');

let counter = 0;

const head = (moment: string) => {
  counter += 1;
  const number = String(counter).padStart(12, '0');
  return {
    ontvangstId: `00000000-0000-8000-9000-${number}` as OntvangstId,
    berichtId: `bericht-${number}`,
    bron: 'urn:nld:oin:00000099000000002000:systeem:test',
    tijdstip: moment,
    organisatie: 'test',
    afdruk: number,
  };
};

/** A koppeling of one person in Gennep, unless told otherwise. */
export const koppelingBericht = (
  data: Koppeling = koppeling(),
  type: Extract<InboundType, `${string}.geregistreerd.v1` | `${string}.gewijzigd.v1`> = data.versie === 1
    ? 'nl.tvs.koppeling.geregistreerd.v1'
    : 'nl.tvs.koppeling.gewijzigd.v1',
): CoaBericht => CoaBericht.parse({ ...head('2025-06-20T08:00:00Z'), type, data });

export const inschrijvingBericht = (keys: { bsn?: Bsn; vNummer?: Vnummer } = {}): BrpBericht =>
  BrpBericht.parse({
    ...head('2025-08-13T08:00:00Z'),
    type: 'nl.brp.persoon.ingeschreven.v1',
    data: INBOUND_DATA['nl.brp.persoon.ingeschreven.v1'].parse({
      bsn: BSN,
      soort: 'verhuizing',
      gemeentecode: '0907',
      datumInschrijving: '2025-08-13',
      adres: ADRES,
      isCoaLocatie: false,
      ...keys,
    }),
  });

/** A message of the BRP at a moment, as a source sent it. */
export const brpBericht = (
  type: Extract<InboundType, `nl.brp.${string}`>,
  moment: string,
  data: Record<string, unknown>,
): BrpBericht => BrpBericht.parse({ ...head(moment), type, data: INBOUND_DATA[type].parse(data) });

export const notificatieBericht = (
  gebeurtenisId: string,
  keys: { bsn?: Bsn; vNummer?: Vnummer },
  moment = '2025-10-19T07:00:00Z',
  /** The OIN that DUO addressed: the hub's, unless told otherwise. */
  doel = '00000099000000001000',
): DuoBericht =>
  DuoBericht.parse({
    ...head(moment),
    type: TYPE_DUO_NOTIFICATIE,
    doel,
    data: { registratieDatumTijd: moment, gebeurtenisId, ...keys },
  });

/** A message of COA, the BRP, a gemeente or a partner, as the API lets it in. */
export const inbound = (
  type: InboundType,
  moment: string,
  data: Readonly<Record<string, unknown>>,
  organisatie = 'test',
): InboundBericht => {
  const bericht = { ...head(moment), organisatie, type, data: inboundData(type).parse(data) };
  if (type.startsWith('nl.tvs.')) return CoaBericht.parse(bericht);
  return type.startsWith('nl.brp.') ? BrpBericht.parse(bericht) : MeldingBericht.parse(bericht);
};

/** Somebody registered in Gennep on a day (`YYYY-MM-DD`), at an address in this street. */
export const registered = (bsn: Bsn, day: string, straat = 'Merkstraat'): InboundBericht =>
  inbound('nl.brp.persoon.ingeschreven.v1', `${day}T08:00:00Z`, {
    bsn,
    soort: 'verhuizing',
    gemeentecode: '0907',
    datumInschrijving: day,
    adres: { straat, huisnummer: 194, postcode: '6591CD', woonplaats: 'Milsbeek' },
    isCoaLocatie: false,
  });

/** A gemeente opens a zaak of somebody who does not come through COA. */
export const geopendBericht = (
  numbers: { readonly bsn?: Bsn; readonly vNummer?: Vnummer },
  voornamen = 'Test Een',
  moment = '2025-08-20T08:00:00Z',
): InboundBericht =>
  inbound(
    'nl.inburgeringszaken.casus.geopend.v1',
    moment,
    {
      ...numbers,
      gemeentecode: '0907',
      datumOpening: '2025-08-20',
      naam: { voornamen, geslachtsnaam: 'Voorbeeld' },
      geboortedatum: '1990-02-02',
      geslacht: 'vrouw',
      talen: [{ taal: 'Farsi' }],
    },
    'gemeente-0907',
  );

/** A batch as Lambda takes it from a queue; a text is a body as it stands, the rest is wrapped as the bus does. */
export const batch = (...content: readonly (InboundBericht | object | string)[]): SQSEvent => ({
  Records: content.map((part, number) =>
    sqsRecord(`record-${number + 1}`, typeof part === 'string' ? part : JSON.stringify({ detail: part })),
  ),
});

/** A telemetry that records what a function writes to it. */
export const written = () => {
  const measured: [string, number][] = [];
  const told: [string, Readonly<Record<string, unknown>>][] = [];
  const errors: Readonly<Record<string, unknown>>[] = [];
  return {
    measured,
    told,
    errors,
    telemetry: {
      info: (bericht: string, data: Readonly<Record<string, unknown>>) => {
        told.push([bericht, data]);
      },
      fout: (_: string, data: Readonly<Record<string, unknown>>) => {
        errors.push(data);
      },
      count: (metric: string, count: number) => {
        measured.push([metric, count]);
      },
    },
  };
};
