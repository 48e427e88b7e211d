import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EXAMPLE } from '../../../../cli/tester/example.ts';
import type { Step } from '../../../../client/scenario/parse.ts';
import { readScenario } from '../../../../client/scenario/read.ts';
import { daysUntil, redated } from '../../../../client/scenario/redate.ts';
import { daysBetween, weekday } from '../../../../domain/termijnen/calendar.ts';
import { faultsOf } from './faults.ts';

const event = (data: Record<string, unknown>): Step => ({
  van: 'coa',
  bericht: { id: '59e6fd70-44d7-5d2a-a608-d0f0e00aaca8', time: '2026-03-03T15:10:00Z', data },
  verwacht: undefined,
});

describe('steps that are moved in time', () => {
  it('say of every whole date, however deep, that it was so many days later, and leave the rest as it is', () => {
    const [moved] = redated(
      [
        event({
          datumKoppeling: '2026-03-03',
          personen: [{ geboortedatum: '2008-02-29' }, { geboortedatum: '1990-05' }],
          koppelingId: 'TVS-2026-03-04',
          vNummer: '2790020011',
          versie: 1,
        }),
      ],
      366,
    );
    expect(moved).toMatchObject({
      bericht: {
        time: '2027-03-04T15:10:00Z',
        data: {
          datumKoppeling: '2027-03-04',
          personen: [{ geboortedatum: '2009-03-01' }, { geboortedatum: '1990-05' }],
          koppelingId: 'TVS-2026-03-04',
          vNummer: '2790020011',
          versie: 1,
        },
      },
    });
  });

  it('move back as well, with the answers that DUO gives from then on', () => {
    const step: Step = {
      van: 'duo',
      notificatie: { registratieDatumTijd: '2026-01-01T07:00:00Z', gebeurtenisId: 'SS101', bsn: '999970019' },
      duo: { inburgeringsplicht: { datumKennisgevingInburgeringsplicht: '2025-12-19' } },
    };
    expect(redated([step], -1)).toEqual([
      {
        ...step,
        notificatie: { ...step.notificatie, registratieDatumTijd: '2025-12-31T07:00:00Z' },
        duo: { inburgeringsplicht: { datumKennisgevingInburgeringsplicht: '2025-12-18' } },
      },
    ]);
  });

  it('have an id of their own for each number of days, and the same at every time', () => {
    const idAfter = (days: number) => {
      const [step] = redated([event({})], days);
      return step !== undefined && 'bericht' in step ? step.bericht['id'] : undefined;
    };
    expect(idAfter(0)).toBe('59e6fd70-44d7-5d2a-a608-d0f0e00aaca8');
    expect(idAfter(3)).toBe(idAfter(3));
    expect(new Set([idAfter(0), idAfter(3), idAfter(4)]).size).toBe(3);
  });
});

/** Every whole date in a value with the place where it stands, without dates of birth. */
const datesIn = (value: unknown, at = ''): readonly (readonly [string, string])[] => {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d/.test(value) ? [[at, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'geboortedatum' ? [] : datesIn(one, `${at}/${key}`),
  );
};

/** What stands in a value beside these dates and the id of a message. */
const restOf = (steps: readonly Step[]): unknown =>
  JSON.parse(
    JSON.stringify(steps, (key, value: unknown) => {
      if (key === 'geboortedatum') return value;
      if (key === 'id') return 'id';
      return typeof value === 'string' && datesIn(value).length > 0 ? 'date' : value;
    }),
  );

describe('the bundled household on the date of a clock', () => {
  const steps = readScenario(EXAMPLE);
  const BEFORE = 16;
  const sentOn = (moved: readonly Step[]): readonly string[] =>
    moved.map((step) =>
      String('bericht' in step ? step.bericht['time'] : step.notificatie['registratieDatumTijd']).slice(
        0,
        10,
      ),
    );
  const day = fc
    .date({ min: new Date('2019-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const onDate = (today: string) => {
    const days = daysUntil(steps, today, BEFORE);
    return { days, moved: redated(steps, days, ['geboortedatum']) };
  };

  it('is told until two to three weeks before it', () => {
    fc.assert(
      fc.property(day, (today) => {
        const { moved } = onDate(today);
        const since = daysBetween(sentOn(moved).toSorted().at(-1) ?? '', today);
        expect(since).toBeGreaterThanOrEqual(BEFORE);
        expect(since).toBeLessThan(BEFORE + 7);
      }),
    );
  });

  it('keeps the order and the distances of all that happens, and the day of the week', () => {
    fc.assert(
      fc.property(day, (today) => {
        const { days, moved } = onDate(today);
        const dates = datesIn(steps);
        const movedDates = datesIn(moved);
        expect(movedDates.map(([at]) => at)).toEqual(dates.map(([at]) => at));
        for (const [place, [, date]] of dates.entries()) {
          const [, to = ''] = movedDates[place] ?? [];
          expect(daysBetween(date.slice(0, 10), to.slice(0, 10))).toBe(days);
          expect(weekday(to.slice(0, 10))).toBe(weekday(date.slice(0, 10)));
          expect(to.slice(10)).toBe(date.slice(10));
        }
      }),
    );
  });

  it('is of the same people: their dates of birth, numbers and koppeling stay', () => {
    fc.assert(
      fc.property(day, (today) => {
        expect(restOf(onDate(today).moved)).toEqual(restOf(steps));
      }),
    );
  });

  it('is the file itself on a date that is as long after it', () => {
    expect(onDate('2025-12-17')).toEqual({ days: 0, moved: steps });
  });
});

describe('the bundled household on the date of the clock that a contract reads', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(['2024-02-29', '2025-12-25', '2026-03-04', '2026-11-29', '2027-03-28', '2031-01-01'])(
    'has nothing of the future and no other fault on %s',
    (today) => {
      vi.setSystemTime(new Date(`${today}T00:00:00Z`));
      const steps = readScenario(EXAMPLE);
      const moved = redated(steps, daysUntil(steps, today, 16), ['geboortedatum']);
      expect(moved.flatMap(faultsOf)).toEqual([]);
    },
  );
});
