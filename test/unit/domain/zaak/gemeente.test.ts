import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bsnOf } from '../../../../domain/zaak/bsn.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { situationOf } from '../../../../domain/zaak/situation.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { runs } from '../../../runs.ts';
import {
  cause,
  duo,
  duoTo,
  geopend,
  ingetrokken,
  inschrijving,
  koppeling,
  linked,
  verhuizing,
} from '../support.ts';

/** The gemeente that a zaak belongs to does not depend on the order of the facts. */

const belonging = (feiten: readonly Feit[]) => situationOf(zaakOf(feiten)).belonging;
const linkedTo = (gemeentecode: string, datumKoppeling: string, koppelingId = 'TVS-2025-993909') =>
  linked(koppeling({ gemeentecode, datumKoppeling, koppelingId }));
const livesIn = (gemeentecode: string, datumInschrijving: string, change: Record<string, unknown> = {}) =>
  inschrijving(
    { gemeentecode, datumInschrijving, ...change },
    cause(`${moment(datumInschrijving)}T08:00:00Z`),
  );
const movesTo = (gemeentecode: string, datumVerhuizing: string) =>
  verhuizing({ gemeentecode, datumVerhuizing }, cause(`${moment(datumVerhuizing)}T09:00:00Z`));
/** The day of a message about this date; for an incomplete date the last day that it can mean. */
const moment = (date: string): string => (date.length === 10 ? date : '2025-12-31');

type Row = readonly [string, readonly Feit[], string | undefined, string | undefined];

const TABLE: readonly Row[] = [
  ['nothing names a gemeente', [duo('SS101')], undefined, undefined],
  ['a koppeling', [linkedTo('0907', '2025-06-20')], '0907', 'koppeling'],
  ['the plicht alone gives the gemeente that DUO addressed', [duoTo('0796', 'SS101')], '0796', 'plicht'],
  ['the plicht goes before what the gemeente opened', [duoTo('0796', 'SS101'), geopend()], '0796', 'plicht'],
  ['what the gemeente opened itself', [geopend({ gemeentecode: '1734' })], '1734', 'gemeente'],
  [
    'what the gemeente opened goes before a koppeling that was withdrawn',
    [linkedTo('0907', '2025-06-20'), ...ingetrokken('TVS-2025-993909', 2), geopend({ gemeentecode: '1734' })],
    '1734',
    'gemeente',
  ],
  [
    'a koppeling that was withdrawn, when nothing else is known',
    [linkedTo('0907', '2025-06-20'), ...ingetrokken('TVS-2025-993909', 2)],
    '0907',
    'ingetrokken koppeling',
  ],
  [
    'a koppeling goes before the plicht',
    [linkedTo('0907', '2025-06-20'), duoTo('0796', 'SS101')],
    '0907',
    'koppeling',
  ],
  [
    'of two koppelingen the later',
    [linkedTo('0907', '2025-06-20'), linkedTo('1734', '2025-07-20', 'TVS-2')],
    '1734',
    'koppeling',
  ],
  [
    'DUO says that somebody settled elsewhere, after the koppeling',
    [linkedTo('0907', '2025-06-20'), duoTo('0796', 'SS120', {}, '2025-07-01T07:00:00Z')],
    '0796',
    'duo',
  ],
  [
    'the same by SS121, before the koppeling: the koppeling is later',
    [linkedTo('0907', '2025-06-20'), duoTo('0796', 'SS121', {}, '2025-05-01T07:00:00Z')],
    '0907',
    'koppeling',
  ],
  [
    'SS120 to nobody of this hub names no gemeente',
    [linkedTo('0907', '2025-06-20'), duo('SS120')],
    '0907',
    'koppeling',
  ],
  [
    'a home in the BRP after a koppeling elsewhere',
    [linkedTo('0907', '2025-06-20'), livesIn('0796', '2025-08-13')],
    '0796',
    'brp',
  ],
  [
    'of one day the BRP goes before DUO and a koppeling',
    [
      linkedTo('0907', '2025-08-13'),
      duoTo('1734', 'SS120', {}, '2025-08-13T07:00:00Z'),
      livesIn('0796', '2025-08-13'),
    ],
    '0796',
    'brp',
  ],
  [
    'of one day DUO goes before a koppeling',
    [linkedTo('0907', '2025-08-13'), duoTo('1734', 'SS120', {}, '2025-08-13T07:00:00Z')],
    '1734',
    'duo',
  ],
  [
    'an address of COA is no home',
    [linkedTo('0907', '2025-06-20'), livesIn('0171', '2025-08-13', { isCoaLocatie: true })],
    '0907',
    'koppeling',
  ],
  [
    'a move goes before an earlier registration',
    [livesIn('0907', '2025-08-13'), movesTo('0796', '2025-09-01')],
    '0796',
    'brp',
  ],
  [
    'a gemeente that takes no part in the hub',
    [linkedTo('0907', '2025-06-20'), livesIn('0363', '2025-08-13')],
    '0363',
    'brp',
  ],
  [
    'an incomplete date counts as its last day',
    [livesIn('0907', '2025-08'), movesTo('0796', '2025-08-13')],
    '0907',
    'brp',
  ],
  [
    'an incomplete date never lies after the day on which it was told',
    [
      inschrijving({ gemeentecode: '0907', datumInschrijving: '2025' }, cause('2025-03-01T08:00:00Z')),
      movesTo('0796', '2025-08-13'),
    ],
    '0796',
    'brp',
  ],
  [
    'a new koppeling after the home',
    [livesIn('0796', '2025-08-13'), linkedTo('0907', '2025-09-20')],
    '0907',
    'koppeling',
  ],
  [
    'a registration that a correction replaced no longer counts',
    [
      linkedTo('0907', '2025-06-20'),
      inschrijving({ gemeentecode: '0796' }, cause('2025-08-13T08:00:00Z', 'wrong')),
      inschrijving(
        { gemeentecode: '0907', soort: 'correctie', vervangtBerichtId: 'wrong' },
        cause('2025-08-14T08:00:00Z'),
      ),
    ],
    '0907',
    'brp',
  ],
];

