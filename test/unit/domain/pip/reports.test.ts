import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standingPips, withdrawnPips } from '../../../../domain/pip/reports.ts';
import type { MeldingFeit } from '../../../../domain/zaak/feiten.ts';
import { firstPip, pipOf, pipOfTermijn } from '../../../../domain/zaak/pip.ts';
import { situationOf } from '../../../../domain/zaak/situation.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { cause, duo, GENNEP, linked } from '../support.ts';
import { B1, pipChanged, pipVastgesteld, pipWithdrawn, Z } from './support.ts';

const days = (...meldingen: Parameters<typeof standingPips>[0]) =>
  standingPips(meldingen, []).map(({ dagtekening, inhoud }) => [dagtekening, inhoud?.leerroute]);

describe('the PIPs that hold', () => {
  it('are those that were not withdrawn, the oldest first', () => {
    const first = pipVastgesteld('2025-09-01', { inhoud: B1 });
    const second = pipChanged('2025-11-01', { inhoud: Z, dagtekeningInitieel: '2025-09-01' });
    expect(days(second, first)).toEqual([
      ['2025-09-01', 'B'],
      ['2025-11-01', 'Z'],
    ]);
    expect(days(first, second, pipWithdrawn('2025-11-01', '2025-12-01'))).toEqual([['2025-09-01', 'B']]);
    expect(withdrawnPips([first, second, pipWithdrawn('2025-11-01', '2025-12-01')])).toMatchObject([
      { dagtekening: '2025-11-01' },
    ]);
  });

  it('are of one dagtekening as they were reported last, and keep their content when a later report has none', () => {
    const first = pipVastgesteld('2025-09-01', { inhoud: B1 });
    const mended = pipVastgesteld('2025-09-01', { inhoud: Z }, cause('2025-09-05T08:00:00Z'));
    const again = pipVastgesteld('2025-09-01', {}, cause('2025-09-06T08:00:00Z'));
    expect(days(again, mended, first)).toEqual([['2025-09-01', 'Z']]);
  });

  it('include one that was withdrawn and decided on again', () => {
    const first = pipVastgesteld('2025-09-01', { inhoud: B1 });
    const again = pipVastgesteld('2025-09-01', { inhoud: Z }, cause('2025-10-06T08:00:00Z'));
    expect(days(first, again, pipWithdrawn('2025-09-01', '2025-10-01'))).toEqual([['2025-09-01', 'Z']]);
    expect(withdrawnPips([first, again, pipWithdrawn('2025-09-01', '2025-10-01')])).toEqual([]);
  });

  it('are the same in whatever order and however often they are reported', () => {
    const reports = [
      pipVastgesteld('2025-09-01', { inhoud: B1 }),
      pipVastgesteld('2025-09-01', { inhoud: Z }, cause('2025-09-05T08:00:00Z')),
      pipChanged('2025-11-01', { inhoud: Z, dagtekeningInitieel: '2025-09-01' }),
      pipWithdrawn('2025-11-01', '2025-12-01'),
      pipVastgesteld(undefined, {}),
    ];
    const expected = standingPips(reports, []);
    fc.assert(
      fc.property(fc.shuffledSubarray(reports, { minLength: reports.length }), (order) => {
        expect(standingPips(order, [])).toEqual(expected);
        expect(standingPips([...order, ...order], [])).toEqual(expected);
      }),
    );
  });
});

describe('the term of the PIP', () => {
  const about = (...meldingen: Parameters<typeof standingPips>[0]) => {
    const zaak = zaakOf([linked(), ...meldingen]);
    return { end: pipOf(zaak, situationOf(zaak).belonging), first: firstPip(zaak)?.datum };
  };

  it('is met on the day of the first PIP, which a change names, and runs again once that is withdrawn', () => {
    const change = pipChanged('2025-11-01', { dagtekeningInitieel: '2025-09-01' });
    expect(about(change)).toMatchObject({ end: { op: '2025-09-01' }, first: '2025-09-01' });
    expect(about(pipVastgesteld('2025-09-01'), pipWithdrawn('2025-09-01', '2025-09-20'))).toEqual({
      end: 'nog niet',
      first: undefined,
    });
  });

  it('is met by the change in a gemeente that took the person over, and not by the PIP of the one before', () => {
    const change = pipChanged('2025-11-01', { dagtekeningInitieel: '2025-01-01' });
    const zaak = zaakOf([linked(), change]);
    const { belonging } = situationOf(zaak);
    const moved = {
      ...belonging,
      former: [{ gemeentecode: '0796', next: { gemeentecode: GENNEP, since: '2025-06-01', feit: change } }],
    };
    expect(pipOf(zaak, moved as unknown as typeof belonging)).toMatchObject({ op: '2025-11-01' });
  });

  it('is another than the inburgeringstermijn, which counts from the first also when that is annulled and made anew', () => {
    const reports = [
      pipVastgesteld('2025-09-01', { inhoud: B1 }),
      pipWithdrawn('2025-09-01', '2025-09-20'),
      pipVastgesteld('2025-10-06', { inhoud: Z }),
    ];
    for (const order of [reports, reports.toReversed()]) {
      const zaak = zaakOf([linked(), ...order]);
      expect([about(...order).end, pipOfTermijn(zaak)]).toMatchObject([
        { op: '2025-10-06' },
        { datum: '2025-09-01', feitId: reports[0]?.feitId },
      ]);
      // What DUO says goes before it.
      const inburgeringstermijn = { startdatum: '2025-10-07', einddatum: '2028-10-07' };
      const told = zaakOf([linked(), ...order, duo('SS102', { inburgeringstermijn })]);
      expect(pipOfTermijn(told)).toMatchObject({ datum: '2025-10-06' });
    }
    expect(pipOfTermijn(zaakOf([linked(), ...reports.slice(0, 2)]))).toBeUndefined();
  });
});

describe('the inburgeringstermijn, as long as DUO gives none,', () => {
  it.each<[string, readonly MeldingFeit[], string]>([
    [
      'the day of the first PIP as a change of it was put right',
      [
        pipChanged('2025-11-01', { dagtekeningInitieel: '2024-03-10' }),
        pipChanged('2025-11-01', { dagtekeningInitieel: '2025-03-10' }, cause('2025-11-05T08:00:00Z')),
      ],
      '2025-03-10',
    ],
    [
      'the day of the first PIP that a change names, of what was reported as the first',
      [
        pipVastgesteld('2025-11-01'),
        pipChanged('2025-11-01', { dagtekeningInitieel: '2025-03-10' }, cause('2025-11-05T08:00:00Z')),
      ],
      '2025-03-10',
    ],
    [
      'what was put right of a PIP that was annulled since and made anew',
      [
        pipChanged('2025-11-01', { dagtekeningInitieel: '2024-03-10' }),
        pipChanged('2025-11-01', { dagtekeningInitieel: '2025-03-10' }, cause('2025-11-05T08:00:00Z')),
        pipWithdrawn('2025-11-01', '2025-11-20'),
        pipVastgesteld('2025-12-01'),
      ],
      '2025-03-10',
    ],
  ])('counts from %s', (_, reports, expected) => {
    for (const order of [reports, reports.toReversed()]) {
      expect(pipOfTermijn(zaakOf([linked(), ...order]))?.datum).toBe(expected);
    }
  });
});
