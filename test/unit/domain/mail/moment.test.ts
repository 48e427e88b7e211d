import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMailMoment } from '../../../../domain/mail/moment.ts';
import { runs } from '../../../runs.ts';

const at = (text: string): Date => new Date(text);

describe('a mail at once', () => {
  it.each([
    [undefined, true],
    ['2026-03-02T08:44:00Z', true],
    ['2026-03-02T08:46:00Z', false],
  ])('goes when none went in the last quarter of an hour (last at %s)', (last, expected) => {
    expect(isMailMoment({ wanneer: 'direct' }, last, at('2026-03-02T09:00:00Z'))).toBe(expected);
  });
});

describe('a mail of the day', () => {
  it.each([
    ['before eight in the winter', undefined, '2026-03-02T06:59:00Z', false],
    ['from eight in the winter', undefined, '2026-03-02T07:00:00Z', true],
    ['from eight in the summer', undefined, '2026-07-02T06:00:00Z', true],
    ['after that of today', '2026-03-02T07:01:00Z', '2026-03-02T22:00:00Z', false],
    ['the day after', '2026-03-02T07:01:00Z', '2026-03-03T07:00:00Z', true],
    ['after one that went late yesterday by our clock', '2026-07-02T21:59:00Z', '2026-07-03T06:00:00Z', true],
  ])('%s', (_what, last, now, expected) => {
    expect(isMailMoment({ wanneer: 'dagelijks' }, last, at(now))).toBe(expected);
  });

  it.each([
    [{ van: '20:00', tot: '10:00' }, '2026-03-02T08:59:00Z', false],
    [{ van: '20:00', tot: '10:00' }, '2026-03-02T09:00:00Z', true],
    [{ van: '07:00', tot: '06:00' }, '2026-03-02T05:30:00Z', true],
    [{ van: '07:00', tot: '06:00' }, '2026-03-02T09:00:00Z', false],
  ])('waits for the end of quiet hours in the morning (%j at %s)', (stil, now, expected) => {
    expect(isMailMoment({ wanneer: 'dagelijks', stil }, undefined, at(now))).toBe(expected);
  });
});

const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
const timeOf = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

describe('quiet hours', () => {
  it('let no mail go while they last, and let one go within the day after, whatever they are', () => {
    fc.assert(
      fc.property(minutes, minutes, fc.constantFrom('direct', 'dagelijks'), (from, to, wanneer) => {
        fc.pre(from !== to);
        const stil = { van: timeOf(from), tot: timeOf(to) };
        const start = Date.parse('2026-03-01T23:00:00Z');
        const free = Array.from({ length: 2 * 24 * 60 }, (_, minute) => minute).filter((minute) =>
          isMailMoment({ wanneer, stil }, undefined, new Date(start + minute * 60_000)),
        );
        const isQuiet = (minute: number): boolean =>
          from < to ? minute >= from && minute < to : minute >= from || minute < to;
        expect(free.filter((minute) => isQuiet(minute % (24 * 60)))).toEqual([]);
        expect(free.length).toBeGreaterThan(0);
      }),
      { numRuns: runs(30) },
    );
  });
});

it('who wants none gets none', () => {
  expect(isMailMoment({ wanneer: 'nooit' }, undefined, at('2026-03-02T09:00:00Z'))).toBe(false);
});
