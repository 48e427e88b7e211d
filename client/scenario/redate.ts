import { v5 as uuidFrom } from 'uuid';
import { later } from '../invent/days.ts';
import type { Step } from './parse.ts';

/** A whole day at the start of a text: a date, or a moment on it. */
const DAY = /^\d{4}-\d\d-\d\d(?=$|T)/;

const moved = (value: unknown, days: number): unknown => {
  if (typeof value === 'string') {
    return value.replace(DAY, (day) => later(day, days));
  }
  if (Array.isArray(value)) return value.map((one) => moved(one, days));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, moved(one, days)]));
};

/** What tells a message that was moved from the same one on its own day: a source never says two things under one id. */
const movedId = (id: unknown, days: number): unknown =>
  days === 0 || typeof id !== 'string' ? id : uuidFrom(`${id} ${days}`, uuidFrom.URL);

/**
 * The steps as if everything in them had happened so many days later (earlier when negative). Every whole date moves, dates of
 * birth too, so that whoever turned 18 does so today; a date that is known in part stays as it is.
 */
export const redated = (steps: readonly Step[], days: number): readonly Step[] =>
  steps.map((step) => {
    const redatedStep = moved(step, days) as Step;
    return 'bericht' in redatedStep
      ? { ...redatedStep, bericht: { ...redatedStep.bericht, id: movedId(redatedStep.bericht['id'], days) } }
      : redatedStep;
  });