describe('the gemeente of a zaak', () => {
  it.each(TABLE)('is the same in any order of the facts: %s', (_, feiten, gemeentecode, by) => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...feiten], { minLength: feiten.length }), (order) => {
        const { current } = belonging(order);
        expect([current?.gemeentecode, current?.by]).toEqual([gemeentecode, by]);
      }),
      { numRuns: runs(12) },
    );
  });
});

describe('the gemeenten that a zaak left', () => {
  const left = (feiten: readonly Feit[]) =>
    belonging(feiten).former.map(({ gemeentecode, next }) => [gemeentecode, next.gemeentecode, next.since]);

  it('are listed with the gemeente that took over, the latest first', () => {
    const feiten = [
      linkedTo('0907', '2025-06-20'),
      livesIn('0796', '2025-08-13'),
      movesTo('1734', '2025-10-01'),
    ];
    expect(left(feiten)).toEqual([
      ['0796', '1734', '2025-10-01'],
      ['0907', '0796', '2025-08-13'],
    ]);
  });

  it('do not include the one that has the zaak again', () => {
    const feiten = [
      livesIn('0907', '2025-08-13'),
      movesTo('0796', '2025-09-01'),
      movesTo('0907', '2025-10-01'),
    ];
    expect(belonging(feiten).current?.gemeentecode).toBe('0907');
    expect(left(feiten)).toEqual([['0796', '0907', '2025-10-01']]);
  });

  it('do not include one that only DUO addressed, or whose koppeling was withdrawn before', () => {
    const feiten = [
      linkedTo('0907', '2025-06-20'),
      ...ingetrokken('TVS-2025-993909', 2),
      duoTo('1734', 'SS101'),
      livesIn('0796', '2025-08-13'),
    ];
    expect(left(feiten)).toEqual([]);
  });

  it('start the terms anew from the registration after the zaak came back', () => {
    const feiten = [
      livesIn('0907', '2025-08-13'),
      movesTo('0796', '2025-09-01'),
      movesTo('0907', '2025-10-01'),
    ];
    const { vestiging } = situationOf(zaakOf(feiten));
    expect(vestiging).toBe(feiten[2]);
  });

  it('start the terms anew after the zaak came back too when COA linked the person there once', () => {
    const feiten = [
      linkedTo('0907', '2025-06-20'),
      livesIn('0907', '2025-08-13'),
      livesIn('0796', '2025-09-01'),
      livesIn('0907', '2025-10-01'),
    ];
    expect(situationOf(zaakOf(feiten))).toMatchObject({ vestiging: feiten[3], sinds: '2025-10-01' });
  });
});

describe('of two koppelingen of one day', () => {
  const told = (koppelingId: string, gemeentecode: string, hour: string, bsn?: string, versie = 1) =>
    linked(
      koppeling(
        { koppelingId, gemeentecode, datumKoppeling: '2025-06-20', versie },
        bsn === undefined ? {} : { bsn },
      ),
      cause(`2025-06-20T${hour}:00:00Z`),
    );

  it.each([
    ['A', 'Z'],
    ['Z', 'A'],
  ])(
    'the one that COA told later counts, for the gemeente and for the household: %s after %s',
    (later, first) => {
      const feiten = [told(first, '0796', '08'), told(later, '0907', '14')];
      for (const order of [feiten, feiten.toReversed()]) {
        const { gemeentecode, koppeling: counts } = situationOf(zaakOf(order));
        expect([gemeentecode, counts?.feit.koppeling.koppelingId]).toEqual(['0907', later]);
      }
    },
  );

  it.each([
    ['A', 'Z'],
    ['Z', 'A'],
  ])('its BSN counts too, of which the highest version has its place: %s after %s', (later, first) => {
    const feiten = [
      told(later, '0907', '08', '999966133', 2),
      told(first, '0907', '10', '999928193', 1),
      told(first, '0907', '06', '999927437', 2),
      told(later, '0907', '07', '999991772', 1),
    ];
    for (const order of [feiten, feiten.toReversed()]) expect(bsnOf(zaakOf(order))).toBe('999966133');
  });
});
