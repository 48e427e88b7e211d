import type { Inburgeringsplicht } from '../../contracts/duo.ts';
import { duoCode, type Plicht } from '../duo/codes.ts';
import { dayOf } from '../termijnen/calendar.ts';
import { type DuoFeit, onMoment } from './feiten.ts';
import type { Zaak } from './zaak.ts';

/** What DUO says about the inburgeringsplicht: its answer first, and the code of its notification where there is none. */

/** Why there is no plicht, as DUO's answer has it. */
const ENDED: Readonly<Record<NonNullable<Inburgeringsplicht['redenGeenInburgeringsplicht']>, Plicht>> = {
  'Volledige ontheffing': 'voldaan',
  'Volledige vrijstelling': 'voldaan',
  'Inburgeringsplicht voldaan': 'voldaan',
  'Verblijfsdoel gewijzigd': 'ingetrokken',
  'Vertrek uit Nederland langer dan een jaar': 'ingetrokken',
  Overlijden: 'ingetrokken',
  Overig: 'ingetrokken',
  'Tijdelijke vrijstelling': 'tijdelijk vrijgesteld',
};

const isEnd = (plicht: Plicht | undefined): boolean => plicht !== undefined && plicht !== 'geldt';

/**
 * DUO notifies before its answers show what it notified. So an answer that the plicht holds, to a code that it ended, is
 * older than the code unless DUO says that it changed the plicht since.
 */
const isOlderThan = ({ tijdstip }: DuoFeit, { wijzigingsdatum }: Inburgeringsplicht): boolean =>
  wijzigingsdatum === undefined || wijzigingsdatum < dayOf(new Date(tijdstip));

/** What one notification with its answers says about the plicht; undefined when it says nothing about it. */
export const plichtIn = (feit: DuoFeit): Plicht | undefined => {
  const { plicht: byCode } = duoCode(feit.notificatie.gebeurtenisId);
  const { inburgeringsplicht: answer } = feit.antwoorden;
  if (answer === undefined) return byCode;
  if (answer.indicatorInburgeringsplicht) {
    return isEnd(byCode) && isOlderThan(feit, answer) ? byCode : 'geldt';
  }
  const { redenGeenInburgeringsplicht: reden } = answer;
  if (reden !== undefined) return ENDED[reden];
  return isEnd(byCode) ? byCode : 'geen';
};

/** Whether the plicht holds, by the latest that DUO said; undefined as long as it said nothing. */
export const plichtOf = ({ duo }: Pick<Zaak, 'duo'>): Plicht | undefined =>
  duo
    .toSorted(onMoment)
    .flatMap((feit) => plichtIn(feit) ?? [])
    .at(-1);

/** DUO once held this person to be inburgeringsplichtig, whatever the hub made of their age. */
export const wasPlichtig = ({ duo }: Pick<Zaak, 'duo'>): boolean =>
  duo.some((feit) => plichtIn(feit) === 'geldt');
