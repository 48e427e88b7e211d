import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import {
  beginOf,
  bounds,
  dayOf,
  durationInWords,
  latestWithin,
  plus,
  weekday,
} from '../../../../domain/termijnen/calendar.ts';
import { COMPARED_ON, EQUATED_PER_YEAR, SOURCES } from '../../../../domain/termijnen/equated-days.ts';
import { feestdagen, firstOrdinaryDay, ordinaryDaysBefore } from '../../../../domain/termijnen/feestdagen.ts';
import {
  deadlineOf,
  isOpen,
  type Progress,
  type Start,
  statusOn,
  termijnenBy,
} from '../../../../domain/termijnen/termijnen.ts';

/** A start on this day, certain unless it is said otherwise. */
const began = (first: string, more: Partial<Start> = {}): Start => ({
  gebeurtenis: 'brp-inschrijving-ontvangen',
  first,
  latest: first,
  grounds: [],
  ...more,
});

/** Settled in the gemeente with this start, and no source has told the end of any term. */
const settled = (start: Start, more: Partial<Progress> = {}): Progress => ({
  start: (gebeurtenis) =>
    gebeurtenis === 'brp-inschrijving-ontvangen' || gebeurtenis === 'pip-termijn-gestart' ? start : undefined,
  end: () => 'nog niet',
  ...more,
});

const termijnenIn = (gemeentecode: string, progress: Progress) =>
  termijnenBy(gemeenteProfile(gemeentecode as Gemeentecode), progress).map(({ termijn }) => termijn);

const pip = (start: Start, more: Partial<Progress> = {}) =>
  termijnenIn('0907', settled(start, more)).find(({ id }) => id === 'TG07');

describe('the ten weeks for the PIP under the Algemene termijnenwet', () => {
  it.each([
    ['2026-01-23', '2026-04-03', '2026-04-07', 'Good Friday, weekend, Easter Monday'],
    ['2026-02-16', '2026-04-27', '2026-04-28', 'Koningsdag'],
    ['2026-02-24', '2026-05-05', '2026-05-06', 'Bevrijdingsdag'],
    ['2026-03-05', '2026-05-14', '2026-05-18', 'Ascension Day, the Friday put on a par with it, weekend'],
    ['2026-03-14', '2026-05-23', '2026-05-26', 'weekend and Whit Monday'],
    ['2026-10-16', '2026-12-25', '2026-12-28', 'Christmas and a weekend'],
  ])('from a start on %s would end on %s, and end on %s because of %s', (start, bare, end) => {
    expect(pip(began(start))).toMatchObject({
      einddatum: end,
      einddatumZonderVerlenging: bare,
      soort: 'wettelijk',
    });
  });

  it('are not moved when they end on an ordinary day', () => {
    expect(pip(began('2026-06-01'))).toMatchObject({ einddatum: '2026-08-10' });
    expect(pip(began('2026-06-01'))).not.toHaveProperty('einddatumZonderVerlenging');
  });
});

describe('the terms of Gennep from the registration in the BRP', () => {
  it('are those of the routemap, each with its source', () => {
    expect(
      termijnenIn('0907', settled(began('2025-08-13'))).map(({ id, einddatum, bron }) => [
        id,
        einddatum,
        bron,
      ]),
    ).toEqual([
      ['TG10', '2025-08-13', 'routemap Gennep, stap 11'],
      ['TG09', '2025-08-27', 'routemap Gennep, stap 5'],
      ['TG02', '2025-08-28', 'werkafspraken R03.5'],
      ['TG03', '2025-08-28', 'werkafspraken R03.5b'],
      ['TG04', '2025-08-28', 'werkafspraken R03.5c'],
      ['TG05', '2025-09-10', 'werkafspraken R07.T2'],
      ['TG06', '2025-10-15', 'werkafspraken R09.T1'],
      ['TG01', '2025-10-22', 'routemap Gennep, kop Brede intake'],
      ['TG07', '2025-10-22', 'Besluit inburgering 2021 art. 5.3; werkafspraken R10.T1'],
    ]);
  });

  it('do not move a local term that ends on a Saturday', () => {
    expect(termijnenIn('0907', settled(began('2026-01-23')))).toContainEqual(
      expect.objectContaining({ id: 'TG02', einddatum: '2026-02-07', soort: 'lokaal' }),
    );
  });

  it('say why they stopped', () => {
    const stopped = settled(began('2025-08-13'), { gestopt: 'overleden' });
    expect(termijnenIn('0907', stopped).every(({ gestopt }) => gestopt === 'overleden')).toBe(true);
  });

  it('do not exist before the law did', () => {
    expect(termijnenIn('0907', settled(began('2021-12-31')))).toEqual([]);
  });
});

