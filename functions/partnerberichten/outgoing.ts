import * as z from 'zod';
import type { ItemPlace, OutgoingBericht, PostvakItem } from '../../domain/delivery/item.ts';
import { REASONS, schemaReason } from '../../domain/delivery/reasons.ts';
import { safeText } from '../../domain/errors.ts';

/** A message that a step owes. `stuck`: it is in the postvak already, without content that can be delivered. */
export type Outgoing = ItemPlace &
  (
    | {
        readonly kind: 'lying';
        readonly item: PostvakItem;
        /** What goes out in its place, because a later commit says that it is over, or tells less. */
        readonly instead?: OutgoingBericht;
      }
    | {
        readonly kind: 'made';
        readonly message: OutgoingBericht;
        /** The commit from whose state it is made, when that is later than the commit that decided on it. */
        readonly uitVersie?: number;
        readonly stuck?: PostvakItem;
      }
    | (Unmakeable & {
        readonly kind: 'unmade';
        readonly id: string;
        readonly type: string;
        readonly plek: 'geparkeerd' | 'vervallen';
        readonly stuck?: PostvakItem;
      })
  );

/** Why a message cannot be made. */
export interface Unmakeable {
  readonly reden: string;
  /** The error of its composition, when its fields were not the cause. */
  readonly fault?: string;
}

/** Why a composition failed. It names fields and none of their values, because it is stored with the message and logged. */
export const whyUnmakeable = (error: unknown): Unmakeable => {
  if (!(error instanceof z.ZodError)) return { reden: REASONS.unmakeable, fault: safeText(error) };
  const paths = error.issues.map(({ path }) => path.filter((part) => part !== 'data').join('.'));
  return { reden: schemaReason(paths) };
};

/**
 * These messages in rounds of one message per receiver, so that each receiver gets its messages in order. There is at least one
 * round.
 */
export const inRounds = (outgoing: readonly Outgoing[]): readonly (readonly Outgoing[])[] => {
  const rounds: Outgoing[][] = [[]];
  for (const one of outgoing) {
    const last = rounds.findLastIndex((round) => round.some(({ partner }) => partner === one.partner));
    const round = rounds[last + 1];
    if (round === undefined) rounds.push([one]);
    else round.push(one);
  }
  return rounds;
};
