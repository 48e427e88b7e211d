import type { SQSEvent } from 'aws-lambda';
import { Bsn, type OntvangstId, Vnummer } from '../../../contracts/basistypen.ts';
import { INKOMENDE_DATA, type InkomendType } from '../../../contracts/berichttypen.ts';
import type { Koppeling } from '../../../contracts/coa.ts';
import {
  BrpBericht,
  CoaBericht,
  DuoBericht,
  type InkomendBericht,
  TYPE_DUO_NOTIFICATIE,
} from '../../../contracts/intern.ts';
import { ADRES, koppeling } from '../domein/hulp.ts';
import { sqsRecord } from './sqs.ts';

/** Invented messages as they lie on the queues of the processing functions. */

export const V_NUMMER = Vnummer.parse('2798163871');
export const BSN = Bsn.parse('999966133');
export const ANDER_BSN = Bsn.parse('999928193');

let teller = 0;

const kop = (tijdstip: string) => {
  teller += 1;
  const nummer = String(teller).padStart(12, '0');
  return {
    ontvangstId: `00000000-0000-8000-9000-${nummer}` as OntvangstId,
    berichtId: `bericht-${nummer}`,
    bron: 'urn:nld:oin:00000099000000002000:systeem:test',
    tijdstip,
    organisatie: 'test',
    afdruk: nummer,
  };
};

/** A koppeling of one person in Gennep, unless told otherwise. */
export const koppelingBericht = (
  data: Koppeling = koppeling(),
  type: Extract<InkomendType, `${string}.geregistreerd.v1` | `${string}.gewijzigd.v1`> = data.versie === 1
    ? 'nl.tvs.koppeling.geregistreerd.v1'
    : 'nl.tvs.koppeling.gewijzigd.v1',
): CoaBericht => CoaBericht.parse({ ...kop('2025-06-20T08:00:00Z'), type, data });

export const inschrijvingBericht = (sleutels: { bsn?: Bsn; vNummer?: Vnummer } = {}): BrpBericht =>
  BrpBericht.parse({
    ...kop('2025-08-13T08:00:00Z'),
    type: 'nl.brp.persoon.ingeschreven.v1',
    data: INKOMENDE_DATA['nl.brp.persoon.ingeschreven.v1'].parse({
      bsn: BSN,
      soort: 'verhuizing',
      gemeentecode: '0907',
      datumInschrijving: '2025-08-13',
      adres: ADRES,
      isCoaLocatie: false,
      ...sleutels,
    }),
  });

export const notificatieBericht = (
  gebeurtenisId: string,
  sleutels: { bsn?: Bsn; vNummer?: Vnummer },
  tijdstip = '2025-10-19T07:00:00Z',
): DuoBericht =>
  DuoBericht.parse({
    ...kop(tijdstip),
    type: TYPE_DUO_NOTIFICATIE,
    doel: '00000099000000001000',
    data: { registratieDatumTijd: tijdstip, gebeurtenisId, ...sleutels },
  });

/** A batch as Lambda takes it from a queue; a text is a body as it stands, the rest is wrapped as the bus does. */
export const batch = (...inhoud: readonly (InkomendBericht | object | string)[]): SQSEvent => ({
  Records: inhoud.map((deel, nummer) =>
    sqsRecord(`record-${nummer + 1}`, typeof deel === 'string' ? deel : JSON.stringify({ detail: deel })),
  ),
});

/** Records what a function observes. */
export const opgeschreven = () => {
  const gemeten: [string, number][] = [];
  const fouten: Readonly<Record<string, unknown>>[] = [];
  return {
    gemeten,
    fouten,
    waarnemen: {
      info: () => undefined,
      fout: (_: string, gegevens: Readonly<Record<string, unknown>>) => {
        fouten.push(gegevens);
      },
      tel: (metriek: string, aantal: number) => {
        gemeten.push([metriek, aantal]);
      },
      telPer: (metriek: string, waarde: string, aantal: number) => {
        gemeten.push([`${metriek} ${waarde}`, aantal]);
      },
    },
  };
};
