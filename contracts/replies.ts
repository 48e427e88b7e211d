import * as z from 'zod';
import { Moment } from './base-types.ts';

/** What a partner says of a message beside that it has it: that it takes it up, or that it cannot, and then why. */

const REPLIES = ['opgepakt', 'lukt-niet'] as const;

/** Why something cannot be done: a closed list, because words of one's own would carry what nobody asked for about a person. */
export const REPLY_REASONS = [
  'geen-plek',
  'gegevens-kloppen-niet',
  'niet-bereikbaar',
  'niet-voor-ons',
  'anders',
] as const;

export const ReplyReason = z.enum(REPLY_REASONS).meta({
  title: 'Reden',
  description:
    'geen-plek: er is nu geen plek; gegevens-kloppen-niet: er staat iets verkeerds in het bericht; niet-bereikbaar: de persoon of het gezin is niet te bereiken; niet-voor-ons: dit hoort niet bij deze partner; anders: iets anders, de gemeente belt',
  examples: ['geen-plek'],
});
export type ReplyReason = z.infer<typeof ReplyReason>;

/** Body of `POST /v1/berichten/{berichtId}/_luktniet`. */
export const Decline = z
  .strictObject({ reden: ReplyReason })
  .meta({ title: 'Lukt niet', description: 'Waarom een partner niet kan doen wat het bericht vraagt' });
export type Decline = z.infer<typeof Decline>;

export const Reply = z
  .object({
    antwoord: z.enum(REPLIES).meta({
      title: 'Antwoord',
      description: 'opgepakt: de partner doet het; lukt-niet: de partner kan het niet, zie reden',
      examples: ['lukt-niet'],
    }),
    reden: ReplyReason.optional(),
    sinds: Moment.meta({
      title: 'Sinds',
      description: 'Wanneer de partner dit zei',
      examples: ['2025-06-20T08:40:00.000Z'],
    }),
    afgehandeldOp: Moment.optional().meta({
      title: 'Afgehandeld op',
      description: 'Bij lukt-niet: wanneer de gemeente zei dat zij er iets mee gedaan heeft',
      examples: ['2025-06-20T09:15:00.000Z'],
    }),
  })
  .meta({
    title: 'Antwoord van een partner',
    description: 'Wat de partner het laatst over dit bericht zei',
  });
export type Reply = z.infer<typeof Reply>;
