import * as z from 'zod';
import { OutboundTypes } from './abonnementen.ts';
import { Moment, text, ZaakId } from './base-types.ts';
import { checkAlways, members } from './checks.ts';

/** Herleveringen: the hub sends messages again that it sent before, under the same ids. */

export const HerleveringId = z
  .uuid('moet een UUID zijn')
  .toLowerCase()
  .meta({
    title: 'HerleveringId',
    description: 'Kenmerk van een herlevering',
    examples: ['2f6c0a4e-93b7-4f0e-8a55-1d7f3c2b9e60'],
  });

/** The fields by which a request chooses messages. */
export const CRITERIA = ['van', 'tot', 'zaakId', 'types'] as const;

const isText = (value: unknown): value is string => typeof value === 'string';

const usableCriteria = checkAlways<object>((request, report) => {
  const fields = members(request);
  if (CRITERIA.every((name) => fields[name] === undefined)) {
    report([], `noemt geen van deze: ${CRITERIA.join(', ')}`);
  }
  const { van, tot } = fields;
  if (isText(van) && isText(tot) && Date.parse(van) > Date.parse(tot)) {
    report(['tot'], 'ligt voor van');
  }
});

const criteria = {
  van: Moment.optional().meta({
    title: 'Van',
    description: 'Berichten die vanaf dit moment zijn klaargezet',
    examples: ['2025-06-20T00:00:00Z'],
  }),
  tot: Moment.optional().meta({
    title: 'Tot',
    description: 'Berichten die voor of op dit moment zijn klaargezet',
    examples: ['2025-06-21T00:00:00Z'],
  }),
  zaakId: ZaakId.optional(),
  types: OutboundTypes.min(1).optional(),
};

const Tempo = z
  .int()
  .min(1)
  .max(6000)
  .meta({
    title: 'Tempo',
    description: 'Hoogste aantal berichten per minuut dat weer klaargezet wordt',
    examples: [60],
  });

/** Body of `POST /v1/herleveringen` and `POST /v1/abonnementen/{abonnementId}/herleveringen`. */
export const HerleveringRequest = z
  .strictObject({
    ...criteria,
    proef: z
      .boolean()
      .optional()
      .meta({ title: 'Proef', description: 'Alleen tellen, niets versturen', examples: [true] }),
    tempo: Tempo.optional(),
  })
  .check(usableCriteria)
  .meta({
    title: 'Aanvraag van een herlevering',
    description: 'Op periode, zaak of soort; alle voorwaarden samen, minstens één',
  });
export type HerleveringRequest = z.infer<typeof HerleveringRequest>;

const Count = z
  .int()
  .min(0)
  .meta({
    title: 'Aantal',
    description: 'Berichten die opnieuw gaan',
    examples: [12],
  });

export const HerleveringTrial = z
  .object({ aantal: Count })
  .meta({ title: 'Proef van een herlevering', description: 'Wat er opnieuw zou gaan' });

export const HerleveringAccepted = z
  .object({ herleveringId: HerleveringId, aantal: Count })
  .meta({ title: 'Herlevering aangenomen', description: 'De hub zet de berichten weer klaar' });

export const HERLEVERING_STATUSES = ['wacht', 'bezig', 'klaar'] as const;

export const HerleveringView = z
  .object({
    herleveringId: HerleveringId,
    status: z.enum(HERLEVERING_STATUSES).meta({
      title: 'Status',
      description: 'wacht: nog niet begonnen; bezig; klaar: alles staat weer klaar',
      examples: ['klaar'],
    }),
    ...criteria,
    tempo: Tempo.optional(),
    aantal: Count,
    gedaan: z
      .int()
      .min(0)
      .meta({
        title: 'Gedaan',
        description: 'Berichten die weer zijn klaargezet',
        examples: [12],
      }),
    door: text(60).meta({
      title: 'Door',
      description: 'Organisatie die het vroeg',
      examples: ['taalschool-0907'],
    }),
    aangevraagdOp: Moment,
  })
  .meta({ title: 'Herlevering', description: 'Hoe ver een herlevering is' });
export type HerleveringView = z.infer<typeof HerleveringView>;
