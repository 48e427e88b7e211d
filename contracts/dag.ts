import * as z from 'zod';
import { DagAppointment } from './agenda.ts';
import {
  Datum,
  Gemeentecode,
  HuishoudenId,
  InboundDatum,
  Moment,
  OntvangstId,
  text,
  ZaakId,
} from './base-types.ts';
import { BerichtId } from './berichten.ts';
import { Holder, MissingPart } from './intake.ts';
import { dueTermijn } from './lists.ts';
import { ONTVANGST_STATUSES } from './ontvangst-status.ts';
import { PARTNERROLLEN } from './partnerrollen.ts';
import { POSTSTATEN } from './postvak.ts';
import { ReplyReason } from './replies.ts';

/** The day list of a gemeente (`GET /dag`): what asks for somebody's attention, each part counted and named up to a limit. */

/** Of a part so many are counted, and so many of those are named; with more it says that there are. */
export const DAG_LIMITS = { counted: 500, named: 50 } as const;

/**
 * A message that its partner has not got after so many whole working days is on the list, when the profile of the gemeente
 * says no other number.
 */
export const UNDELIVERED_DAYS = 3;

/** `GET /dag?datum=`; without a day it is today in the Netherlands. */
export const DagQuery = z.strictObject({ datum: InboundDatum.optional() });

/** A part of a day list, with what it is about. */
export const part = <Element extends z.ZodType>(element: Element, title: string, description: string) =>
  z
    .object({
      aantal: z
        .int()
        .min(0)
        .meta({ title: 'Aantal', description: `Geteld tot ${DAG_LIMITS.counted}`, examples: [3] }),
      meer: z.literal(true).optional().meta({ title: 'Meer', description: 'Het zijn er meer dan `aantal`' }),
      lijst: z
        .array(element)
        .max(DAG_LIMITS.named)
        .meta({ title: 'Lijst', description: `De eerste, hoogstens ${DAG_LIMITS.named}` }),
    })
    .meta({ title, description });

/** What the part of a day list with the appointments is. */
export const DAG_APPOINTMENTS =
  'Wat voor deze dag is afgesproken, de vroegste eerst; wat vervallen is staat er niet bij';

const AwaitedPart = z
  .object({
    onderdeel: MissingPart.meta({
      title: 'Onderdeel',
      description: 'Onderdeel van de brede intake dat nog moet',
      examples: ['taalschool'],
    }),
    bij: Holder,
  })
  .meta({ title: 'Onderdeel dat ontbreekt', description: 'Wat van de brede intake nog moet, en bij wie' });

const DagTermijn = z
  .object({
    zaakId: ZaakId,
    ...dueTermijn,
    onderdelen: z.array(AwaitedPart).optional().meta({
      title: 'Onderdelen',
      description:
        'Bij een termijn van de brede intake: wat daarvan nog moet, uiterlijk op `datum`. Bij wat te laat is: alles wat daarvan te laat is',
    }),
  })
  .meta({
    title: 'Termijn op de daglijst',
    description: 'Een open termijn van een zaak, met haar laatste dag',
  });
export type DagTermijn = z.infer<typeof DagTermijn>;

const OwnOntvangst = z
  .object({
    ontvangstId: OntvangstId,
    status: z.enum(ONTVANGST_STATUSES).meta({
      title: 'Status',
      description: 'wacht: de persoon is nog niet bekend; quarantaine: zie reden',
      examples: ['quarantaine'],
    }),
    type: text(120).meta({
      title: 'Type',
      description: 'Soort melding',
      examples: ['nl.inburgeringszaken.casus.geopend.v1'],
    }),
    sinds: Moment,
    reden: text(500)
      .optional()
      .meta({ title: 'Reden', description: 'Waarom het wacht', examples: ['persoon onbekend'] }),
  })
  .meta({ title: 'Eigen melding', description: 'Een melding van de gemeente zelf die niet verwerkt is' });
export type OwnOntvangst = z.infer<typeof OwnOntvangst>;

const Undelivered = z
  .object({
    partner: text(40).meta({
      title: 'Partner',
      description: 'Sleutel van de partner',
      examples: ['taalschool'],
    }),
    zaakId: ZaakId.meta({
      description:
        'De zaak waarover het bericht gaat; bij een partner die per huishouden hoort het huishouden',
    }),
    volgnummer: z
      .int()
      .min(1)
      .meta({ title: 'Volgnummer', description: 'Van het bericht', examples: [1] }),
    staat: z.enum(POSTSTATEN).meta({
      title: 'Staat',
      description: 'geparkeerd: geen deur probeert het nog; klaargezet: nog niet opgehaald of bezorgd',
      examples: ['geparkeerd'],
    }),
    klaargezetOp: Moment,
    stilstand: text(300)
      .optional()
      .meta({
        title: 'Stilstand',
        description: 'Waarom de inhoud stilstaat, zonder persoonsgegevens',
        examples: ['inhoud voldoet niet aan het contract: /data/naam'],
      }),
  })
  .meta({ title: 'Niet bezorgd bericht', description: 'Een bericht dat zijn partner nog niet heeft' });
