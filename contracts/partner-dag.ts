import * as z from 'zod';
import { DagAppointment } from './agenda.ts';
import { Datum, Gemeentecode, Moment, text, ZaakId } from './base-types.ts';
import { DAG_APPOINTMENTS, part } from './dag.ts';
import { POSTSTATEN } from './postvak.ts';
import { INTAKE_PARTS, TALK } from './routemap.ts';

/**
 * The day list of a partner (`GET /dag` with its token): what is planned for it, what it is to do and to report, what lies ready
 * for it, and of whom it was told. Ids, days and places, and nothing of a person: that stands in the messages that it got.
 */

/** What a partner is awaited to report, because a term of its gemeente or the brede intake waits for it. */
export const PARTNER_REPORTS = [
  TALK,
  'taallessen-gestart',
  'leerbaarheidstoets-afgenomen',
  'brede-intake-afgerond',
] as const;
export type PartnerReport = (typeof PARTNER_REPORTS)[number];

/** Days ahead that a partner sees what is due: a talk is made an appointment for. */
export const PARTNER_AHEAD = 'P2W';

/** Messages that are looked through for a day list, at most. */
export const PARTNER_MESSAGES = 100;

const SubjectId = ZaakId.meta({
  description: 'De zaak; bij een partner die per huishouden hoort het huishouden',
});

const task = {
  zaakId: ZaakId,
  gebeurtenis: z.enum(PARTNER_REPORTS).meta({
    title: 'Gebeurtenis',
    description: 'Wat u meldt als het gedaan is',
    examples: ['brede-intake-gesprek-gevoerd'],
  }),
  onderdeel: z
    .enum(INTAKE_PARTS)
    .optional()
    .meta({
      title: 'Onderdeel',
      description: 'Bij een gesprek van de brede intake: uw eigen onderdeel',
      examples: ['taalschool'],
    }),
};

const UndatedTask = z.object(task).meta({
  title: 'Taak zonder dag',
  description: 'Iets dat u nog moet doen of melden, zonder afgesproken laatste dag',
});

const Task = z
  .object({
    ...task,
    uiterlijk: Datum.meta({
      title: 'Uiterlijk',
      description: 'Laatste dag volgens de eerste termijn die ervan afhangt',
      examples: ['2026-09-03'],
    }),
  })
  .meta({ title: 'Taak', description: 'Iets dat u nog moet doen of melden, met de laatste dag' });

const ReadyMessage = z
  .object({
    zaakId: SubjectId,
    volgnummer: z
      .int()
      .min(1)
      .meta({ title: 'Volgnummer', description: 'Van het bericht', examples: [1] }),
    staat: z.enum(POSTSTATEN).meta({
      title: 'Staat',
      description: 'klaargezet: nog niet opgehaald of bezorgd; geparkeerd: geen deur probeert het nog',
      examples: ['klaargezet'],
    }),
    klaargezetOp: Moment,
  })
  .meta({ title: 'Klaarliggend bericht', description: 'Een bericht dat u nog niet hebt' });

export const PartnerDag = z
  .object({
    gemeentecode: Gemeentecode,
    partner: text(40).meta({
      title: 'Partner',
      description: 'Uw sleutel bij deze gemeente',
      examples: ['taalschool'],
    }),
    datum: Datum,
    afspraken: part(DagAppointment, 'Afspraken', DAG_APPOINTMENTS),
    vandaag: part(Task, 'Vandaag', 'Wat u vandaag nog moet doen of melden'),
    binnenkort: part(Task, 'Binnenkort', 'Wat binnen twee weken gedaan of gemeld moet zijn'),
    teLaat: part(Task, 'Te laat', 'Wat u al gedaan of gemeld moest hebben; langst te laat eerst'),
    zonderDag: part(
      UndatedTask,
      'Zonder dag',
      'Wat u nog moet doen of melden van wie er woont, zonder afgesproken of zekere laatste dag',
    ),
    klaar: part(
      ReadyMessage,
      'Klaar',
      `Berichten die nog niet bij u zijn of die u nog niet bevestigde, geteld tot ${PARTNER_MESSAGES}`,
    ),
    nieuw: part(
      SubjectId,
      'Nieuw',
      `Over wie u vandaag of gisteren voor het eerst hoorde, geteld tot ${PARTNER_MESSAGES}`,
    ),
  })
  .meta({
    title: 'Daglijst van een partner',
    description: 'Wat een partner op deze dag te doen heeft: de stand van nu, met deze dag als vandaag',
  });
export type PartnerDag = z.infer<typeof PartnerDag>;
