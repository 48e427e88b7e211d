import { type DuoMeldingFeit, onMoment } from '../zaak/feiten.ts';
import type { Zaak } from '../zaak/zaak.ts';
import type { PipOrder } from './order.ts';

/** What the hub told DUO, and how that ended. The intention stands on the timeline before DUO is called. */

/** One thing that DUO was to be told. */
export interface Attempt {
  readonly meldingId: string;
  readonly nummer: number;
  readonly order: PipOrder;
  /** Id of the decision that it follows from. */
  readonly besluit: string;
  readonly intention: DuoMeldingFeit;
  /** How it ended; absent while nobody knows whether DUO did it. */
  readonly end?: DuoMeldingFeit;
}

export const attemptOf = (intention: DuoMeldingFeit): Attempt => {
  const { meldingId, nummer, opdracht, besluit } = intention;
  return { meldingId, nummer, order: opdracht, besluit, intention };
};

/** The call of which nobody knows what came of it, for whichever gemeente it was. */
export const openAttempt = ({ duoMeldingen }: Pick<Zaak, 'duoMeldingen'>): Attempt | undefined => {
  const ended = new Set(
    duoMeldingen.filter(({ stap }) => stap !== 'voorgenomen').map(({ meldingId }) => meldingId),
  );
  const [open] = duoMeldingen.filter(({ meldingId }) => !ended.has(meldingId)).toSorted(onMoment);
  return open && attemptOf(open);
};

/** What the hub told DUO for a gemeente since a day (`YYYY-MM-DD`), in order. */
export const attemptsOf = (
  { duoMeldingen }: Pick<Zaak, 'duoMeldingen'>,
  gemeentecode: string,
  since: string,
): readonly Attempt[] => {
  const own = duoMeldingen.filter((feit) => feit.gemeentecode === gemeentecode && feit.tijdstip >= since);
  return own
    .filter(({ stap }) => stap === 'voorgenomen')
    .toSorted((one, other) => one.nummer - other.nummer || onMoment(one, other))
    .map((intention) => {
      const end = own
        .filter(({ stap, meldingId }) => stap !== 'voorgenomen' && meldingId === intention.meldingId)
        .toSorted(onMoment)
        .at(0);
      return { ...attemptOf(intention), ...(end && { end }) };
    });
};
