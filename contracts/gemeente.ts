import * as z from 'zod';
import { Bsn, Datum, Gemeentecode, todayInNederland, Vnummer } from './base-types.ts';
import { checkAlways, members } from './checks.ts';
import { Persoon } from './coa.ts';
import { Gezinssamenstelling } from './partnerberichten.ts';

/** What Team Inburgering reports itself, beside what it types over from COA, the BRP and DUO (docs/domein.md). */

const atLeastOneNumber = checkAlways<{ bsn?: unknown; vNummer?: unknown }>((casus, announce) => {
  const { bsn, vNummer } = members(casus);
  if (bsn !== undefined || vNummer !== undefined) return;
  announce(['bsn'], 'bsn of vNummer is verplicht');
  announce(['vNummer'], 'bsn of vNummer is verplicht');
});

const { naam, geboortedatum, geslacht, nationaliteit, talen, ...optional } = Persoon.omit({
  vNummer: true,
  bsn: true,
  relatie: true,
}).shape;

/**
 * `nl.inburgeringszaken.casus.geopend.v1` (werkafspraken R00.T5): a gemeente opens a zaak of somebody who does not come
 * through COA, such as a gezinsmigrant or a nareiziger, or tells who the person is whom DUO named by numbers alone.
 */
export const CasusGeopend = z
  .strictObject({
    bsn: Bsn.optional(),
    vNummer: Vnummer.optional(),
    gemeentecode: Gemeentecode,
    datumOpening: Datum.refine((datum) => datum <= todayInNederland(), 'ligt in de toekomst').meta({
      title: 'Datum opening',
      description: 'Dag waarop de gemeente de zaak opende; niet in de toekomst',
      examples: ['2026-03-12'],
    }),
    naam,
    geboortedatum,
    geslacht,
    nationaliteit,
    talen,
    ...optional,
    gezinssamenstelling: Gezinssamenstelling.optional(),
    aantalPersonen: z
      .int()
      .min(1)
      .max(30)
      .optional()
      .meta({
        title: 'Aantal personen',
        description: 'Personen in het huishouden, deze persoon meegeteld',
        examples: [3],
      }),
  })
  .check(atLeastOneNumber)
  .meta({ title: 'Casus geopend', description: 'Een gemeente opent zelf een zaak' });
export type CasusGeopend = z.infer<typeof CasusGeopend>;
