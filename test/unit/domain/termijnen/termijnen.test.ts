import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { bounds, dayOf, plus, weekday } from '../../../../domain/termijnen/calendar.ts';
import { feestdagen, firstOrdinaryDay } from '../../../../domain/termijnen/feestdagen.ts';
import {
  isOpen,
  type Progress,
  statusOn,
  termijnenFromInschrijving,
} from '../../../../domain/termijnen/termijnen.ts';

/** No source has told the end of any term. */
const OPEN: Progress = { end: () => 'nog niet' };

const pip = (inschrijving: string, progress = OPEN) =>
  termijnenFromInschrijving(gemeenteProfile('0907' as Gemeentecode), inschrijving, progress).find(
    ({ id }) => id === 'TG07',
  );

describe('the ten weeks for the PIP under the Algemene termijnenwet', () => {
  it.each([
    ['2026-01-23', '2026-04-03', '2026-04-07', 'Good Friday, weekend, Easter Monday'],
    ['2026-02-16', '2026-04-27', '2026-04-28', 'Koningsdag'],
    ['2026-02-24', '2026-05-05', '2026-05-06', 'Bevrijdingsdag'],
    ['2026-03-05', '2026-05-14', '2026-05-15', 'Ascension Day'],
    ['2026-03-14', '2026-05-23', '2026-05-26', 'weekend and Whit Monday'],
    ['2026-10-16', '2026-12-25', '2026-12-28', 'Christmas and a weekend'],
  ])('from a registration on %s would end on %s, and end on %s because of %s', (start, bare, end) => {
    expect(pip(start)).toMatchObject({
      einddatum: end,
      einddatumZonderVerlenging: bare,
      soort: 'wettelijk',
    });
  });

  it('are not moved when they end on an ordinary day', () => {
    expect(pip('2026-06-01')).toMatchObject({ einddatum: '2026-08-10' });
    expect(pip('2026-06-01')).not.toHaveProperty('einddatumZonderVerlenging');
  });

  it('move past a day that a royal decree put on a par with a holiday', () => {
    expect(firstOrdinaryDay('2026-05-14', new Set(['2026-05-15']))).toBe('2026-05-18');
  });
});

describe('the terms of Gennep from the registration in the BRP', () => {
  it('are the four of the routemap, each with its source', () => {
    expect(
      termijnenFromInschrijving(gemeenteProfile('0907' as Gemeentecode), '2025-08-13', OPEN).map(
        ({ id, einddatum, bron }) => [id, einddatum, bron],
      ),
    ).toEqual([
      ['TG02', '2025-08-28', 'werkafspraken R03.5'],
      ['TG05', '2025-09-10', 'werkafspraken R07.T2'],
      ['TG06', '2025-10-15', 'werkafspraken R09.T1'],
      ['TG07', '2025-10-22', 'Besluit inburgering 2021 art. 5.3; werkafspraken R10.T1'],
    ]);
  });

  it('do not move a local term that ends on a Saturday', () => {
    expect(
      termijnenFromInschrijving(gemeenteProfile('0907' as Gemeentecode), '2026-01-23', OPEN)[0],
    ).toMatchObject({
      id: 'TG02',
      einddatum: '2026-02-07',
      soort: 'lokaal',
    });
  });

  it('count from the first possible day, provisionally, when the date is incomplete', () => {
    expect(termijnenFromInschrijving(gemeenteProfile('0907' as Gemeentecode), '2025-08', OPEN)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          id: 'TG02',
          startdatum: '2025-08-01',
          einddatum: '2025-08-16',
          voorlopig: true,
        }),
      ]),
    );
  });

  it('say why they stopped', () => {
    expect(
      termijnenFromInschrijving(gemeenteProfile('0907' as Gemeentecode), '2025-08-13', {
        ...OPEN,
        gestopt: 'overleden',
      }).every(({ gestopt }) => gestopt === 'overleden'),
    ).toBe(true);
  });

  it('do not exist before the law did', () => {
    expect(termijnenFromInschrijving(gemeenteProfile('0907' as Gemeentecode), '2021-12-31', OPEN)).toEqual(
      [],
    );
  });
});

it('Overbetuwe keeps its local six weeks beside the statutory ten', () => {
  expect(
    termijnenFromInschrijving(gemeenteProfile('1734' as Gemeentecode), '2026-06-01', OPEN).map(
      ({ id, soort, einddatum }) => [id, soort, einddatum],
    ),
  ).toEqual([
    ['TO01', 'lokaal', '2026-07-13'],
    ['TO02', 'wettelijk', '2026-08-10'],
  ]);
});

describe('the status of a term', () => {
  const withOne = (part: Partial<Progress>) => {
    const [termijn] = termijnenFromInschrijving(gemeenteProfile('1734' as Gemeentecode), '2026-06-01', {
      ...OPEN,
      ...part,
    });
    const statutory = pip('2026-06-01', { ...OPEN, ...part });
    if (termijn === undefined || statutory === undefined) throw new Error('no term');
    return { lokaal: termijn, wettelijk: statutory };
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
});

describe('the calendar', () => {
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
