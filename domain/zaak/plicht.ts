import type { Inburgeringsplicht } from '../../contracts/duo.ts';
import { duoCode, type Plicht } from '../duo/codes.ts';
import { type DuoFeit, onMoment } from './feiten.ts';
import type { Zaak } from './zaak.ts';

/** What is known about the plicht of a person, and why it ended when it did. */
export interface PlichtState {
  readonly plicht: Plicht;
  /** DUO's own reason, when it gave one. */
  readonly reden?: Inburgeringsplicht['redenGeenInburgeringsplicht'];
}

const FROM_REASON: Readonly<
  Record<NonNullable<Inburgeringsplicht['redenGeenInburgeringsplicht']>, Exclude<Plicht, 'geldt'>>
> = {
  'Volledige ontheffing': 'voldaan',
  'Volledige vrijstelling': 'voldaan',
  'Inburgeringsplicht voldaan': 'voldaan',
  'Verblijfsdoel gewijzigd': 'ingetrokken',
  'Vertrek uit Nederland langer dan een jaar': 'ingetrokken',
  Overlijden: 'ingetrokken',
  Overig: 'ingetrokken',
  'Tijdelijke vrijstelling': 'tijdelijk vrijgesteld',
};

const fromAnswer = ({
  indicatorInburgeringsplicht,
  redenGeenInburgeringsplicht: reden,
}: Inburgeringsplicht): PlichtState => {
  if (indicatorInburgeringsplicht) return { plicht: 'geldt' };
  return reden === undefined ? { plicht: 'ingetrokken' } : { plicht: FROM_REASON[reden], reden };
};

/** What one notification says: the answer that the hub read, and only without one what the code itself means. */
const saidBy = ({ notificatie, antwoorden: { inburgeringsplicht } }: DuoFeit): PlichtState | undefined => {
  if (inburgeringsplicht !== undefined) return fromAnswer(inburgeringsplicht);
  const { plicht } = duoCode(notificatie.gebeurtenisId);
  return plicht === undefined ? undefined : { plicht };
};

/** Everything that DUO said; as long as it said nothing, what a gemeente read in its portal. */
const allSaid = (zaak: Zaak): readonly PlichtState[] => {
  const byDuo = zaak.duo.toSorted(onMoment).flatMap((feit) => saidBy(feit) ?? []);
  return byDuo.length > 0 ? byDuo : reported(zaak);
};

const reported = (zaak: Zaak): readonly PlichtState[] =>
  zaak.meldingen
    .toSorted(onMoment)
    .flatMap(({ antwoorden: { inburgeringsplicht } }) =>
      inburgeringsplicht === undefined ? [] : [fromAnswer(inburgeringsplicht)],
    );

/** The latest that DUO said about the plicht; undefined as long as it said nothing. */
export const plichtOf = (zaak: Zaak): PlichtState | undefined => allSaid(zaak).at(-1);

/** Whether DUO ever held this person to be inburgeringsplichtig, whatever the hub made of their age. */
export const wasEverPlichtig = (zaak: Zaak): boolean =>
  allSaid(zaak).some(({ plicht }) => plicht === 'geldt');
