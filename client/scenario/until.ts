import { dayOf } from '../../domain/termijnen/calendar.ts';
import { isDuoStep, type Step } from './parse.ts';

/** The day in the Netherlands on which a step was sent; undefined for a message that is wrong about that on purpose. */
const dayOfStep = (step: Step): string | undefined => {
  const moment = isDuoStep(step) ? step.notificatie['registratieDatumTijd'] : step.bericht['time'];
  const sent = new Date(typeof moment === 'string' ? moment : Number.NaN);
  return Number.isNaN(sent.getTime()) ? undefined : dayOf(sent);
};

/**
 * The steps up to the first one that was sent after a day (`YYYY-MM-DD`): what stands in the file behind that one had not
 * happened by then. A later replay of the whole file goes on from there, because the hub does nothing twice.
 */
export const stepsUntil = (steps: readonly Step[], day: string): readonly Step[] => {
  const first = steps.findIndex((step) => (dayOfStep(step) ?? '') > day);
  return first === -1 ? steps : steps.slice(0, first);
};
