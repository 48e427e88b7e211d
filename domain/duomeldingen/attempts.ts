import { known } from '../known.ts';
import { type DuoMeldingFeit, onMoment } from '../zaak/feiten.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { type DuoOrder, type Over, overOf } from './orders.ts';

/** What the hub told DUO, and how that ended. The intention stands on the timeline before DUO is called. */

/** One order that the hub gave DUO. */
export interface Attempt<Order extends DuoOrder = DuoOrder> {
  readonly meldingId: string;
  readonly nummer: number;
  readonly order: Order;
  /** Id of the decision that the order follows from. */
  readonly besluit: string;
  readonly intention: DuoMeldingFeit;
  /** How it ended; absent while nobody knows whether DUO did it. */
  readonly end?: DuoMeldingFeit;
}

/** The attempt that this intention begins. */
export const attemptOf = (intention: DuoMeldingFeit): Attempt => {
  const { meldingId, nummer, opdracht, besluit } = intention;
  return { meldingId, nummer, order: opdracht, besluit, intention };
};

/** The call about this subject of which nobody knows what came of it, for any gemeente. */
export const openAttempt = (
  { duoMeldingen }: Pick<Zaak, 'duoMeldingen'>,
  over: Over,
): Attempt | undefined => {
  const ended = new Set(
    duoMeldingen.filter(({ stap }) => stap !== 'voorgenomen').map(({ meldingId }) => meldingId),
  );
  const [open] = duoMeldingen
    .filter(({ meldingId, opdracht }) => !ended.has(meldingId) && overOf(opdracht) === over)
    .toSorted(onMoment);
  return open && attemptOf(open);
};

/** Every attempt with an order of one kind, for any gemeente, in order. */
export const attemptsOf = <Order extends DuoOrder>(
  { duoMeldingen }: Pick<Zaak, 'duoMeldingen'>,
  isOne: (order: DuoOrder) => order is Order,
): readonly Attempt<Order>[] =>
  duoMeldingen
    .filter(({ stap }) => stap === 'voorgenomen')
    .toSorted((one, other) => one.nummer - other.nummer || onMoment(one, other))
    .flatMap((intention) => {
      const end = duoMeldingen
        .filter(({ stap, meldingId }) => stap !== 'voorgenomen' && meldingId === intention.meldingId)
        .toSorted(onMoment)
        .at(0);
      const attempt = attemptOf(intention);
      const { order } = attempt;
      return isOne(order) ? [{ ...attempt, order, ...known({ end }) }] : [];
    });
