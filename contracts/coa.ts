import * as z from 'zod';
import {
  Bsn,
  Datum,
  Emailadres,
  Gemeentecode,
  Geslacht,
  HoogsteOpleiding,
  InboundContact,
  InboundTelefoonnummer,
  OnvolledigeDatum,
  Talen,
  tekst,
  Vnummer,
  Voorinburgering,
  vandaagInNederland,
  Werkervaring,
} from './basistypen.ts';
import { controleAltijd, leden } from './controle.ts';

/** What COA hands over: the koppeling of one household to a gemeente (docs/domein.md). */

export const RELATIES = ['hoofdpersoon', 'partner', 'kind', 'overig'] as const;

export const REDENEN_INTREKKING = [
  'overleden',
  'vertrokken',
  'andere gemeente',
  'gezinshereniging elders',
  'ten onrechte',
  'anders',
] as const;

export const RedenIntrekking = z.enum(REDENEN_INTREKKING).meta({
  title: 'Reden',
  description: 'Waarom de koppeling is ingetrokken; nooit vrije tekst',
  examples: ['andere gemeente'],
});
export type RedenIntrekking = z.infer<typeof RedenIntrekking>;

/** One member of the household as COA knows them. */
export const Persoon = z
  .strictObject({
    vNummer: Vnummer,
    bsn: Bsn.optional(),
    relatie: z.enum(RELATIES).meta({
      title: 'Relatie',
      description: 'Plaats in het huishouden',
      examples: ['hoofdpersoon'],
    }),
    naam: z
      .strictObject({
        voornamen: tekst(200).meta({ title: 'Voornamen', description: 'Voornamen', examples: ['Yusuf Ali'] }),
        voorvoegsel: tekst(20)
          .optional()
          .meta({ title: 'Voorvoegsel', description: 'Voorvoegsel van de geslachtsnaam', examples: ['el'] }),
        geslachtsnaam: tekst(200).meta({
          title: 'Geslachtsnaam',
          description: 'Geslachtsnaam; transliteratie kan van de BRP afwijken',
          examples: ['Qasim'],
        }),
      })
      .meta({ title: 'Naam', description: 'Naam zoals COA die kent' }),
    geboortedatum: OnvolledigeDatum,
    geslacht: Geslacht,
    nationaliteit: tekst(80)
      .optional()
      .meta({
        title: 'Nationaliteit',
        description: 'Alleen voor Team Inburgering; gaat naar geen partner',
        examples: ['Eritrese'],
      }),
    talen: Talen,
    hoogsteOpleiding: HoogsteOpleiding.optional(),
    werkervaring: Werkervaring.optional(),
    voorinburgering: Voorinburgering.optional(),
    contact: InboundContact.optional(),
  })
  .meta({ title: 'Persoon', description: 'Eén lid van het gekoppelde huishouden' });
export type Persoon = z.infer<typeof Persoon>;

/** Every person may occur once in a koppeling; reported at each repetition. */
const zonderDubbelePersonen = controleAltijd<Persoon[]>((personen, meld) => {
  if (!Array.isArray(personen)) return;
  for (const sleutel of ['vNummer', 'bsn'] as const) {
    const gezien = new Set<unknown>();
    personen.forEach((persoon: unknown, plaats) => {
      const waarde = leden(persoon)[sleutel];
      if (waarde !== undefined && gezien.has(waarde)) {
        meld([plaats, sleutel], 'komt al voor bij een andere persoon in deze koppeling');
      }
      gezien.add(waarde);
    });
  }
});

const Personen = z
  .array(Persoon)
  .min(1)
  .max(15)
  .check(zonderDubbelePersonen)
  .meta({ title: 'Personen', description: 'Het huishouden: één tot en met vijftien personen' });

const koppelingVelden = {
  koppelingId: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'is geen koppelingId')
    .meta({ title: 'KoppelingId', description: 'Kenmerk van COA', examples: ['TVS-2025-993909'] }),
  versie: z
    .int()
    .min(1)
    .max(999_999)
    .meta({
      title: 'Versie',
      description: 'Oplopend per koppeling; een lagere of gelijke versie verandert niets',
      examples: [1],
    }),
  gemeentecode: Gemeentecode,
};

const DatumKoppeling = Datum.refine((datum) => datum <= vandaagInNederland(), 'ligt in de toekomst').meta({
  title: 'Datum koppeling',
  description: 'Dag waarop COA koppelde; niet in de toekomst',
  examples: ['2025-06-20'],
});

const huishoudenVelden = {
  verblijfplaatsAzc: z
    .strictObject({
      naam: tekst(100).meta({ title: 'Naam', description: 'Naam van het azc', examples: ['AZC Overloon'] }),
      telefoonnummer: InboundTelefoonnummer.optional(),
      emailadres: Emailadres.optional(),
    })
    .optional()
    .meta({ title: 'Verblijfplaats azc', description: 'Waar het huishouden nu verblijft' }),
  contactpersoonCoa: z
    .strictObject({
      naam: tekst(100).meta({
        title: 'Naam',
        description: 'Contactpersoon',
        examples: ['Regievoerder Zuid'],
      }),
      emailadres: Emailadres.optional(),
    })
    .optional()
    .meta({ title: 'Contactpersoon COA', description: 'Wie bij COA de koppeling deed' }),
  woningeis: z
    .array(
      z
        .string()
        .regex(/^[a-z][a-z -]{2,39}$/, 'is geen woningeis')
        .meta({ title: 'Woningeis', description: 'De eis, nooit een diagnose', examples: ['gelijkvloers'] }),
    )
    .max(10)
    .optional()
    .meta({ title: 'Woningeisen', description: 'Eisen aan de woning, zonder reden' }),
};

/** `nl.tvs.koppeling.geregistreerd.v1` and `….gewijzigd.v1`: the whole household, every time. */
export const Koppeling = z
  .strictObject({
    ...koppelingVelden,
    datumKoppeling: DatumKoppeling,
    ...huishoudenVelden,
    personen: Personen,
  })
  .meta({ title: 'Koppeling', description: 'COA koppelt een huishouden aan een gemeente' });
export type Koppeling = z.infer<typeof Koppeling>;

/** `nl.tvs.koppeling.ingetrokken.v1`: needs no personen. */
export const KoppelingIngetrokken = z
  .strictObject({
    ...koppelingVelden,
    reden: RedenIntrekking,
    datumKoppeling: DatumKoppeling.optional(),
    ...huishoudenVelden,
    personen: Personen.optional(),
  })
  .meta({ title: 'Koppeling ingetrokken', description: 'COA trekt een koppeling in' });
export type KoppelingIngetrokken = z.infer<typeof KoppelingIngetrokken>;
