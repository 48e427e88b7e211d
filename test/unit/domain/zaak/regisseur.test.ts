import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { accessOf } from '../../../../domain/zaak/access.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { regisseurOn } from '../../../../domain/zaak/regisseur.ts';
import { tijdlijnOf } from '../../../../domain/zaak/tijdlijn.ts';
import { termijnenAt, zaakData } from '../../../../domain/zaak/view.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { assigned, cause, GENNEP, inschrijving, koppeling, linked, TODAY } from '../support.ts';

const OVERBETUWE = '1734' as Gemeentecode;

const onDay = (day: string, feiten: readonly Feit[]) => regisseurOn(zaakOf(feiten), GENNEP, day)?.regisseurId;

const putAside = ({ feitId }: Feit): Feit => ({
  ...cause('2025-12-01T08:00:00Z'),
  feitId: `melding:${feitId}`,
  soort: 'herstel',
  reden: 'Verkeerde zaak',
  vervalt: [feitId],
});

describe('the casusregisseur that counts', () => {
  const first = assigned('R-1', '2025-07-01', cause('2025-06-25T08:00:00Z'));
  const second = assigned('R-2', '2025-09-01', cause('2025-08-01T08:00:00Z'));
  it.each([
    ['nobody before the first day', '2025-06-30', [first], undefined],
    ['the first from that day on', '2025-07-01', [first], 'R-1'],
    ['the first until the next begins', '2025-08-31', [first, second], 'R-1'],
    ['the next from its own day on', '2025-09-01', [first, second], 'R-2'],
    [
      'the latest day, whatever was reported last',
      '2025-10-01',
      [second, assigned('R-3', '2025-08-01', cause('2025-09-20T08:00:00Z'))],
      'R-2',
    ],
    [
      'of one day the latest report',
      '2025-10-01',
      [second, assigned('R-3', '2025-09-01', cause('2025-09-20T08:00:00Z'))],
      'R-3',
    ],
    ['the one before it when it was put right', '2025-10-01', [first, second, putAside(second)], 'R-1'],
    [
      'not one of another gemeente',
      '2025-10-01',
      [assigned('X', '2025-07-01', cause(), OVERBETUWE)],
      undefined,
    ],
  ] as const)('is %s', (_name, day, feiten, expected) => {
    expect(onDay(day, feiten)).toBe(expected);
  });

  it.each<[string, string, readonly Feit[], string]>([
    [
      'the one before, on the day that was said at first',
      '2025-09-01',
      [first, second, assigned('R-2', '2025-09-15', cause('2025-08-20T08:00:00Z'))],
      'R-1',
    ],
    [
      'the next, on the day that is said now',
      '2025-09-15',
      [first, second, assigned('R-2', '2025-09-15', cause('2025-08-20T08:00:00Z'))],
      'R-2',
    ],
    [
      'the next, on the earlier day that is said now',
      '2025-08-25',
      [first, second, assigned('R-2', '2025-08-25', cause('2025-08-20T08:00:00Z'))],
      'R-2',
    ],
    [
      'who had begun before more was said of them',
      '2025-09-10',
      [first, second, assigned('R-2', '2025-09-15', cause('2025-09-12T08:00:00Z'))],
      'R-2',
    ],
    [
      'who begins again after somebody else',
      '2025-09-01',
      [
        first,
        second,
        assigned('R-3', '2025-09-10', cause('2025-08-20T08:00:00Z')),
        assigned('R-2', '2025-09-15', cause('2025-08-20T09:00:00Z')),
      ],
      'R-2',
    ],
  ])(
    'is, when who was named ahead is named from another day before that came, %s',
    (_, day, feiten, expected) => {
      for (const order of [feiten, feiten.toReversed(), [...feiten, ...feiten]])
        expect(onDay(day, order)).toBe(expected);
    },
  );

  it('does not depend on the order or the number of reports', () => {
    const days = ['2025-07-01', '2025-08-01', '2025-09-01'];
    const reports = fc.array(
      fc.record({
        id: fc.constantFrom('R-1', 'R-2', 'R-3'),
        day: fc.constantFrom(...days),
        at: fc.integer({ min: 1, max: 28 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(reports, fc.infiniteStream(fc.nat()), fc.constantFrom(...days), (all, random, day) => {
        const feiten = all.map(({ id, day: from, at }, n) =>
          assigned(id, from, cause(`2025-06-${String(at).padStart(2, '0')}T08:00:00Z`, `bericht-${n}`)),
        );
        const shuffled = [...feiten, ...feiten]
          .map((feit) => ({ feit, place: random.next().value }))
          .toSorted((one, other) => one.place - other.place)
          .map(({ feit }) => feit);
        expect(onDay(day, shuffled)).toBe(onDay(day, feiten));
      }),
    );
  });
});

describe('what the gemeente sees of its casusregisseur', () => {
  const report = assigned('R-1', '2025-07-01', cause('2025-06-25T08:00:00Z'));

  it('stands in the zaak and on the timeline', () => {
    const zaak = zaakOf([linked(), report]);
    const shown = { regisseurId: 'R-1', naam: 'N. de Vries', ingangsdatum: '2025-07-01' };
    expect(zaakData(zaak, TODAY)).toMatchObject({ regisseur: shown });
    expect(zaakData(zaak, '2025-06-30')).not.toHaveProperty('regisseur');
    expect(tijdlijnOf(zaak, GENNEP, [])).toContainEqual({
      naam: 'regievoerder-toegewezen',
      tijdstip: '2025-06-25T08:00:00Z',
      bron: 'gemeente',
      gegevens: shown,
      feitId: report.feitId,
    });
  });

  it('is not seen by the next gemeente, and still by the one that assigned it', () => {
    const moved = inschrijving(
      { gemeentecode: OVERBETUWE, datumInschrijving: '2025-09-01' },
      cause('2025-09-01T08:00:00Z'),
    );
    const commits = [linked(), report, moved].map((feit, n) => ({
      versie: n + 1,
      tijd: feit.tijdstip,
      inhoud: { feiten: [feit], meldingen: [] },
    }));
    const next = accessOf(commits, OVERBETUWE, TODAY)?.zaak;
    const former = accessOf(commits, GENNEP, TODAY)?.zaak;
    if (next === undefined || former === undefined) throw new Error('both see the zaak');
    expect(zaakData(next, TODAY)).not.toHaveProperty('regisseur');
    expect(JSON.stringify(tijdlijnOf(next, OVERBETUWE, []))).not.toContain('R-1');
    expect(zaakData(former, TODAY)).toMatchObject({ regisseur: { regisseurId: 'R-1' } });
    expect(JSON.stringify(tijdlijnOf(former, GENNEP, []))).toContain('R-1');
  });
});

describe('the term in which a casusregisseur has to be assigned (TO17)', () => {
  const inOverbetuwe = linked(koppeling({ gemeentecode: OVERBETUWE }));
  const standOf = (...feiten: Feit[]) => {
    const found = termijnenAt(zaakOf([inOverbetuwe, ...feiten]), TODAY).find(({ id }) => id === 'TO17');
    return [found?.stand, found?.gehaaldOp];
  };
  it.each([
    ['is unknown as long as the gemeente reports nobody', [], ['onbekend', undefined]],
    ['is met on the first day of the first', [['2025-06-20'], ['2025-07-20']], ['gehaald', '2025-06-20']],
    ['is met late by one who began later', [['2025-06-21']], ['te laat gehaald', '2025-06-21']],
    ['is not met by whom a former gemeente assigned', [['2025-06-20', GENNEP]], ['onbekend', undefined]],
  ] as const)('%s', (_name, assignments, expected) => {
    const feiten = assignments.map(([day, gemeentecode = OVERBETUWE], n) =>
      assigned(`R-${n}`, day, cause(`2025-06-2${n}T10:00:00Z`), gemeentecode),
    );
    expect(standOf(...feiten)).toEqual(expected);
    expect(standOf(...feiten.toReversed())).toEqual(expected);
  });
});

describe('whom the gemeente assigned in a stay before this one', () => {
  const linkedTo = (koppelingId: string, datumKoppeling: string): Feit =>
    linked(
      koppeling({ koppelingId, datumKoppeling, gemeentecode: OVERBETUWE }),
      cause(`${datumKoppeling}T08:00:00Z`),
    );
  const livesIn = (gemeentecode: string, datumInschrijving: string): Feit =>
    inschrijving({ gemeentecode, datumInschrijving }, cause(`${datumInschrijving}T08:00:00Z`));
  const first = linkedTo('TVS-2024-000001', '2024-01-10');
  const before = assigned('R-1', '2024-01-10', cause('2024-01-10T09:00:00Z'), OVERBETUWE);
  const home = livesIn(OVERBETUWE, '2024-03-01');
  const again = linkedTo('TVS-2026-000002', '2026-05-04');
  const BACK = [first, before, home, livesIn('0796', '2025-02-01'), again, livesIn(OVERBETUWE, '2026-06-01')];
  const anew = assigned('R-2', '2026-05-06', cause('2026-05-05T09:00:00Z'), OVERBETUWE);
  const standOf = (feiten: readonly Feit[]) =>
    termijnenAt(zaakOf(feiten), '2026-06-10').find(({ id }) => id === 'TO17')?.stand;

  it('does not meet the term of the new stay, whatever came first', () => {
    for (const feiten of [BACK, BACK.toReversed(), [...BACK, ...BACK]])
      expect(standOf(feiten)).toBe('onbekend');
    expect(standOf([...BACK, anew])).toBe('te laat gehaald');
    expect(standOf([...BACK, anew, putAside(anew)])).toBe('onbekend');
  });

  it('meets the term of who never left, and whose second koppeling names them beside somebody', () => {
    expect(standOf([first, before, home, again])).toBe('gehaald');
  });

  it('goes on directing the zaak when the BRP puts the day of the registration behind theirs', () => {
    const own = [home, assigned('R-1', '2024-02-20', cause('2024-02-19T09:00:00Z'), OVERBETUWE)];
    expect(regisseurOn(zaakOf([first, ...own]), OVERBETUWE, '2024-04-01')?.regisseurId).toBe('R-1');
  });
});
