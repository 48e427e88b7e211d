import * as z from 'zod';
import {
  Bsn,
  Datum,
  Emailadres,
  Gemeentecode,
  InboundTelefoonnummer,
  InboundUnknownDatum,
  text,
  todayInNederland,
  Vnummer,
} from './base-types.ts';
import { checkAlways, members } from './checks.ts';
import {
  Geslacht,
  HoogsteOpleiding,
  InboundContact,
  Talen,
  Voorinburgering,
  Werkervaring,
} from './personalia.ts';
import { REASONS_INTREKKING } from './reasons.ts';

/** What COA hands over: the koppeling of one household to a gemeente (docs/domein/coa.md). */

export const RELATIES = ['hoofdpersoon', 'partner', 'kind', 'overig'] as const;

const ReasonIntrekking = z.enum(REASONS_INTREKKING).meta({
  title: 'Reden',
  description: 'Waarom de koppeling is ingetrokken; nooit vrije tekst',
  examples: ['andere gemeente'],
});

/** Somebody may have one name, and then the other part is missing. */
const withOneName = checkAlways<{ voornamen?: unknown; geslachtsnaam?: unknown }>((naam, report) => {
  if (typeof naam !== 'object' || naam === null) return;
  const { voornamen, geslachtsnaam } = members(naam);
  if (voornamen !== undefined || geslachtsnaam !== undefined) return;
  report(['voornamen'], 'voornamen of geslachtsnaam is verplicht');
  report(['geslachtsnaam'], 'voornamen of geslachtsnaam is verplicht');
});

/** A name as its source writes it. A `.` or `-` stands for a part that nobody knows, as in the BRP. */
export const Naam = z
  .strictObject({
    voornamen: text(200)
      .optional()
      .meta({ title: 'Voornamen', description: 'Voornamen', examples: ['Yusuf Ali'] }),
    voorvoegsel: text(20)
      .optional()
      .meta({ title: 'Voorvoegsel', description: 'Voorvoegsel van de geslachtsnaam', examples: ['el'] }),
    geslachtsnaam: text(200)
      .optional()
      .meta({
        title: 'Geslachtsnaam',
        description: 'Geslachtsnaam; transliteratie kan van de BRP afwijken',
        examples: ['Qasim'],
      }),
  })
  .check(withOneName)
  .meta({ title: 'Naam', description: 'Naam zoals COA die kent: voornamen, geslachtsnaam of allebei' });
export type Naam = z.infer<typeof Naam>;

/**
 * One member of the household as COA knows them. Only who it is and their place in the household have to be there: one
 * person's missing field does not refuse the household, and keeps that person from those partners alone that need it.
 */
export const Persoon = z
  .strictObject({
    vNummer: Vnummer,
    bsn: Bsn.optional(),
    relatie: z.enum(RELATIES).meta({
      title: 'Relatie',
      description: 'Plaats in het huishouden',
      examples: ['hoofdpersoon'],
    }),
    naam: Naam.optional(),
    geboortedatum: InboundUnknownDatum,
    geslacht: Geslacht.optional(),
    nationaliteit: text(80)
      .optional()
      .meta({
        title: 'Nationaliteit',
        description: 'Mag genoemd worden, maar de hub bewaart deze niet en laat haar niemand zien',
        examples: ['Eritrese'],
      }),
    talen: Talen.optional(),
    hoogsteOpleiding: HoogsteOpleiding.optional(),
    werkervaring: Werkervaring.optional(),
    voorinburgering: Voorinburgering.optional(),
    contact: InboundContact.optional(),
  })
  .meta({
    title: 'Persoon',
    description:
      'Eén lid van het gekoppelde huishouden. Wie naam, geslacht of talen mist, wordt aan partners die dat nodig hebben ' +
      'gemeld zodra een bron of de gemeente het noemt. Van wie geen zaak kan krijgen (nog geen achttien, of met AOW) bewaart ' +
      'de hub alleen vNummer, bsn, relatie en geboortedatum',
  });
export type Persoon = z.infer<typeof Persoon>;

/** A person may occur once in a koppeling. The fault stands at each repetition. */
const withoutDuplicatePersonen = checkAlways<Persoon[]>((personen, report) => {
  if (!Array.isArray(personen)) return;
  for (const key of ['vNummer', 'bsn'] as const) {
    const seen = new Set<unknown>();
    personen.forEach((persoon: unknown, place) => {
      const value = members(persoon)[key];
      if (value !== undefined && seen.has(value)) {
        report([place, key], 'komt al voor bij een andere persoon in deze koppeling');
      }
      seen.add(value);
    });
  }
});

const Personen = z
  .array(Persoon)
  .min(1)
  .max(15)
  .check(withoutDuplicatePersonen)
  .meta({ title: 'Personen', description: 'Het huishouden: één tot en met vijftien personen' });

const koppelingFields = {
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

const DatumKoppeling = Datum.refine((datum) => datum <= todayInNederland(), 'ligt in de toekomst').meta({
  title: 'Datum koppeling',
  description: 'Dag waarop COA koppelde; niet in de toekomst',
  examples: ['2025-06-20'],
});

const huishoudenFields = {
  verblijfplaatsAzc: z
    .strictObject({
      naam: text(100).meta({ title: 'Naam', description: 'Naam van het azc', examples: ['AZC Overloon'] }),
      telefoonnummer: InboundTelefoonnummer.optional(),
      emailadres: Emailadres.optional(),
    })
    .optional()
    .meta({ title: 'Verblijfplaats azc', description: 'Waar het huishouden nu verblijft' }),
  contactpersoonCoa: z
    .strictObject({
      naam: text(100).meta({
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

/** `nl.tvs.koppeling.geregistreerd.v1` and `….gewijzigd.v1`. Each holds the whole household. */
export const Koppeling = z
  .strictObject({
    ...koppelingFields,
    datumKoppeling: DatumKoppeling,
    ...huishoudenFields,
    personen: Personen,
  })
  .meta({ title: 'Koppeling', description: 'COA koppelt een huishouden aan een gemeente' });
export type Koppeling = z.infer<typeof Koppeling>;

/** `nl.tvs.koppeling.ingetrokken.v1`. An intrekking may leave the personen out. */
export const KoppelingIngetrokken = z
  .strictObject({
    ...koppelingFields,
    reden: ReasonIntrekking,
    datumKoppeling: DatumKoppeling.optional(),
    ...huishoudenFields,
    personen: Personen.optional(),
  })
  .meta({ title: 'Koppeling ingetrokken', description: 'COA trekt een koppeling in' });
export type KoppelingIngetrokken = z.infer<typeof KoppelingIngetrokken>;