export type Undelivered = z.infer<typeof Undelivered>;

const Declined = z
  .object({
    berichtId: BerichtId,
    partner: text(40).meta({
      title: 'Partner',
      description: 'Sleutel van de partner',
      examples: ['taalmaatjes'],
    }),
    zaken: z.array(ZaakId).meta({
      title: 'Zaken',
      description:
        'De zaak waarover het bericht gaat; bij een partner die per huishouden hoort de zaken van wie daar wonen',
    }),
    huishoudenId: HuishoudenId.optional(),
    reden: ReplyReason,
    sinds: Moment.meta({
      title: 'Sinds',
      description: 'Wanneer de partner dit zei',
      examples: ['2025-10-12T08:40:00.000Z'],
    }),
  })
  .meta({
    title: 'Lukt niet',
    description: 'Een bericht waarvan de partner zegt dat hij niet kan doen wat het vraagt',
  });
export type Declined = z.infer<typeof Declined>;

/** So long before its end the gemeente sees that the contract of a partner ends: another has to be found by then. */
export const CONTRACT_AHEAD = 'P3M';

const EndingContract = z
  .object({
    partner: text(40).meta({
      title: 'Partner',
      description: 'Sleutel van de partner in het profiel van de gemeente',
      examples: ['taalmaatjes'],
    }),
    rol: z.enum(PARTNERROLLEN).meta({
      title: 'Rol',
      description: 'Wat voor organisatie het is',
      examples: ['taalmaatjes'],
    }),
    einddatum: Datum.meta({
      title: 'Einddatum',
      description: 'Laatste dag van de opdracht; daarna hoort deze partner niets meer',
      examples: ['2026-06-30'],
    }),
    opvolger: text(40)
      .optional()
      .meta({
        title: 'Opvolger',
        description: 'De partner die de dag erna in deze rol verdergaat; ontbreekt als niemand dat doet',
        examples: ['taalmaatjes-2'],
      }),
  })
  .meta({ title: 'Aflopende opdracht', description: 'Een partner waarvan de opdracht afloopt' });

export const Dag = z
  .object({
    gemeentecode: Gemeentecode,
    datum: Datum,
    afspraken: part(DagAppointment, 'Afspraken', DAG_APPOINTMENTS),
    vandaag: part(DagTermijn, 'Vandaag', 'Termijnen waarvan dit de laatste dag is'),
    binnenkort: part(
      DagTermijn,
      'Binnenkort',
      'Termijnen waarvan de laatste dag nadert: zo lang vooraf als de gemeente bij die termijn koos',
    ),
    teLaat: part(
      DagTermijn,
      'Te laat',
      'Zaken met een open termijn die voorbij is, ieder met de eerste daarvan; langst te laat eerst',
    ),
    tegenspraken: part(
      ZaakId,
      'Tegenspraken',
      'Zaken waarin een bron iets anders zegt dan de gemeente overtypte; een mens beslist',
    ),
    wachtOpGegevens: part(
      ZaakId,
      'Wacht op gegevens',
      'Zaken waarvan een partner niets hoort zolang een gegeven ontbreekt',
    ),
    eigenMeldingen: part(
      OwnOntvangst,
      'Eigen meldingen',
      'Meldingen van de gemeente die wachten of in quarantaine staan',
    ),
    nietBezorgd: part(
      Undelivered,
      'Niet bezorgd',
      `Berichten die geparkeerd zijn, of langer klaarstaan dan het profiel zegt (zonder: ${UNDELIVERED_DAYS} hele werkdagen)`,
    ),
    luktNiet: part(
      Declined,
      'Lukt niet',
      'Wat partners niet kunnen doen, langst gezegd eerst; tot de partner het oppakt, het niet meer doorgaat, of de gemeente zegt dat het afgehandeld is',
    ),
    nieuw: part(ZaakId, 'Nieuw', 'Zaken die de gemeente vandaag of gisteren kreeg'),
    aflopendeOpdrachten: part(
      EndingContract,
      'Aflopende opdrachten',
      'Partners waarvan de opdracht vandaag of binnen drie maanden afloopt, en wie hen opvolgt',
    ),
  })
  .meta({
    title: 'Daglijst',
    description: 'Wat op deze dag aandacht vraagt: de stand van nu, met deze dag als vandaag',
  });
export type Dag = z.infer<typeof Dag>;