it.each([
  ['0907', 'TG', ['TG08', 'TG15', 'TG16']],
  ['0796', 'TH', ['TH02']],
  ['1734', 'TO', ['TO03', 'TO13', 'TO14']],
  ['0171', 'TN', ['TL03', 'TN06', 'TN07', 'TN08']],
] as const)('terms of %s that begin with the inburgeringstermijn are %s: %j', (gemeentecode, _, ids) => {
  const progress: Progress = {
    start: (gebeurtenis) =>
      gebeurtenis === 'inburgeringstermijn-gestart' ? began('2026-03-10', { gebeurtenis }) : undefined,
    end: () => 'nog niet',
  };
  expect(
    termijnenIn(gemeentecode, progress)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(ids);
});

it('Overbetuwe keeps its local six weeks beside the statutory ten', () => {
  expect(
    termijnenIn('1734', settled(began('2026-06-01'))).map(({ id, soort, einddatum }) => [
      id,
      soort,
      einddatum,
    ]),
  ).toEqual([
    ['TO01', 'lokaal', '2026-07-13'],
    ['TO02', 'wettelijk', '2026-08-10'],
  ]);
});

describe('a rule that changes', () => {
  const profile = gemeenteProfile('0907' as Gemeentecode);
  const [rule] = profile.termijnen.filter(({ id }) => id === 'TG05');
  if (rule === undefined) throw new Error('Gennep has TG05');
  const changed = {
    ...profile,
    termijnen: [
      { ...rule, valid: { from: '2022-01-01', until: '2026-06-30' } },
      { ...rule, duur: 'P6W', valid: { from: '2026-07-01' } },
    ],
  };

  it.each([
    ['2026-06-30', '2026-07-28', 'the rule of before, also for what still runs'],
    ['2026-07-01', '2026-08-12', 'the new rule'],
  ])('gives who began on %s until %s: %s', (first, einddatum) => {
    const found = termijnenBy(changed, settled(began(first)));
    expect(found.map(({ termijn }) => termijn.einddatum)).toEqual([einddatum]);
  });
});

describe('the last day of the inburgeringstermijn', () => {
  const last = (more: Partial<Start>) =>
    termijnenIn('0907', {
      start: (gebeurtenis) =>
        gebeurtenis === 'inburgeringstermijn-gestart'
          ? began('2026-03-10', { gebeurtenis, ...more })
          : undefined,
      end: () => 'nog niet',
    }).map(({ id, einddatum }) => [id, einddatum]);

  it('is three years after the dagtekening of the first PIP, whatever day of the week that is', () => {
    // 10 March 2029 is a Saturday.
    expect(last({})).toContainEqual(['TG08', '2029-03-10']);
  });

  it.each([
    ['2025-02-28', '2028-02-29'],
    ['2024-02-29', '2027-02-28'],
    ['2023-02-28', '2026-02-28'],
  ])('is of a PIP of %s, from the day after it, %s', (datum, einddatum) => {
    expect(last({ first: datum, latest: datum })).toContainEqual(['TG08', einddatum]);
  });

  it.each([
    ['2026-03-10', '2027-09-10', '2029-03-10'],
    ['2025-02-28', '2026-08-31', '2028-02-29'],
    ['2025-04-30', '2026-10-31', '2028-04-30'],
    ['2025-08-28', '2027-02-28', '2028-08-28'],
    ['2025-08-30', '2027-02-28', '2028-08-30'],
    ['2025-08-31', '2027-02-28', '2028-08-31'],
    ['2028-02-28', '2029-08-28', '2031-02-28'],
    ['2028-02-29', '2029-08-31', '2031-02-28'],
  ])(
    'is of a PIP of %s the last of eighteen months, %s, as it is of three years, %s',
    (datum, half, whole) => {
      const progress: Progress = {
        start: (gebeurtenis) =>
          gebeurtenis === 'inburgeringstermijn-gestart' ? began(datum, { gebeurtenis }) : undefined,
        end: () => 'nog niet',
      };
      const ends = (gemeentecode: Parameters<typeof termijnenIn>[0]) =>
        termijnenIn(gemeentecode, progress).map(({ id, einddatum }) => [id, einddatum]);
      expect(ends('1734')).toEqual([
        ['TO13', half],
        ['TO14', half],
        ['TO03', whole],
      ]);
      expect(ends('0171')).toEqual([
        ['TN06', half],
        ['TL03', whole],
        ['TN07', whole],
        ['TN08', whole],
      ]);
    },
  );

  it('is the one that DUO gives, extensions included, and MAP and PVT are within it', () => {
    expect(last({ lastDay: '2029-09-10' })).toEqual([
      ['TG08', '2029-09-10'],
      ['TG15', '2029-09-10'],
      ['TG16', '2029-09-10'],
    ]);
  });
});

describe('the status of a term', () => {
  const withOne = (part: Partial<Progress>, start = began('2026-06-01')) => {
    const lokaal = termijnenIn('1734', settled(start, part)).find(({ id }) => id === 'TO01');
    const wettelijk = pip(start, part);
    if (lokaal === undefined || wettelijk === undefined) throw new Error('no term');
    return { lokaal, wettelijk };
  };

  it.each([
    ['2026-06-01', 'loopt', 'loopt'],
    ['2026-07-13', 'loopt', 'loopt'],
    ['2026-07-14', 'verstreken', 'loopt'],
    ['2026-08-10', 'verstreken', 'loopt'],
    ['2026-08-11', 'verstreken', 'overschreden'],
  ])(
    'on %s, when it is not met, is %s for a local term and %s for a statutory one',
    (today, local, statutory) => {
      const termijnen = withOne({});
      expect([statusOn(termijnen.lokaal, today), statusOn(termijnen.wettelijk, today)]).toEqual([
        local,
        statutory,
      ]);
      expect(isOpen(termijnen.wettelijk)).toBe(true);
    },
  );

  it.each([
    ['2026-05-20', 'gehaald', 'before it began'],
    ['2026-08-10', 'gehaald', 'on its last day'],
    ['2026-08-11', 'te laat gehaald', 'the day after'],
  ])('that was met on %s is %s (%s) on any later day, also when the zaak stops', (at, entry) => {
    const { wettelijk } = withOne({ end: () => ({ op: at }), gestopt: 'overleden' });
    expect(['2026-06-02', '2027-01-01'].map((today) => statusOn(wettelijk, today))).toEqual([entry, entry]);
    expect(isOpen(wettelijk)).toBe(false);
  });

  it.each([
    ['2026-08-10', 'gehaald'],
    ['2026-08-11', 'onbekend'],
  ])('that was met on %s at the latest is %s: no source says whether that was too late', (day, entry) => {
    const { wettelijk } = withOne({ end: () => ({ uiterlijk: day }) });
    expect(statusOn(wettelijk, '2027-01-01')).toBe(entry);
    expect(isOpen(wettelijk)).toBe(false);
  });

  it('is never exceeded when no source can tell that it is met', () => {
    const { lokaal, wettelijk } = withOne({ end: () => 'niet te volgen' });
    expect(statusOn(wettelijk, '2026-08-10')).toBe('loopt');
    expect(statusOn(wettelijk, '2026-08-11')).toBe('onbekend');
    expect([isOpen(lokaal), isOpen(wettelijk)]).toEqual([false, false]);
  });

  it('is never exceeded once it has stopped', () => {
    const { wettelijk } = withOne({ gestopt: 'overleden' });
    expect(statusOn(wettelijk, '2030-01-01')).toBe('gestopt');
    expect(isOpen(wettelijk)).toBe(false);
  });

  it('is provisional from an incomplete date, and not exceeded before the last day that it can mean', () => {
    const { wettelijk } = withOne({}, began('2026-09-01', { latest: '2026-09-30' }));
    expect(wettelijk).toMatchObject({
      voorlopig: true,
      einddatum: '2026-11-10',
      einddatumUiterlijk: '2026-12-09',
    });
    expect(statusOn(wettelijk, '2026-12-09')).toBe('loopt');
    expect(statusOn(wettelijk, '2026-12-10')).toBe('overschreden');
    expect(deadlineOf(wettelijk)).toBe('2026-12-09');
  });

  it('is never exceeded from a date in onderzoek, whether it is local or statutory', () => {
    const onzekerDoor = 'de BRP heeft de datum in onderzoek';
    const { latest: _, ...start } = began('2026-06-01', { onzekerDoor });
    const { lokaal, wettelijk } = withOne({}, start);
    expect(lokaal).toMatchObject({ voorlopig: true, onzekerDoor });
    expect([lokaal, wettelijk].map((one) => statusOn(one, '2027-01-01'))).toEqual(['onbekend', 'onbekend']);
    expect([lokaal, wettelijk].map(deadlineOf)).toEqual([undefined, undefined]);
  });

  it('is never exceeded without a plicht, and a local one passes all the same', () => {
    const { lokaal, wettelijk } = withOne({ onzekerDoor: 'de plicht is nog niet vastgesteld' });
    expect(statusOn(wettelijk, '2027-01-01')).toBe('onbekend');
    expect(statusOn(lokaal, '2027-01-01')).toBe('verstreken');
    expect(wettelijk).toMatchObject({ voorlopig: true });
    expect(lokaal).not.toHaveProperty('voorlopig');
  });
});

describe('days put on a par with a holiday', () => {
  it.each(EQUATED_PER_YEAR.map(({ year, days }) => [year, days] as const))(
    'in %i lie beside a holiday, in that year, on a weekday that is none itself',
    (year, days) => {
      expect(days.length).toBeGreaterThan(0);
      for (const day of days) {
        expect(day.startsWith(`${year}-`)).toBe(true);
        expect(weekday(day)).toBeLessThanOrEqual(5);
        const around = [year - 1, year].flatMap(feestdagen);
        expect(around).not.toContain(day);
        // The day before a bridge of one day is a holiday, or a holiday of the year before.
        expect(around).toContain(plus(day, '-P1D'));
        expect(firstOrdinaryDay(day) > day).toBe(true);
      }
    },
  );

  it('are known for every year from the first on, and compared with their sources', () => {
    const years = EQUATED_PER_YEAR.map(({ year }) => year);
    expect(years).toEqual(years.map((_, place) => (years[0] ?? 0) + place));
    expect(COMPARED_ON).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(SOURCES.length).toBeGreaterThan(0);
  });
});

describe('the calendar', () => {
  it.each([
    ['P10W', '10 weken'],
    ['P1W', '1 week'],
    ['P0D', 'zelfde dag'],
    ['P18M', '18 maanden'],
    ['P3Y', '3 jaar'],
    ['PT48H', 'PT48H'],
  ])('says %s as %s', (duration, words) => {
    expect(durationInWords(duration)).toBe(words);
  });

  it.each([
    ['2026-03-28T23:30:00Z', '2026-03-29', 'an hour ahead of UTC'],
    ['2026-07-01T21:59:59Z', '2026-07-01', 'two hours ahead, just before midnight'],
    ['2026-07-01T22:00:00Z', '2026-07-02', 'two hours ahead, at midnight'],
    ['2026-10-25T23:00:00Z', '2026-10-26', 'the night that summer time ends'],
  ])('gives for %s the day %s in Amsterdam (%s)', (moment, day) => {
    expect(dayOf(new Date(moment))).toBe(day);
  });

  it.each([
    [2024, '2024-04-01'],
    [2025, '2025-04-21'],
    [2026, '2026-04-06'],
    [2038, '2038-04-26'],
  ])('knows Easter Monday of %i', (year, datum) => {
    expect(feestdagen(year)).toContain(datum);
  });

  it('has Koningsdag on Saturday when the 27th is a Sunday', () => {
    expect(feestdagen(2025)).toContain('2025-04-26');
    expect(feestdagen(2025)).not.toContain('2025-04-27');
  });

  it.each([
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2001', '2001-01-01', '2001-12-31'],
    ['2001-05-17', '2001-05-17', '2001-05-17'],
  ])('knows the first and last day that %s can be', (incomplete, first, latest) => {
    expect(bounds(incomplete)).toEqual({ first, latest });
  });

  it.each([
    ['9999-12-31', 'P10W', '9999-12-31'],
    ['9999-11-01', 'P3Y', '9999-12-31'],
    ['0000-01-01', '-P1D', '0000-01-01'],
    ['0026-11-20', 'P10W', '0027-01-29'],
  ])('counts from %s by %s to %s, and not past its own ends', (from, duration, to) => {
    expect(plus(from, duration)).toBe(to);
  });

  it('gives a day of before the year 1000 in ten characters', () => {
    expect(dayOf(new Date('0026-11-20T08:00:00Z'))).toBe('0026-11-20');
  });

  it('has no day that dates cannot be counted from', () => {
    const day = fc
      .date({
        min: new Date('0000-01-01T00:00:00Z'),
        max: new Date('9999-12-31T00:00:00Z'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString().slice(0, 10));
    const days = fc.oneof(day, fc.constantFrom('0000-01-01', '0001-01-01', '0999-12-31', '9999-12-31'));
    fc.assert(
      fc.property(days, fc.constantFrom('P1D', 'P10W', 'P3Y', '-P1D', '-P8W'), (from, duration) => {
        for (const datum of [plus(from, duration), firstOrdinaryDay(from), ordinaryDaysBefore(from, 5)])
          expect(datum).toMatch(/^\d{4}-\d\d-\d\d$/);
        for (const start of [began(from), began(from, { lastDay: from })]) {
          const all = termijnenIn('0907', { ...settled(start), start: () => start });
          for (const { einddatum } of all) expect(einddatum).toMatch(/^\d{4}-\d\d-\d\d$/);
        }
      }),
    );
  });

  it('ends every statutory term on an ordinary day, and not before its end without extension', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), (days) => {
        const bare = plus('2022-01-01', `P${days}D`);
        const end = firstOrdinaryDay(bare);
        expect(end >= bare).toBe(true);
        expect(weekday(end)).toBeLessThanOrEqual(5);
        expect(feestdagen(Number(end.slice(0, 4)))).not.toContain(end);
      }),
    );
  });
});

