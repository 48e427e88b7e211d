import * as z from 'zod';
import { CbsGemeentecode, Datum, text } from './base-types.ts';

/**
 * What DUO can be asked, and the answers about the inburgeringstermijn, the PIP, exams, vrijstellingen and ontheffingen.
 * Names, values and limits are those of DUO's OpenAPI files (contracts/standards/duo), and a test holds them together.
 */

/**
 * Every resource that DUO answers a GET on: per API its version, what follows `/personen/{bsn}/`, and what is about
 * nobody in particular. DUO's other APIs (Contactpersoon, Notificatie) have no GET.
 */
export const DUO_APIS = {
  Examen: { version: '1.0.0', personen: ['examens/resultaten', 'examens/gratispogingen'], others: [] },
  GevolgdeUren: { version: '1.0.0', personen: ['uren'], others: [] },
  Inburgeringsaanbod: { version: '1.2.0', personen: [], others: ['instellingen'] },
  Inburgeringsplicht: {
    version: '1.2.2',
    personen: ['inburgeringsplicht', 'inburgeringsplicht/historie', 'doelgroep', 'doelgroep/historie'],
    others: [],
  },
  Inburgeringstermijn: {
    version: '1.0.0',
    personen: ['inburgeringstermijn', 'inburgeringstermijn/historie'],
    others: ['verlengingsgronden'],
  },
  Leerbaarheidstoets: { version: '1.2.0', personen: ['lbt/examennummer', 'lbt/resultaten'], others: [] },
  MapPvtZroute: { version: '1.0.0', personen: ['map', 'pvt'], others: [] },
  Ontheffing: { version: '1.0.0', personen: ['ontheffingen'], others: [] },
  PIP: { version: '1.2.0', personen: ['PIP'], others: [] },
  Vrijstelling: { version: '1.0.0', personen: ['vrijstellingen'], others: [] },
} as const satisfies Readonly<
  Record<
    string,
    { readonly version: string; readonly personen: readonly string[]; readonly others: readonly string[] }
  >
>;

const datum = (title: string, description: string, example: string) =>
  Datum.meta({ title, description, examples: [example] });

const wholeNumber = (title: string, description: string, min: number, max: number, example: number) =>
  z
    .int('moet een geheel getal zijn')
    .min(min)
    .max(max)
    .meta({ title, description, examples: [example] });

/** `GET /personen/{bsn}/inburgeringstermijn`. The startdatum belongs to the term, the einddatum does not. */
export const Inburgeringstermijn = z
  .object({
    startdatum: datum('Startdatum', 'Eerste dag van de termijn', '2025-10-20'),
    einddatum: datum('Einddatum', 'Eerste dag na de termijn', '2028-10-20'),
    wijzigingsdatum: datum('Wijzigingsdatum', 'Laatste wijziging', '2026-01-12').optional(),
    verlengingsgrondcode: text(10)
      .optional()
      .meta({ title: 'Verlengingsgrondcode', description: 'Code van de grond', examples: ['3A'] }),
    verlengingsgrondomschrijving: text(200)
      .optional()
      .meta({
        title: 'Verlengingsgrond',
        description: 'Waarom de termijn verlengd is',
        examples: ['Ziekte'],
      }),
  })
  .meta({ title: 'Inburgeringstermijn', description: 'Antwoord van DUO' });

const Leerroute = z
  .enum(['B', 'O', 'Z'])
  .meta({ title: 'Leerroute', description: 'B1-route, onderwijsroute of Z-route', examples: ['B'] });

/** What a PIP holds at DUO, beside its dagtekening. */
export const PIP_CONTENT = {
  leerroute: Leerroute,
  niveau: z
    .enum(['A2', 'B1'])
    .optional()
    .meta({ title: 'Niveau', description: 'Taalniveau', examples: ['B1'] }),
  geschatteIntensiteitB1Route: wholeNumber('Intensiteit B1-route', 'Geschatte uren', 1, 9999, 600).optional(),
  indicatorMagOpleidingAfmaken: z
    .boolean()
    .optional()
    .meta({ title: 'Mag opleiding afmaken', description: 'Wel of niet', examples: [false] }),
  indicatorAlfabetiseringsonderwijs: z
    .enum(['A', 'AA', 'NVT'])
    .optional()
    .meta({ title: 'Alfabetisering', description: 'Analfabeet, anders of niet', examples: ['NVT'] }),
} as const;

/** `GET /personen/{bsn}/PIP`: the actual PIP, and the gemeente whose it is; that may be a former one. */
export const PIP = z
  .object({
    gemeentecode: CbsGemeentecode,
    pip: z
      .object({
        dagtekeningPip: datum('Dagtekening', 'Dagtekening van het PIP', '2025-10-19'),
        ...PIP_CONTENT,
      })
      .meta({ title: 'PIP', description: 'Persoonlijk plan inburgering en participatie' }),
  })
  .meta({ title: 'PIP', description: 'Antwoord van DUO' });

const Oordeel = z
  .enum(['Toekenning', 'Afwijzing'])
  .meta({ title: 'Oordeel', description: 'Besluit op de aanvraag', examples: ['Toekenning'] });
const datumOordeel = datum('Datum oordeel', 'Dag van het besluit', '2026-02-02');

