import * as z from 'zod';
import { Gemeentecode, Medewerker, text, ZaakId } from './base-types.ts';
import { Cursor } from './cursor.ts';
import { pageQuery } from './lists.ts';

/** What the logbook says of one person, for who asks after it (AVG article 15): names of fields, never their values. */

/** The parameters of `GET /zaken/{zaakId}/verwerkingen`. */
export const VerwerkingenQuery = z.strictObject(pageQuery());

const said = (title: string, description: string, example: string, max = 400) =>
  text(max).meta({ title, description, examples: [example] });

/** One processing, in words for a person at the gemeente. */
export const Verwerking = z
  .object({
    tijdstip: z.iso.datetime().meta({
      title: 'Tijdstip',
      description: 'Wanneer het gebeurde (UTC)',
      examples: ['2025-06-20T08:32:00.000Z'],
    }),
    activiteit: said('Activiteit', 'Kenmerk in het verwerkingsregister van de hub', 'verstrekken', 40),
    wat: said('Wat', 'Wat er gebeurde', 'gegevens aan een partner verstrekken'),
    wie: z
      .object({
        rol: z.enum(['bron', 'lezer', 'ontvanger']).meta({
          title: 'Rol',
          description: 'Gaf de gegevens, las ze, of kreeg ze',
          examples: ['ontvanger'],
        }),
        organisatie: said('Organisatie', 'Naam van de organisatie', 'Nederlands de Baas', 200),
        sleutel: said('Sleutel', 'Waaronder de hub haar kent', 'taalschool-0907', 200),
        medewerker: Medewerker.optional(),
      })
      .optional()
      .meta({ title: 'Wie', description: 'De andere kant; ontbreekt als de hub zelf iets naliep' }),
    velden: z.array(text(80)).meta({
      title: 'Velden',
      description: 'Namen van de velden, nooit wat erin staat',
      examples: [['naam']],
    }),
    doel: said('Doel', 'Waarvoor het gebeurde', 'De termijnen halen'),
    grondslag: z
      .object({
        tekst: said('Tekst', 'De grondslag', 'AVG artikel 6 lid 1 onder e'),
        bron: said('Bron', 'Waar dat staat', 'Wet inburgering 2021'),
        zekerheid: z.enum(['vastgesteld', 'aanname']).meta({
          title: 'Zekerheid',
          description: 'Een aanname stelt de gemeente zelf vast in haar eigen register',
          examples: ['aanname'],
        }),
      })
      .meta({ title: 'Grondslag', description: 'Waarom het mag' }),
    resultaat: z.enum(['gelukt', 'niet gelukt', 'niet afgerond']).meta({
      title: 'Resultaat',
      description: 'Of het lukte; een bericht dat nog klaarligt is niet afgerond',
      examples: ['gelukt'],
    }),
    spoor: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .meta({
        title: 'Spoor',
        description: 'Gelijk bij alles wat uit hetzelfde bericht of verzoek volgde (trace-id)',
        examples: ['0af7651916cd43dd8448eb211c80319c'],
      }),
  })
  .meta({ title: 'Verwerking', description: 'Eén keer dat er iets met gegevens van deze persoon gebeurde' });
export type Verwerking = z.infer<typeof Verwerking>;

export const Verwerkingen = z
  .object({
    zaakId: ZaakId,
    gemeentecode: Gemeentecode,
    verwerkingen: z
      .array(Verwerking)
      .meta({ title: 'Verwerkingen', description: 'Wat er met de gegevens gebeurde, oudste eerst' }),
    na: Cursor.optional(),
  })
  .meta({
    title: 'Verwerkingen',
    description:
      'Uit het logboek van deze gemeente over één persoon; zonder `na` is het de laatste bladzijde',
  });
export type Verwerkingen = z.infer<typeof Verwerkingen>;
