import * as z from 'zod';
import { Gemeentecode, InboundDatum, text } from './base-types.ts';

/** The figures of one gemeente on one day (`GET /gemeenten/{code}/kpis`): numbers, and no zaak by which they came. */

/** Query of the call. That the day has come is looked at by the call, which has the clock. */
export const KpisQuery = z.strictObject({ peildatum: InboundDatum.optional() });

const count = (title: string, description: string, example: number) =>
  z
    .int()
    .min(0)
    .meta({ title, description, examples: [example] });

const days = (title: string, description: string, example: number) =>
  z
    .number()
    .min(0)
    .optional()
    .meta({ title, description: `${description}; ontbreekt als het aantal 0 is`, examples: [example] });

/** Why a zaak that an indicator is about does not count in it. */
export const LEFT_OUT_REASONS = ['onzeker', 'niet te volgen', 'gestopt', 'loopt nog', 'omgekeerd'] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

const LeftOut = z
  .object({
    reden: z.enum(LEFT_OUT_REASONS).meta({
      title: 'Reden',
      description:
        'onzeker: een dag staat nog niet vast, of de plicht niet; niet te volgen: geen bron zegt of of wanneer het gebeurde; ' +
        'gestopt: de zaak eindigde eerder; loopt nog: het is nog niet gebeurd en kan nog; omgekeerd: de latere stap kwam eerst',
      examples: ['onzeker'],
    }),
    aantal: count('Aantal', 'Zaken die hierom buiten beschouwing blijven', 2),
  })
  .meta({ title: 'Buiten beschouwing', description: 'Waarom zaken niet meetellen, en hoeveel' });
export type LeftOut = z.infer<typeof LeftOut>;

const figure = {
  id: text(60).meta({
    title: 'Id',
    description: 'Kenmerk van het cijfer; blijft hetzelfde',
    examples: ['pip-binnen-tien-weken'],
  }),
  naam: text(200).meta({
    title: 'Naam',
    description: 'Waar het cijfer over gaat',
    examples: ['PIP binnen tien weken'],
  }),
  buitenBeschouwing: z
    .array(LeftOut)
    .meta({ title: 'Buiten beschouwing', description: 'Zaken die er wel onder vallen en niet meetellen' }),
  definitie: text(1000).meta({
    title: 'Definitie',
    description: 'Hoe er geteld is',
    examples: ['Van alle zaken die de gemeente op de peildatum heeft of had: het deel dat loopt.'],
  }),
  bron: text(200).meta({
    title: 'Bron',
    description: 'Waar het cijfer of de regel erachter staat',
    examples: ['Besluit inburgering 2021 art. 5.3'],
  }),
};

export const IndicatorFigures = z
  .object({
    ...figure,
    teller: count('Teller', 'Zaken waarvoor het geldt', 18),
    noemer: count('Noemer', 'Zaken waarover het gaat', 24),
    waarde: z
      .number()
      .min(0)
      .max(100)
      .optional()
      .meta({
        title: 'Waarde',
        description: 'Teller als percentage van de noemer, op een decimaal; ontbreekt als de noemer 0 is',
        examples: [75],
      }),
  })
  .meta({ title: 'Indicator', description: 'Een deel van de zaken van een gemeente' });
export type IndicatorFigures = z.infer<typeof IndicatorFigures>;

export const WachttijdFigures = z
  .object({
    ...figure,
    aantal: count('Aantal', 'Zaken waarvan de wachttijd bekend is', 24),
    mediaan: days('Mediaan', 'Dagen waarbinnen de helft klaar was', 61),
    percentiel90: days('90e percentiel', 'Dagen waarbinnen negen van de tien klaar waren', 83),
  })
  .meta({ title: 'Wachttijd', description: 'Dagen tussen twee stappen' });
export type WachttijdFigures = z.infer<typeof WachttijdFigures>;

/** Answer of `GET /gemeenten/{code}/kpis`. */
export const Kpis = z
  .object({
    gemeentecode: Gemeentecode,
    peildatum: z.iso.date().meta({
      title: 'Peildatum',
      description: 'Alleen wat op deze dag gebeurd was telt, wanneer het ook gemeld is',
      examples: ['2026-03-31'],
    }),
    zaken: count('Zaken', 'Alle zaken die de gemeente op de peildatum heeft of had', 31),
    indicatoren: z
      .array(IndicatorFigures)
      .meta({ title: 'Indicatoren', description: 'Aandelen en aantallen' }),
    wachttijden: z
      .array(WachttijdFigures)
      .meta({ title: 'Wachttijden', description: 'In de volgorde van het traject' }),
  })
  .meta({
    title: 'Kpis',
    description:
      'De cijfers van een gemeente op een dag, over haar eigen zaken; zonder namen en zonder zaken te noemen',
  });
export type Kpis = z.infer<typeof Kpis>;
