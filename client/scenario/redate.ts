import { v5 as uuidFrom } from 'uuid';
import { daysBetween } from '../../domain/termijnen/calendar.ts';
import { later } from '../invent/days.ts';
import { isDuoStep, type Step } from './parse.ts';

/** A complete date at the start of a text, which is that date or a moment on it. */
const DAY = /^\d{4}-\d\d-\d\d(?=$|T)/;

const moved = (value: unknown, days: number, kept: readonly string[]): unknown => {
  if (typeof value === 'string') {
    return value.replace(DAY, (day) => later(day, days));
  }
  if (Array.isArray(value)) return value.map((one) => moved(one, days, kept));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, kept.includes(key) ? one : moved(one, days, kept)]),
  );
};

/** The id of a moved message. It differs from the original id, because a source never sends two different messages under one id. */
const movedId = (id: unknown, days: number): unknown =>
  days === 0 || typeof id !== 'string' ? id : uuidFrom(`${id} ${days}`, uuidFrom.URL);

/**
 * The steps as if everything in them had happened `days` later (earlier when negative). Every complete date moves, also a date of
 * birth, so that a person keeps the same age on the day of each step. A date that is known in part stays as it is, and so do the
 * fields named in `kept`.
 */
export const redated = (
  steps: readonly Step[],
  days: number,
  kept: readonly string[] = [],
): readonly Step[] =>
  steps.map((step) => {
    const redatedStep = moved(step, days, kept) as Step;
    return 'bericht' in redatedStep
      ? { ...redatedStep, bericht: { ...redatedStep.bericht, id: movedId(redatedStep.bericht['id'], days) } }
      : redatedStep;
  });

/** The day on which a step is sent, as a list: empty when the step has no such day. */
const dayOf = (step: Step): readonly string[] => {
  const moment = isDuoStep(step) ? step.notificatie['registratieDatumTijd'] : step.bericht['time'];
  return typeof moment === 'string' ? (DAY.exec(moment) ?? []) : [];
};

/**
 * The number of days to move the steps so that the last one is sent `before` days before `today`, or at most six days earlier
 * still. The number is whole weeks, so that every step keeps its day of the week.
 */
export const daysUntil = (steps: readonly Step[], today: string, before: number): number => {
  const last = steps.flatMap(dayOf).toSorted().at(-1) ?? today;
  return Math.floor((daysBetween(last, today) - before) / 7) * 7;
};