describe('the days that are soon', () => {
  it.each([
    ['2029-02-28', 'P6M', '2029-08-31'],
    ['2029-02-27', 'P6M', '2029-08-27'],
    ['2029-08-31', 'P6M', '2030-02-28'],
    ['2028-02-28', 'P6M', '2028-08-28'],
    ['2026-10-01', 'P2W', '2026-10-15'],
  ])('are on %s, for who is warned %s before, until %s', (day, before, last) => {
    expect(latestWithin(day, before)).toBe(last);
  });

  it('end with the calendar', () => {
    expect(latestWithin('9999-12-30', 'P6M')).toBe('9999-12-31');
  });

  it('are those of which the day of warning has come, whatever the day and the duration', () => {
    const days = fc.integer({ min: 0, max: 3_000 }).map((count) => plus('2026-01-01', `P${count}D`));
    fc.assert(
      fc.property(days, fc.constantFrom('P0D', 'P2W', 'P1M', 'P3M', 'P6M', 'P1Y'), (day, before) => {
        const last = latestWithin(day, before);
        expect(plus(last, `-${before}`) <= day).toBe(true);
        expect(plus(plus(last, 'P1D'), `-${before}`) <= day).toBe(false);
      }),
    );
  });
});

describe('the moment at which a day begins', () => {
  it.each([
    ['in summer', '2025-09-09', '2025-09-08T22:00:00.000Z'],
    ['in winter', '2025-12-30', '2025-12-29T23:00:00.000Z'],
    ['when the clock goes forward', '2025-03-30', '2025-03-29T23:00:00.000Z'],
    ['the day after that', '2025-03-31', '2025-03-30T22:00:00.000Z'],
    ['when the clock goes back', '2025-10-26', '2025-10-25T22:00:00.000Z'],
    ['the day after that', '2025-10-27', '2025-10-26T23:00:00.000Z'],
  ])('is midnight here: %s', (_when, day, begin) => {
    expect(beginOf(day)).toBe(begin);
    expect(dayOf(new Date(begin))).toBe(day);
    expect(dayOf(new Date(Date.parse(begin) - 1))).not.toBe(day);
  });
});

