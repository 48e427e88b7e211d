import * as z from 'zod';
import { Uitgaandtypen } from './abonnementen.ts';
import { Tijdstip, tekst, ZaakId } from './basistypen.ts';
import { controleAltijd, leden } from './controle.ts';

/** Sending again what was sent before: the same messages under their own ids. */

export const HerleveringId = z
  .uuid('moet een UUID zijn')
  .toLowerCase()
  .meta({
    title: 'HerleveringId',
    description: 'Kenmerk van een herlevering',
    examples: ['2f6c0a4e-93b7-4f0e-8a55-1d7f3c2b9e60'],
  });

/** What a request can choose messages by. */
export const CRITERIA = ['van', 'tot', 'zaakId', 'types'] as const;

const isMoment = (waarde: unknown): waarde is string => typeof waarde === 'string';

const samenhang = controleAltijd<object>((aanvraag, meld) => {
  const velden = leden(aanvraag);
  if (CRITERIA.every((naam) => velden[naam] === undefined)) {
    meld([], `noemt geen van deze: ${CRITERIA.join(', ')}`);
  }
  const { van, tot } = velden;
  if (isMoment(van) && isMoment(tot) && Date.parse(van) > Date.parse(tot)) {
    meld(['tot'], 'ligt voor van');
  }
});

const criteria = {
  van: Tijdstip.optional().meta({
    title: 'Van',
    description: 'Berichten die vanaf dit moment zijn klaargezet',
    examples: ['2025-06-20T00:00:00Z'],
  }),
  tot: Tijdstip.optional().meta({
    title: 'Tot',
    description: 'Berichten die voor of op dit moment zijn klaargezet',
    examples: ['2025-06-21T00:00:00Z'],
  }),
  zaakId: ZaakId.optional(),
  types: Uitgaandtypen.min(1).optional(),
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
export const HerleveringAanvraag = z
  .strictObject({
    ...criteria,
    proef: z
      .boolean()
      .optional()
      .meta({ title: 'Proef', description: 'Alleen tellen, niets versturen', examples: [true] }),
    tempo: Tempo.optional(),
  })
  .check(samenhang)
  .meta({
    title: 'Aanvraag van een herlevering',
    description: 'Op periode, zaak of soort; alle voorwaarden samen, minstens één',
  });
export type HerleveringAanvraag = z.infer<typeof HerleveringAanvraag>;

const Aantal = z
  .int()
  .min(0)
  .meta({
    title: 'Aantal',
    description: 'Berichten die opnieuw gaan',
    examples: [12],
  });

export const HerleveringProef = z
  .object({ aantal: Aantal })
  .meta({ title: 'Proef van een herlevering', description: 'Wat er opnieuw zou gaan' });

export const HerleveringAangenomen = z
  .object({ herleveringId: HerleveringId, aantal: Aantal })
  .meta({ title: 'Herlevering aangenomen', description: 'De hub zet de berichten weer klaar' });

export const HERLEVERING_STATUSSEN = ['wacht', 'bezig', 'klaar'] as const;

export const HerleveringWeergave = z
  .object({
    herleveringId: HerleveringId,
    status: z.enum(HERLEVERING_STATUSSEN).meta({
      title: 'Status',
      description: 'wacht: nog niet begonnen; bezig; klaar: alles staat weer klaar',
      examples: ['klaar'],
    }),
    ...criteria,
    tempo: Tempo.optional(),
    aantal: Aantal,
    gedaan: z
      .int()
      .min(0)
      .meta({
        title: 'Gedaan',
        description: 'Berichten die weer zijn klaargezet',
        examples: [12],
      }),
    door: tekst(60).meta({
      title: 'Door',
      description: 'Organisatie die het vroeg',
      examples: ['taalschool-0907'],
    }),
    aangevraagdOp: Tijdstip,
  })
  .meta({ title: 'Herlevering', description: 'Hoe ver een herlevering is' });
export type HerleveringWeergave = z.infer<typeof HerleveringWeergave>;
