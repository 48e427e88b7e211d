import * as z from 'zod';
import { Gemeentecode, Moment, text, ZaakId } from './base-types.ts';
import { ATTEMPT_REASONS, BASE_DOORS, DOORS, POSTSTATEN } from './postvak.ts';
import { Reply } from './replies.ts';
import { ShutOut } from './shut-out.ts';

/** What a partner can see of its messages and of the door through which they come. */

/** The longest that a request for messages may wait, in seconds. The gateway closes a request after 29. */
export const MAX_WAIT_SECONDS = 20;

/** How far back the pull door reaches, in days. */
export const PULL_WINDOW_DAYS = 30;

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
    'geparkeerd: na de laatste poging bewaard, of niet te maken; vervallen: te lang niet opgehaald, of niet nodig',
  examples: ['bezorgd'],
});

const Door = z.enum(DOORS).meta({
  title: 'Deur',
  description: 'wachtrij: de SQS-wachtrij van de partner; ophalen: via deze API; webhook: een abonnement',
  examples: ['webhook'],
});

export const BaseDoor = z.enum(BASE_DOORS).meta({
  title: 'Deur',
  description: 'Waar alles heen gaat waar geen abonnement om vraagt',
  examples: ['ophalen'],
});

const Attempt = z
  .object({
    tijdstip: Moment,
    reden: z.enum(ATTEMPT_REASONS).meta({
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

const Standstill = text(300).meta({
  title: 'Stilstand',
  description:
    'Waarom de inhoud niet te maken of te bezorgen is; een verbetering bij de bron maakt het bericht los',
  examples: ['de gegevens passen niet in dit bericht: naam.geslachtsnaam'],
});

/** How far a message is. Its content (`bericht`) stands beside it and has a schema of its own. */
export const BerichtState = z
  .object({
    id: BerichtId,
    zaakId: ZaakId,
    volgnummer: z
      .int()
      .min(1)
      .meta({ title: 'Volgnummer', description: 'Volgnummer binnen de zaak', examples: [1] }),
    type: text(120)
      .optional()
      .meta({
        title: 'Type',
        description: 'Soort bericht; alleen zolang de inhoud bewaard wordt',
        examples: ['nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1'],
      }),
    staat: Poststaat,
    deur: Door.optional(),
    klaargezetOp: Moment,
    sinds: Moment.meta({
      title: 'Sinds',
      description: 'Sinds wanneer het in deze staat is',
      examples: ['2025-06-20T08:32:02.000Z'],
    }),
    pogingen: z.array(Attempt).meta({ title: 'Pogingen', description: 'Oudste eerst' }),
    stilstand: Standstill.optional(),
    antwoord: Reply.optional(),
  })
  .meta({ title: 'Stand van een bericht', description: 'Hoe ver een bericht aan een partner is' });
export type BerichtState = z.infer<typeof BerichtState>;

/** What a list says of a message that has no content because it cannot be made. */
export const StilstaandBericht = BerichtState.pick({
  id: true,
  zaakId: true,
  volgnummer: true,
  type: true,
  staat: true,
  klaargezetOp: true,
  stilstand: true,
}).meta({ title: 'Stilstaand bericht', description: 'Een bericht dat nog geen inhoud heeft' });
export type StilstaandBericht = z.infer<typeof StilstaandBericht>;

/** Body of `PUT /v1/kanaal`. */
export const KanaalChoice = z
  .strictObject({ deur: BaseDoor })
  .meta({ title: 'Keuze van de deur', description: 'Langs welke deur berichten komen' });

const count = (title: string, description: string) =>
  z
    .int()
    .min(0)
    .meta({ title, description, examples: [0] });

export const KanaalView = z
  .object({
    gemeentecode: Gemeentecode,
    partner: text(40).meta({
      title: 'Partner',
      description: 'Sleutel van de partner',
      examples: ['taalschool'],
    }),
    deur: BaseDoor,
    abonnementen: count('Abonnementen', 'Aantal abonnementen; die gaan voor de deur'),
    klaargezet: count('Klaargezet', 'Berichten die nog niet bij de partner zijn'),
    geparkeerd: count('Geparkeerd', 'Berichten die na de laatste poging bewaard zijn, of niet te maken zijn'),
    uitgesloten: ShutOut.optional(),
  })
  .meta({ title: 'Kanaal', description: 'De deuren van één partner' });
export type KanaalView = z.infer<typeof KanaalView>;
