import * as z from 'zod';
import { Gemeentecode, Tijdstip, tekst, ZaakId } from './basistypen.ts';
import { BASISDEUREN, DEUREN, POGING_REDENEN, POSTSTATEN } from './post.ts';

/** What a partner can see of its messages and of the door through which they come. */

/** Longest that a request for messages may wait, in seconds: the gateway closes after 29. */
export const MAX_WACHT_SECONDEN = 20;

/** How far back the pull door reaches. */
export const OPHAALVENSTER_DAGEN = 30;

export const BerichtId = z
  .guid('moet een UUID zijn')
  .toLowerCase()
  .meta({
    title: 'BerichtId',
    description: 'id van het bericht (CloudEvent)',
    examples: ['0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10'],
  });

export const Poststaat = z.enum(POSTSTATEN).meta({
  title: 'Staat',
  description:
    'klaargezet: nog niet bij de partner; bezorgd: afgeleverd; bevestigd: de partner bevestigde; ' +
    'geparkeerd: na de laatste poging bewaard; vervallen: te lang niet opgehaald',
  examples: ['bezorgd'],
});

const Deur = z.enum(DEUREN).meta({
  title: 'Deur',
  description: 'wachtrij: de SQS-wachtrij van de partner; ophalen: via deze API; webhook: een abonnement',
  examples: ['webhook'],
});

export const Basisdeur = z.enum(BASISDEUREN).meta({
  title: 'Deur',
  description: 'Waar alles heen gaat waar geen abonnement om vraagt',
  examples: ['ophalen'],
});

const Poging = z
  .object({
    tijdstip: Tijdstip,
    reden: z.enum(POGING_REDENEN).meta({
      title: 'Reden',
      description: 'gelukt, of waarom niet',
      examples: ['status'],
    }),
    status: z
      .int()
      .optional()
      .meta({ title: 'Status', description: 'HTTP-status van de ontvanger', examples: [503] }),
    duurMs: z
      .int()
      .min(0)
      .meta({ title: 'Duur', description: 'Duur in milliseconden', examples: [184] }),
  })
  .meta({ title: 'Poging', description: 'Eén poging om een bericht af te leveren' });

/** A message with how far it is; its content beside it (`bericht`) has a schema of its own. */
export const BerichtStand = z
  .object({
    id: BerichtId,
    zaakId: ZaakId,
    volgnummer: z
      .int()
      .min(1)
      .meta({ title: 'Volgnummer', description: 'Volgnummer binnen de zaak', examples: [1] }),
    type: tekst(120)
      .optional()
      .meta({
        title: 'Type',
        description: 'Soort bericht; alleen zolang de inhoud bewaard wordt',
        examples: ['nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1'],
      }),
    staat: Poststaat,
    deur: Deur.optional(),
    klaargezetOp: Tijdstip,
    sinds: Tijdstip.meta({
      title: 'Sinds',
      description: 'Sinds wanneer het in deze staat is',
      examples: ['2025-06-20T08:32:02.000Z'],
    }),
    pogingen: z.array(Poging).meta({ title: 'Pogingen', description: 'Oudste eerst' }),
  })
  .meta({ title: 'Stand van een bericht', description: 'Hoe ver een bericht aan een partner is' });
export type BerichtStand = z.infer<typeof BerichtStand>;

/** Body of `PUT /v1/kanaal`. */
export const KanaalKeuze = z
  .strictObject({ deur: Basisdeur })
  .meta({ title: 'Keuze van de deur', description: 'Langs welke deur berichten komen' });

const aantal = (title: string, description: string) =>
  z
    .int()
    .min(0)
    .meta({ title, description, examples: [0] });

export const KanaalWeergave = z
  .object({
    gemeentecode: Gemeentecode,
    partner: tekst(40).meta({
      title: 'Partner',
      description: 'Sleutel van de partner',
      examples: ['taalschool'],
    }),
    deur: Basisdeur,
    abonnementen: aantal('Abonnementen', 'Aantal abonnementen; die gaan voor de deur'),
    klaargezet: aantal('Klaargezet', 'Berichten die nog niet bij de partner zijn'),
    geparkeerd: aantal('Geparkeerd', 'Berichten die na de laatste poging bewaard zijn'),
  })
  .meta({ title: 'Kanaal', description: 'De deuren van één partner' });
export type KanaalWeergave = z.infer<typeof KanaalWeergave>;
