import * as z from 'zod';
import { OntvangstId, ZaakId } from './base-types.ts';
import { BerichtId } from './berichten.ts';
import { Cursor } from './cursor.ts';

/** The hub's books: what became of every message that it accepted, and of every message that it had to send. */

const count = (title: string, description: string) =>
  z
    .int()
    .min(0)
    .meta({ title, description, examples: [3] });

/** The number of ontvangsten by status. Their sum is the number of accepted messages. */
export const Ontvangstbalans = z
  .object({
    ontvangen: count('Ontvangen', 'Aangenomen, nog niet verwerkt'),
    wacht: count('Wacht', 'Wacht op een persoon die nog niet bekend is, of op een antwoord van DUO'),
    quarantaine: count('Quarantaine', 'Niet te verwerken, met reden bewaard'),
    verwerkt: count('Verwerkt', 'Verwerkt'),
  })
  .meta({ title: 'Ontvangsten', description: 'Aangenomen berichten van alle bronnen, per status' });
export type Ontvangstbalans = z.infer<typeof Ontvangstbalans>;

/** Messages to one partner. `geproduceerd` is counted on the timelines, the other numbers in the postvak. */
export const Postbalans = z
  .object({
    geproduceerd: count('Geproduceerd', 'Berichten waartoe besloten is, volgens de tijdlijnen'),
    klaargezet: count('Klaargezet', 'Nog te bezorgen, of nog op te halen'),
    bezorgd: count('Bezorgd', 'In de wachtrij gezet, of door de webhook aangenomen'),
    bevestigd: count('Bevestigd', 'Door de partner bevestigd'),
    geparkeerd: count('Geparkeerd', 'Staat stil: na de laatste poging bewaard, of niet te maken'),
    vervallen: count('Vervallen', 'Nooit opgehaald binnen de bewaartermijn, of niet nodig'),
  })
  .meta({ title: 'Postbalans', description: 'Berichten aan één partner' });
export type Postbalans = z.infer<typeof Postbalans>;

export const DIFFERENCES = [
  /** A timeline decided on a message, nothing is left to send, and the postvak does not have it. */
  'bericht-ontbreekt',
  /** The postvak has a message that no timeline decided on. */
  'bericht-onverwacht',
  /** A timeline has a fact of a message that no ontvangst shows as accepted. */
  'ontvangst-ontbreekt',
  /** A timeline has a fact of a message whose ontvangst says that it could not be processed. */
  'ontvangst-in-quarantaine',
] as const;

export const Difference = z
  .object({
    soort: z.enum(DIFFERENCES).meta({
      title: 'Soort',
      description: 'Wat er niet klopt',
      examples: ['bericht-ontbreekt'],
    }),
    zaakId: ZaakId,
    partner: z
      .string()
      .max(60)
      .optional()
      .meta({ title: 'Partner', description: 'Gemeentecode en partner', examples: ['0907/taalschool'] }),
    volgnummer: z
      .int()
      .min(1)
      .optional()
      .meta({ title: 'Volgnummer', description: 'Van het bericht aan deze partner', examples: [1] }),
    berichtId: BerichtId.optional(),
    ontvangstId: OntvangstId.optional(),
  })
  .meta({ title: 'Verschil', description: 'Iets dat in de boeken niet klopt' });
export type Difference = z.infer<typeof Difference>;

/** A message that was answered as accepted and of which the ontvangst is gone. */
export const Disappeared = z
  .object({
    ontvangstId: OntvangstId,
    organisatie: z
      .string()
      .max(60)
      .meta({ title: 'Organisatie', description: 'Wie het bericht stuurde', examples: ['coa'] }),
    aangenomenOp: z.iso.datetime().meta({
      title: 'Aangenomen op',
      description: 'Wanneer het bericht is aangenomen',
      examples: ['2026-11-28T09:30:00.000Z'],
    }),
  })
  .meta({ title: 'Verdwenen', description: 'Een aangenomen bericht waarvan de ontvangst weg is' });
export type Disappeared = z.infer<typeof Disappeared>;

/** One page of the books. A reader adds every number to that of the other pages. */
export const Balans = z
  .object({
    ontvangsten: Ontvangstbalans,
    aangenomen: count(
      'Aangenomen',
      'Berichten die in de laatste 35 dagen zijn aangenomen, volgens een tweede administratie in een andere tabel',
    ),
    verdwenen: z.array(Disappeared).meta({
      title: 'Verdwenen',
      description: 'Berichten daarvan waarvan de ontvangst weg is; hoort leeg te zijn',
    }),
    zaken: count('Zaken', 'Zaken; voor een gemeente alleen de eigen'),
    post: z
      .record(z.string(), Postbalans)
      .meta({ title: 'Post', description: 'Berichten per gemeentecode/partner' }),
    nogTeVersturen: count(
      'Nog te versturen',
      'Vastgelegde wijzigingen waarvan nog niet alle berichten in het postvak liggen',
    ),
    verschillen: z
      .array(Difference)
      .meta({ title: 'Verschillen', description: 'Wat niet klopt; hoort leeg te zijn' }),
    na: Cursor.optional(),
  })
  .meta({
    title: 'Balans',
    description: 'De boeken van de hub, bladzij voor bladzij: tel de getallen op tot er geen `na` meer is',
  });
export type Balans = z.infer<typeof Balans>;

/** What is on its way now. The hub reads these numbers without going over all of its books. */
export const Openstaand = z
  .object({
    ontvangen: count('Ontvangen', 'Aangenomen, nog niet verwerkt'),
    wacht: count('Wacht', 'Wacht op een persoon die nog niet bekend is'),
    quarantaine: count('Quarantaine', 'Niet te verwerken, met reden bewaard'),
    nogTeVersturen: count(
      'Nog te versturen',
      'Vastgelegde wijzigingen waarvan nog niet alle berichten in het postvak liggen',
    ),
    wachtOpGegevens: z
      .record(
        z.string(),
        z
          .object({
            aantal: count('Aantal', 'Zaken waarvan een partner op gegevens wacht'),
            zaken: z
              .array(ZaakId)
              .max(100)
              .meta({ title: 'Zaken', description: 'Hoogstens honderd, de oudste koppeling eerst' }),
          })
          .meta({ title: 'Wacht op gegevens', description: 'Zaken van één gemeente' }),
      )
      .meta({
        title: 'Wacht op gegevens',
        description:
          'Per gemeentecode: zaken waarvan een partner niets hoort zolang een gegeven ontbreekt; ' +
          'de zaak zelf zegt welk gegeven, een bron of de gemeente vult het aan',
      }),
    post: z
      .record(
        z.string(),
        z
          .object({
            klaargezet: count('Klaargezet', 'Nog te bezorgen, of nog op te halen'),
            geparkeerd: count('Geparkeerd', 'Staat stil: na de laatste poging bewaard, of niet te maken'),
          })
          .meta({ title: 'Openstaande post', description: 'Berichten aan één partner' }),
      )
      .meta({ title: 'Post', description: 'Openstaande berichten per gemeentecode/partner' }),
  })
  .meta({ title: 'Openstaand', description: 'Wat er nu onderweg is' });
export type Openstaand = z.infer<typeof Openstaand>;
