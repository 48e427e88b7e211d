import { v5 as uuidFrom } from 'uuid';
import { daysBetween } from '../../domain/termijnen/calendar.ts';
import { later } from '../invent/days.ts';
import { isDuoStep, type Step } from './parse.ts';

/** A whole day at the start of a text: a date, or a moment on it. */
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

/** What tells a message that was moved from the same one on its own day: a source never says two things under one id. */
const movedId = (id: unknown, days: number): unknown =>
  days === 0 || typeof id !== 'string' ? id : uuidFrom(`${id} ${days}`, uuidFrom.URL);

/**
 * The steps as if everything in them had happened so many days later (earlier when negative). Every whole date moves, dates of
 * birth too, so that whoever turned 18 does so today; a date that is known in part stays as it is, and so do the fields that are
 * `kept`.
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

/** The day on which a step is sent, as far as it says so. */
const dayOf = (step: Step): readonly string[] => {
  const moment = isDuoStep(step) ? step.notificatie['registratieDatumTijd'] : step.bericht['time'];
  return typeof moment === 'string' ? (DAY.exec(moment) ?? []) : [];
};

/**
 * How many days the steps are moved so that the last one is sent `before` days before `today`, or less than a week earlier: whole
 * weeks, so that everything stays on its day of the week.
 */
export const daysUntil = (steps: readonly Step[], today: string, before: number): number => {
  const last = steps.flatMap(dayOf).toSorted().at(-1) ?? today;
  return Math.floor((daysBetween(last, today) - before) / 7) * 7;
};
