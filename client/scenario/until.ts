import { dayOf } from '../../domain/termijnen/calendar.ts';
import { isDuoStep, type Step } from './parse.ts';

/** The day in the Netherlands on which a step was sent; undefined for a message without a valid moment, which may be on purpose. */
const dayOfStep = (step: Step): string | undefined => {
  const moment = isDuoStep(step) ? step.notificatie['registratieDatumTijd'] : step.bericht['time'];
  const sent = new Date(typeof moment === 'string' ? moment : Number.NaN);
  return Number.isNaN(sent.getTime()) ? undefined : dayOf(sent);
};

/**
 * The steps before the first one that was sent after `day` (`YYYY-MM-DD`): the rest of the file had not happened by then. A later
 * replay of the whole file continues from there, because the hub does nothing twice.
 */
export const stepsUntil = (steps: readonly Step[], day: string): readonly Step[] => {
  const first = steps.findIndex((step) => (dayOfStep(step) ?? '') > day);
  return first === -1 ? steps : steps.slice(0, first);
};
