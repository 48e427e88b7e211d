import * as z from 'zod';
import { described, Moment } from './base-types.ts';

/** A partner that its gemeente shut out: what the gemeente asks, and what the hub keeps of it. */

/** Why: a closed list, so that nothing about a person can be written in it. */
export const SHUT_OUT_REASONS = [
  'token-gelekt',
  'misbruik',
  'overeenkomst-beeindigd',
  'op-verzoek-van-partner',
  'anders',
] as const;

const Reason = z.enum(SHUT_OUT_REASONS).meta({
  title: 'Reden',
  description: 'Waarom de gemeente deze partner uitsluit',
  examples: ['token-gelekt'],
});

const TokenId = z
  .string()
  .regex(/^[\w.~:@/+=-]{1,200}$/, 'is geen jti')
  .meta({
    title: 'Kenmerk',
    description: 'Alleen dit token: zijn `jti`, bij Entra `uti`. Zonder kenmerk de hele partner',
    examples: ['6f1c1f0e-2f0c-4c53-9d0e-7a1f3d0b9a11'],
  });

/** Body of `POST /partners/{partner}/_uitsluiten`. */
export const ShutOutRequest = z.strictObject({ reden: Reason.optional(), kenmerk: TokenId.optional() }).meta({
  title: 'Uitsluiting vragen',
  description: 'Een partner uitsluiten, of één token van haar; de reden mag ontbreken',
});
export type ShutOutRequest = z.infer<typeof ShutOutRequest>;

/** Since when a partner is shut out, by whom, and why. */
export const ShutOut = z
  .object({
    sinds: Moment.meta({
      title: 'Sinds',
      description: 'Sinds wanneer',
      examples: ['2025-06-20T08:32:00.000Z'],
    }),
    door: described('Door', 'De organisatie die het deed', 'gemeente-0907', 60),
    reden: Reason.optional(),
  })
  .meta({ title: 'Uitsluiting', description: 'De gemeente sloot deze partner uit' });
export type ShutOut = z.infer<typeof ShutOut>;
