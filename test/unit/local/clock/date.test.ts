import { types } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { dateAhead } from '../../../../local/clock/date.ts';

const MACHINE = Date.parse('2026-01-31T22:00:00Z');
const DAY_MS = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers({ now: MACHINE, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each([181, -365])('a Date that is %i days ahead', (days) => {
  const there = MACHINE + days * DAY_MS;

  it('gives its own moment wherever the clock is read', () => {
    const Ahead = dateAhead(() => days * DAY_MS);
    expect(Ahead.now()).toBe(there);
    expect(new Ahead().getTime()).toBe(there);
    expect(Ahead()).toBe(new Date(there).toString());
  });

  it('goes on as the clock of the machine does', () => {
    const Ahead = dateAhead(() => days * DAY_MS);
    vi.setSystemTime(MACHINE + 1_500);
    expect(new Ahead().getTime()).toBe(there + 1_500);
  });

  it('gives a moment that is written down as the real Date does', () => {
    const Ahead = dateAhead(() => days * DAY_MS);
    expect(new Ahead('2025-06-20T08:32:00Z').toISOString()).toBe('2025-06-20T08:32:00.000Z');
    expect(new Ahead(2025, 0, 1)).toEqual(new Date(2025, 0, 1));
    expect(Ahead.parse('2025-06-20T08:32:00Z')).toBe(Date.parse('2025-06-20T08:32:00Z'));
    expect(Ahead.UTC(2025, 0)).toBe(Date.UTC(2025, 0));
  });

  it('makes dates that everybody takes for dates', () => {
    const Ahead = dateAhead(() => days * DAY_MS);
    class Own extends Ahead {}
    for (const date of [new Ahead(), new Own()]) {
      expect(date).toBeInstanceOf(Ahead);
      expect(date).toBeInstanceOf(Date);
      expect(types.isDate(date)).toBe(true);
      expect(z.date().safeParse(date).success).toBe(true);
    }
    expect(new Own()).toBeInstanceOf(Own);
    expect(new Date()).toBeInstanceOf(Ahead);
  });
});
