/** Why a koppeling can be withdrawn, as COA tells it; partners hear of it as far as their role may know. */
export const REASONS_INTREKKING = [
  'overleden',
  'vertrokken',
  'andere gemeente',
  'gezinshereniging elders',
  'ten onrechte',
  'anders',
] as const;
export type ReasonIntrekking = (typeof REASONS_INTREKKING)[number];
