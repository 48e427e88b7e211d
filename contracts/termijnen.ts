import * as z from 'zod';
import { text, ZaakId } from './base-types.ts';

/** The terms of a zaak as the API shows them: on its timeline, and by themselves with what each date follows from. */

const eventName = (title: string, description: string, example: string) =>
  text(100).meta({ title, description, examples: [example] });

const day = (title: string, description: string, example: string) =>
  z.iso.date().meta({ title, description, examples: [example] });

/** How a termijn stands; `domain/termijnen` decides which. */
export const TERMIJN_STATUSES = [
  'loopt',
  'gehaald',
  'te laat gehaald',
  'verstreken',
  'overschreden',
  'onbekend',
  'gestopt',
] as const;
export type TermijnStatus = (typeof TERMIJN_STATUSES)[number];

export const TijdlijnTermijn = z
  .object({
    id: text(20).meta({ title: 'Id', description: 'Nummer van de termijn', examples: ['TG07'] }),
    naam: text(200).meta({
      title: 'Naam',
      description: 'Wat er moet gebeuren',
      examples: ['PIP vaststellen'],
    }),
    soort: z.enum(['lokaal', 'wettelijk']).meta({
      title: 'Soort',
      description: 'Lokaal waarschuwt, wettelijk wordt overschreden',
      examples: ['wettelijk'],
    }),
    startGebeurtenis: eventName(
      'Startgebeurtenis',
      'Waarmee de termijn begint',
      'brp-inschrijving-ontvangen',
    ),
    eindGebeurtenis: eventName('Eindgebeurtenis', 'Waarmee de termijn gehaald is', 'pip-vastgesteld'),
    startdatum: day('Startdatum', 'Dag waarop de termijn begint; telt zelf niet mee', '2025-08-13'),
    duur: z
      .string()
      .regex(/^P\d+[DWMY]$/)
      .meta({
        title: 'Duur',
        description: 'ISO 8601, in dagen, weken, maanden of jaren',
        examples: ['P10W'],
      }),
    einddatum: day('Einddatum', 'Laatste dag van de termijn', '2025-10-22'),
    einddatumZonderVerlenging: day(
      'Einddatum zonder verlenging',
      'Einddatum voordat de Algemene termijnenwet die verschoof',
      '2025-10-18',
    ).optional(),
    einddatumUiterlijk: day(
      'Einddatum uiterlijk',
      'Laatste dag die de einddatum kan zijn, als de startdatum onvolledig is',
      '2025-11-10',
    ).optional(),
    bron: text(200).meta({
      title: 'Bron',
      description: 'Waar de regel staat',
      examples: ['werkafspraken R10.T1'],
    }),
    voorlopig: z.literal(true).optional().meta({
      title: 'Voorlopig',
      description:
        'De datum staat nog niet vast: gerekend vanaf de eerste dag waarop de termijn kan zijn begonnen',
    }),
    onzekerDoor: text(200)
      .optional()
      .meta({
        title: 'Onzeker door',
        description: 'Waarom deze termijn niet verstrijkt en niet wordt overschreden, zolang dat zo is',
        examples: ['de inburgeringsplicht is nog niet vastgesteld'],
      }),
    stand: z.enum(TERMIJN_STATUSES).meta({
      title: 'Stand',
      description:
        'Hoe de termijn er vandaag voor staat; verstreken: lokaal en voorbij, overschreden: wettelijk en voorbij, ' +
        'onbekend: voorbij, en geen bron meldt of zij gehaald is',
      examples: ['loopt'],
    }),
    gehaaldOp: day(
      'Gehaald op',
      'Dag van de eindgebeurtenis, zoals de bron die geeft; voor het PIP de dagtekening',
      '2025-10-10',
    ).optional(),
    gehaaldUiterlijk: day(
      'Gehaald uiterlijk',
      'De eindgebeurtenis was er, op zijn laatst op deze dag; geen bron zegt wanneer precies',
      '2025-10-12',
    ).optional(),
    nietTeVolgen: z.literal(true).optional().meta({
      title: 'Niet te volgen',
      description: 'Geen bron meldt de hub of deze termijn gehaald is',
    }),
    gestopt: text(200)
      .optional()
      .meta({ title: 'Gestopt', description: 'Waarom de termijn niet meer loopt', examples: ['overleden'] }),
  })
  .meta({ title: 'Termijn', description: 'Een termijn die voor deze zaak loopt of liep' });
export type TijdlijnTermijn = z.infer<typeof TijdlijnTermijn>;

const TermijnFeit = z
  .object({
    gebeurtenis: eventName('Gebeurtenis', 'Wat het feit zegt', 'brp-inschrijving-ontvangen'),
    waarde: text(10).meta({
      title: 'Waarde',
      description: 'De datum zoals de bron die schreef; kan onvolledig zijn',
      examples: ['2025-08-13'],
    }),
    feitId: text(300).meta({
      title: 'FeitId',
      description: 'Kenmerk van het feit op de tijdlijn: daarmee kan de gemeente het rechtzetten',
      examples: ['duo:SS101:1760857200000'],
    }),
  })
  .meta({ title: 'Feit van een termijn', description: 'Een feit waaruit een datum volgt' });

export const TermijnUitleg = z
  .object({
    regel: text(600).meta({
      title: 'Regel',
      description: 'Hoe de datum berekend is',
      examples: [
        '10 weken na de vestiging in de gemeente of de kennisgeving van DUO, de laatste van de twee',
      ],
    }),
    start: z
      .array(TermijnFeit)
      .meta({ title: 'Start', description: 'De feiten waaruit de startdatum volgt' }),
    einde: TermijnFeit.optional(),
    verandertDoor: z.array(text(200)).meta({
      title: 'Verandert door',
      description: 'Wat deze datum of deze stand zou veranderen',
      examples: [['een kennisgeving van DUO met een latere datum']],
    }),
  })
  .meta({ title: 'Uitleg', description: 'Waaruit een termijn volgt, en wat haar zou veranderen' });
export type TermijnUitleg = z.infer<typeof TermijnUitleg>;

/** Answer of `GET /zaken/{zaakId}/termijnen`. */
export const Termijnen = z
  .object({
    zaakId: ZaakId,
    termijnen: z
      .array(
        TijdlijnTermijn.extend({ uitleg: TermijnUitleg }).meta({
          title: 'Termijn met uitleg',
          description: 'Een termijn, en waaruit zij volgt',
        }),
      )
      .meta({ title: 'Termijnen', description: 'De termijnen van de zaak, de eerste die eindigt voorop' }),
  })
  .meta({ title: 'Termijnen', description: 'De termijnen van een zaak, elk met uitleg' });
export type Termijnen = z.infer<typeof Termijnen>;