const vrijstelling = {
  oordeel: Oordeel,
  reden: z
    .enum(['AVI', 'DIP', 'DOC', 'GED', 'INB', 'INS', 'OPL'])
    .meta({ title: 'Reden', description: 'Reden van de vrijstelling', examples: ['DIP'] }),
  datumOordeel: datumOordeel.optional(),
};

/** One entry of `GET /personen/{bsn}/vrijstellingen`. */
const Vrijstelling = z
  .object({
    GeheleVrijstelling: z
      .object(vrijstelling)
      .optional()
      .meta({ title: 'Gehele vrijstelling', description: 'Van de hele plicht' }),
    TijdelijkeVrijstelling: z
      .object({
        ...vrijstelling,
        startdatum: datum('Startdatum', 'Eerste dag', '2026-02-02').optional(),
        einddatum: datum('Einddatum', 'Laatste dag', '2027-02-01').optional(),
      })
      .optional()
      .meta({ title: 'Tijdelijke vrijstelling', description: 'Voor een tijd' }),
    GedeeltelijkeVrijstelling: z
      .object({
        ...vrijstelling,
        examenonderdeel: z
          .enum(['LE', 'LU', 'SC', 'SP'])
          .optional()
          .meta({ title: 'Examenonderdeel', description: 'Waarvoor', examples: ['SP'] }),
        examenniveau: z
          .enum(['A2', 'B1'])
          .optional()
          .meta({ title: 'Examenniveau', description: 'Op welk niveau', examples: ['B1'] }),
      })
      .optional()
      .meta({ title: 'Gedeeltelijke vrijstelling', description: 'Van een onderdeel' }),
  })
  .meta({ title: 'Vrijstelling', description: 'Een besluit over vrijstelling' });

export const Vrijstellingen = z
  .array(Vrijstelling)
  .max(200)
  .meta({ title: 'Vrijstellingen', description: 'Alle besluiten over vrijstelling van een persoon' });

const Onderdeel = z
  .enum(['KNM', 'LE', 'LU', 'SC', 'SP'])
  .meta({ title: 'Onderdeel', description: 'Onderdeel van het inburgeringsexamen', examples: ['KNM'] });

const ontheffing = {
  oordeel: Oordeel,
  datumOordeel,
  grond: z
    .enum(['BIO', 'MED'])
    .meta({ title: 'Grond', description: 'Grond van de ontheffing', examples: ['BIO'] }),
};

/** One entry of `GET /personen/{bsn}/ontheffingen`. */
const Ontheffing = z
  .object({
    GeheleOntheffing: z
      .object(ontheffing)
      .optional()
      .meta({ title: 'Gehele ontheffing', description: 'Van de hele plicht' }),
    GedeeltelijkeOntheffing: z
      .object({
        ...ontheffing,
        examenonderdeel: Onderdeel.optional(),
        urenBelastbaarheidParticipatieactiviteit: wholeNumber(
          'Belastbaarheid',
          'Uren participatieactiviteiten die iemand aankan',
          0,
          9999,
          400,
        ).optional(),
      })
      .optional()
      .meta({ title: 'Gedeeltelijke ontheffing', description: 'Van een onderdeel' }),
  })
  .meta({ title: 'Ontheffing', description: 'Een besluit over ontheffing' });

export const Ontheffingen = z
  .array(Ontheffing)
  .max(200)
  .meta({ title: 'Ontheffingen', description: 'Alle besluiten over ontheffing van een persoon' });

/** One entry of `GET /personen/{bsn}/examens/resultaten`. */
const Examenresultaat = z
  .object({
    examendatum: datum('Examendatum', 'Dag van het examen', '2026-03-03'),
    resultaat: z
      .enum(['Geslaagd', 'Gezakt', 'Geen'])
      .meta({ title: 'Resultaat', description: 'Uitslag', examples: ['Geslaagd'] }),
    redenGeenResultaat: z
      .enum(['Verwijtbaar', 'Nietverwijtbaar', 'Afgemeld', 'Absent'])
      .optional()
      .meta({
        title: 'Reden geen resultaat',
        description: 'Waarom er geen is',
        examples: ['Afgemeld'],
      }),
    onderdeel: Onderdeel,
    niveau: z
      .enum(['A2', 'B1', 'B2'])
      .optional()
      .meta({ title: 'Niveau', description: 'Taalniveau', examples: ['B1'] }),
  })
  .meta({ title: 'Examenresultaat', description: 'Uitslag van een onderdeel van het inburgeringsexamen' });

export const Examenresultaten = z
  .array(Examenresultaat)
  .max(500)
  .meta({ title: 'Examenresultaten', description: 'Alle uitslagen van een persoon' });

/** `GET /personen/{bsn}/examens/gratispogingen`. */
export const GratisPogingen = z
  .array(
    z
      .object({
        onderdeel: Onderdeel,
        gratisPogingenTegoed: wholeNumber('Tegoed', 'Gratis pogingen die over zijn', 0, 99, 2),
      })
      .meta({ title: 'Gratis pogingen', description: 'Tegoed voor een onderdeel' }),
  )
  .max(500)
  .meta({ title: 'Gratis pogingen', description: 'Tegoed per onderdeel van het examen' });
