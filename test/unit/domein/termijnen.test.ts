import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gemeenteProfiel } from '../../../domain/gemeenten/index.ts';
import { eersteGewoneDag, feestdagen } from '../../../domain/termijnen/feestdagen.ts';
import { grenzen, plus, weekdag } from '../../../domain/termijnen/kalender.ts';
import { termijnenVanafInschrijving } from '../../../domain/termijnen/termijnen.ts';

const pip = (inschrijving: string) =>
  termijnenVanafInschrijving(gemeenteProfiel('0907'), inschrijving).find(({ id }) => id === 'TG07');

describe('the ten weeks for the PIP under the Algemene termijnenwet', () => {
  it.each([
    ['2026-01-23', '2026-04-03', '2026-04-07', 'Good Friday, weekend, Easter Monday'],
    ['2026-02-16', '2026-04-27', '2026-04-28', 'Koningsdag'],
    ['2026-02-24', '2026-05-05', '2026-05-06', 'Bevrijdingsdag'],
    ['2026-03-05', '2026-05-14', '2026-05-15', 'Ascension Day'],
    ['2026-03-14', '2026-05-23', '2026-05-26', 'weekend and Whit Monday'],
    ['2026-10-16', '2026-12-25', '2026-12-28', 'Christmas and a weekend'],
  ])('registered on %s they would end on %s and end on %s (%s)', (start, kaal, einde) => {
    expect(pip(start)).toMatchObject({
      einddatum: einde,
      einddatumZonderVerlenging: kaal,
      soort: 'wettelijk',
    });
  });

  it('are not moved when they end on an ordinary day', () => {
    expect(pip('2026-06-01')).toMatchObject({ einddatum: '2026-08-10' });
    expect(pip('2026-06-01')).not.toHaveProperty('einddatumZonderVerlenging');
  });

  it('move past a day that a royal decree put on a par with a holiday', () => {
    expect(eersteGewoneDag('2026-05-14', new Set(['2026-05-15']))).toBe('2026-05-18');
  });
});

describe('the terms of Gennep from the registration in the BRP', () => {
  it('are the four of the routemap, each with its source', () => {
    expect(
      termijnenVanafInschrijving(gemeenteProfiel('0907'), '2025-08-13').map(({ id, einddatum, bron }) => [
        id,
        einddatum,
        bron,
      ]),
    ).toEqual([
      ['TG02', '2025-08-28', 'werkafspraken R03.5'],
      ['TG05', '2025-09-10', 'werkafspraken R07.T2'],
      ['TG06', '2025-10-15', 'werkafspraken R09.T1'],
      ['TG07', '2025-10-22', 'Besluit inburgering 2021 art. 5.3; werkafspraken R10.T1'],
    ]);
  });

  it('do not move a local term that ends on a Saturday', () => {
    expect(termijnenVanafInschrijving(gemeenteProfiel('0907'), '2026-01-23')[0]).toMatchObject({
      id: 'TG02',
      einddatum: '2026-02-07',
      soort: 'lokaal',
    });
  });

  it('count from the first possible day, provisionally, when the date is incomplete', () => {
    expect(termijnenVanafInschrijving(gemeenteProfiel('0907'), '2025-08')).toEqual(
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

  it('say why they no longer run', () => {
    expect(
      termijnenVanafInschrijving(gemeenteProfiel('0907'), '2025-08-13', 'overleden').every(
        ({ gestopt }) => gestopt === 'overleden',
      ),
    ).toBe(true);
  });

  it('do not exist before the law did', () => {
    expect(termijnenVanafInschrijving(gemeenteProfiel('0907'), '2021-12-31')).toEqual([]);
  });
});

it('Overbetuwe keeps its local six weeks beside the statutory ten', () => {
  expect(
    termijnenVanafInschrijving(gemeenteProfiel('1734'), '2026-06-01').map(({ id, soort, einddatum }) => [
      id,
      soort,
      einddatum,
    ]),
  ).toEqual([
    ['TO01', 'lokaal', '2026-07-13'],
    ['TO02', 'wettelijk', '2026-08-10'],
  ]);
});

describe('the calendar', () => {
  it.each([
    [2024, '2024-04-01'],
    [2025, '2025-04-21'],
    [2026, '2026-04-06'],
    [2038, '2038-04-26'],
  ])('knows Easter Monday of %i', (jaar, datum) => {
    expect(feestdagen(jaar)).toContain(datum);
  });

  it('celebrates Koningsdag on Saturday when the 27th is a Sunday', () => {
    expect(feestdagen(2025)).toContain('2025-04-26');
    expect(feestdagen(2025)).not.toContain('2025-04-27');
  });

  it.each([
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2001', '2001-01-01', '2001-12-31'],
    ['2001-05-17', '2001-05-17', '2001-05-17'],
  ])('knows the first and last day that %s can be', (onvolledig, eerste, laatste) => {
    expect(grenzen(onvolledig)).toEqual({ eerste, laatste });
  });

  it('ends every statutory term on an ordinary day, not before its bare end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), (dagen) => {
        const kaal = plus('2022-01-01', `P${dagen}D`);
        const einde = eersteGewoneDag(kaal);
        expect(einde >= kaal).toBe(true);
        expect(weekdag(einde)).toBeLessThanOrEqual(5);
        expect(feestdagen(Number(einde.slice(0, 4)))).not.toContain(einde);
      }),
    );
  });
});
