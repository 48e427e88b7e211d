import * as z from 'zod';
import { Bsn, Datum, InboundMoment, Oin, text, todayInNederland, Vnummer } from './base-types.ts';
import { checkAlways, members } from './checks.ts';

/**
 * DUO's interface for gemeenten: DUO notifies, and the hub then fetches (Notificatie API 1.8.0, Inburgeringsplicht API
 * 1.2.2, Leerbaarheidstoets API 1.2.0; the other APIs stand in `duo-resources.ts`). These schemas follow DUO's OpenAPI
 * files. Members that they do not name are dropped and counted, because DUO may add some.
 */

/** Headers of every call in both directions. */
export const DuoHeaders = z
  .object({ bron: Oin, doel: Oin, berichtid: z.guid('moet een UUID zijn').toLowerCase() })
  .meta({ title: 'DUO-headers', description: 'bron, doel en berichtId' });
export type DuoHeaders = z.infer<typeof DuoHeaders>;

/** DUO writes a V-nummer as an integer; the hub keeps ten digits as text. 0 says that there is none. */
const DuoVnummer = z
  .int('moet een geheel getal zijn')
  .min(0)
  .max(9_999_999_999)
  .transform((number) => (number === 0 ? undefined : Vnummer.parse(String(number).padStart(10, '0'))))
  .meta({ title: 'V-nummer', description: 'V-nummer als getal; 0 is geen V-nummer', examples: [2798163871] });

/** Refuses a person of whom neither number is named. */
export const atLeastOneNumber = checkAlways<{ bsn?: unknown; vNummer?: unknown }>((person, report) => {
  const { bsn, vNummer } = members(person);
  if (bsn !== undefined || vNummer !== undefined) return;
  report(['bsn'], 'bsn of vNummer is verplicht');
  report(['vNummer'], 'bsn of vNummer is verplicht');
});

/** Body of `POST /notificaties`: a code and at least one of bsn and vNummer. It never holds content. */
export const Notificatie = z
  .object({
    registratieDatumTijd: InboundMoment,
    gebeurtenisId: z
      .string()
      .regex(/^[0-9A-Z]{1,6}$/, 'is geen gebeurteniscode')
      .meta({
        title: 'Gebeurteniscode',
        description: 'Code van de gebeurtenis bij DUO',
        examples: ['SS131'],
      }),
    bsn: Bsn.optional(),
    vNummer: DuoVnummer.optional(),
  })
  .check(atLeastOneNumber)
  .meta({ title: 'Notificatie', description: 'Notificatie API 1.8.0 van DUO' });
export type Notificatie = z.infer<typeof Notificatie>;

/** `GET /personen/{bsn}/inburgeringsplicht`. */
export const Inburgeringsplicht = z
  .object({
    indicatorInburgeringsplicht: z
      .boolean()
      .meta({ title: 'Inburgeringsplichtig', description: 'Wel of geen plicht', examples: [true] }),
    begindatum: Datum.optional(),
    einddatum: Datum.optional(),
    wijzigingsdatum: Datum.optional(),
    datumKennisgevingInburgeringsplicht: Datum.optional(),
    redenGeenInburgeringsplicht: z
      .enum([
        'Volledige ontheffing',
        'Volledige vrijstelling',
        'Inburgeringsplicht voldaan',
        'Verblijfsdoel gewijzigd',
        'Vertrek uit Nederland langer dan een jaar',
        'Overlijden',
        'Overig',
        'Tijdelijke vrijstelling',
      ])
      .optional()
      .meta({
        title: 'Reden geen plicht',
        description: 'Waarom er geen plicht (meer) is',
        examples: ['Overig'],
      }),
  })
  .meta({ title: 'Inburgeringsplicht', description: 'Antwoord van DUO' });
export type Inburgeringsplicht = z.infer<typeof Inburgeringsplicht>;

/** `GET /personen/{bsn}/doelgroep`. */
export const Doelgroep = z
  .object({
    indeling: z
      .enum(['Asielstatushouder', 'Gezinsmigrant en overige migrant'])
      .optional()
      .meta({ title: 'Indeling', description: 'Doelgroep van de Wi2021', examples: ['Asielstatushouder'] }),
    begindatum: Datum.optional(),
    gedetailleerdeDoelgroep: z
      .enum([
        'Asielstatushouder',
        'Geestelijk bedienaar',
        'Gezinshereniger',
        'Gezinshereniger met Asielstatushouder',
        'Gezinsvormer',
        'Gezinsvormer met Asielstatushouder',
        'Overig',
      ])
      .optional()
      .meta({ title: 'Gedetailleerde doelgroep', description: 'Verfijning', examples: ['Gezinshereniger'] }),
    asielrechtenWijzigingVerblijfsdoel: z
      .enum([
        'Asielrechten toegekend',
        'Behoud asielrechten',
        'Op verzoek behoud rechten van gezins- en overige migrant',
        'Op verzoek rechten van gezins- en overige migrant toegekend',
      ])
      .optional()
      .meta({
        title: 'Asielrechten',
        description: 'Na wijziging verblijfsdoel',
        examples: ['Behoud asielrechten'],
      }),
  })
  .meta({ title: 'Doelgroep', description: 'Antwoord van DUO' });
export type Doelgroep = z.infer<typeof Doelgroep>;

/** Says what is wrong with the form of a score, and never what the score is. */
const scoreFault = ({ input }: { readonly input?: unknown }): string =>
  `${typeof input === 'string' && input.includes('.') ? 'is geschreven met een punt' : 'is geen score'}: ` +
  'een score is een getal met een komma en twee decimalen, bijvoorbeeld 31,50';

/** DUO writes scores as text with a comma: `28,00`. The hub passes them on as they are and never computes with them. */
const Score = z
  .string()
  .regex(/^\d{1,3},\d{2}$/, { error: scoreFault })
  .meta({ title: 'Score', description: 'Score als tekst met komma', examples: ['28,00'] });

/** One entry of `GET /personen/{bsn}/lbt/resultaten`. */
export const LbtResultaat = z
  .object({
    resultaat: z
      .enum(['B1-route haalbaar', 'B1-route niet haalbaar', 'Onbekend'])
      .meta({ title: 'Resultaat', description: 'Uitslag', examples: ['B1-route haalbaar'] }),
    behaaldeScore: Score,
    benodigdeScore: Score,
    datumAfname: Datum.refine((day) => day <= todayInNederland(), 'ligt in de toekomst'),
  })
  .meta({ title: 'LBT-resultaat', description: 'Resultaat van de leerbaarheidstoets' });
export type LbtResultaat = z.infer<typeof LbtResultaat>;

export const LbtResultaten = z
  .array(LbtResultaat)
  .meta({ title: 'LBT-resultaten', description: 'Alle resultaten van een persoon' });

/** `GET /personen/{bsn}/lbt/examennummer`. */
export const Examennummer = z
  .object({
    examennummer: text(12).meta({
      title: 'Examennummer',
      description: 'Kenmerk',
      examples: ['E12345678901'],
    }),
  })
  .meta({ title: 'Examennummer', description: 'Kenmerk van de toets' });
export type Examennummer = z.infer<typeof Examennummer>;
