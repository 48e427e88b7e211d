import { TEST_TAKEN } from '../../contracts/routemap.ts';
import { standingReport } from '../routemap/reports.ts';
import { type DuoMeldingFeit, onMoment } from '../zaak/feiten.ts';
import { takenAt } from '../zaak/lbt.ts';
import { oncePerState } from '../zaak/once-per-state.ts';
import { stayOf } from '../zaak/termijn-ends.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { isLbtOrder, type LbtOrder } from './orders.ts';
import { attemptsIn, type DuoStay, type Found, owedOf } from './tasks.ts';

/**
 * What the hub owes DUO of a leerbaarheidstoets that the gemeente skips (docs/domein/cases.md, case 15). DUO takes the examennummer
 * back and hears no reason, because its API has no place for one.
 */

const ALREADY_TAKEN = {
  nummer: 'LBT-1',
  tekst: 'De leerbaarheidstoets is al afgenomen. Trek een van beide meldingen in.',
};

/**
 * Whether DUO was told of this decision as often as DUO gave a number for the test since: a person without a number may get one
 * after the first time. Because they are counted, DUO is never told without end, whatever its clock says.
 */
const isDone = ({ duo }: Zaak, confirmed: readonly DuoMeldingFeit[]): boolean => {
  const [first] = confirmed.toSorted(onMoment);
  if (first === undefined) return false;
  const registered = duo.filter(
    (feit) => feit.antwoorden['lbt/examennummer'] !== undefined && onMoment(feit, first) > 0,
  );
  return confirmed.length > registered.length;
};

const find = (of: DuoStay): Found | undefined => {
  const { zaak, situation, gemeentecode } = of;
  // Before that DUO does not know the person as one whose test can be skipped.
  if (situation.plicht !== 'geldt') return undefined;
  const stay = stayOf(situation);
  const skipped = standingReport(zaak.meldingen, stay, 'leerbaarheidstoets-overgeslagen');
  if (skipped?.datum === undefined) return undefined;
  const attempts = attemptsIn(of, isLbtOrder, ({ feitId }) => feitId === skipped.feitId);
  const confirmed = attempts.flatMap(({ end }) => (end?.stap === 'bevestigd' ? [end] : []));
  if (isDone(zaak, confirmed)) return undefined;
  const order: LbtOrder = { over: 'leerbaarheidstoets', handeling: 'overslaan', datum: skipped.datum };
  const taken = standingReport(zaak.meldingen, stay, TEST_TAKEN) ?? takenAt(zaak);
  return {
    task: { order, gemeentecode, besluit: skipped.feitId, cause: skipped },
    rules: taken === undefined ? [] : [ALREADY_TAKEN],
    attempts,
  };
};

/** What the hub owes DUO of a test that is skipped, worked out once per state. */
export const owedOfLbt = oncePerState((zaak) => owedOf(zaak, 'leerbaarheidstoets', find));