describe('whole working days before a day', () => {
  it.each([
    ['2025-09-10', 0, '2025-09-10', 'none'],
    ['2025-09-12', 3, '2025-09-09', 'of one week'],
    ['2025-09-15', 1, '2025-09-12', 'past a weekend'],
    ['2025-09-14', 1, '2025-09-12', 'on a Sunday'],
    ['2025-04-22', 1, '2025-04-17', 'past Easter, from Good Friday on'],
    ['2025-06-02', 2, '2025-05-27', 'past Ascension Day and the day after it, which is on a par with it'],
    ['2026-01-05', 2, '2025-12-30', 'past a new year'],
  ] as const)('of %s, %i back, begin on %s: %s', (day, count, begin, _why) => {
    expect(ordinaryDaysBefore(day, count)).toBe(begin);
  });

  it('are as many as were asked for, from the first of them on', () => {
    const days = fc.integer({ min: 0, max: 2_000 }).map((days) => plus('2024-01-01', `P${days}D`));
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 30 }), (day, count) => {
        const begin = ordinaryDaysBefore(day, count);
        const between: string[] = [];
        for (let one = begin; one < day; one = plus(one, 'P1D')) between.push(one);
        const ordinary = between.filter((one) => firstOrdinaryDay(one) === one);
        expect([ordinary.length, ordinary[0]]).toEqual([count, begin]);
      }),
    );
  });
});
