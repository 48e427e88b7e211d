import { describe, expect, it } from 'vitest';
import { Kpis } from '../../../../contracts/kpis.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { indicatorenOf } from '../../../../domain/kpis/indicatoren.ts';
import { added, countedIn, kpisOf } from '../../../../domain/kpis/kpis.ts';
import type { Mijlpalen } from '../../../../domain/kpis/mijlpalen.ts';
import { GENNEP } from '../support.ts';

/** From the days of zaken to figures. Gennep's terms: TG06 nine weeks, TG07 the ten weeks for the PIP. */

const profile = gemeenteProfile(GENNEP);

/** Settled on 2 January 2026, so that the ten weeks end on 13 March. */
const zaak = (change: Partial<Mijlpalen> = {}): Mijlpalen => ({
  begin: '2025-11-03',
  stappen: {
    koppeling: '2025-11-03',
    vestiging: '2026-01-02',
    piptermijn: '2026-01-02',
    taallessen: {},
    ...change.stappen,
  },
  termijnen: [{ id: 'TG07', begin: '2026-01-02', einddatum: '2026-03-13' }],
  ...Object.fromEntries(Object.entries(change).filter(([name]) => name !== 'stappen')),
});

const figures = (zaken: readonly Mijlpalen[], peildatum = '2026-04-01') =>
  kpisOf(profile, countedIn(profile, zaken, peildatum), peildatum);

const indicator = (id: string, zaken: readonly Mijlpalen[], peildatum?: string) => {
  const found = figures(zaken, peildatum).indicatoren.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  const { teller, noemer, waarde, buitenBeschouwing } = found;
  return [
    teller,
    noemer,
    waarde,
    Object.fromEntries(buitenBeschouwing.map(({ reden, aantal }) => [reden, aantal])),
  ];
};

const wachttijd = (id: string, zaken: readonly Mijlpalen[], peildatum?: string) => {
  const found = figures(zaken, peildatum).wachttijden.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  const { aantal, mediaan, percentiel90, buitenBeschouwing } = found;
  return [
    aantal,
    mediaan,
    percentiel90,
    Object.fromEntries(buitenBeschouwing.map(({ reden, aantal: count }) => [reden, count])),
  ];
};

const withPip = (pip: NonNullable<Mijlpalen['stappen']['pip']>) => zaak({ stappen: { pip } });
const ended = (op: string, reden: NonNullable<Mijlpalen['einde']>['reden']) => zaak({ einde: { op, reden } });
const uncertain = zaak({
  termijnen: [{ id: 'TG07', begin: '2026-01-02', einddatum: '2026-03-13', onzeker: true }],
});
const incomplete = zaak({
  termijnen: [{ id: 'TG07', begin: '2026-01-01', einddatum: '2026-03-12', einddatumUiterlijk: '2026-04-13' }],
});

describe('the PIP within ten weeks', () => {
  it.each<readonly [string, Mijlpalen, string, readonly unknown[]]>([
    ['counts one on the last day as in time', withPip('2026-03-13'), '2026-04-01', [1, 1, 100, {}]],
    ['counts one a day later as late', withPip('2026-03-14'), '2026-04-01', [0, 1, 0, {}]],
    ['counts none as not in time', zaak(), '2026-04-01', [0, 1, 0, {}]],
    [
      'looks at no term whose last day is to come',
      withPip('2026-02-01'),
      '2026-03-12',
      [0, 0, undefined, {}],
    ],
    ['counts a term that is met on the day itself', withPip('2026-02-01'), '2026-03-13', [1, 1, 100, {}]],
    ['leaves out an open term on its last day', zaak(), '2026-03-13', [0, 0, undefined, { 'loopt nog': 1 }]],
    ['does not know on a day what happened after it', withPip('2026-03-20'), '2026-03-16', [0, 1, 0, {}]],
    ['leaves out what is not certain', uncertain, '2026-04-01', [0, 0, undefined, { onzeker: 1 }]],
    ['waits for the last day that it can be', incomplete, '2026-04-01', [0, 0, undefined, {}]],
    ['counts when no day it can be is left', incomplete, '2026-04-14', [0, 1, 0, {}]],
    ['leaves out what nobody tells', withPip({}), '2026-04-01', [0, 0, undefined, { 'niet te volgen': 1 }]],
    [
      'takes a day before which it happened',
      withPip({ uiterlijk: '2026-03-01' }),
      '2026-04-01',
      [1, 1, 100, {}],
    ],
    [
      'leaves out one that may have been in time',
      withPip({ uiterlijk: '2026-03-20' }),
      '2026-04-01',
      [0, 0, undefined, { 'niet te volgen': 1 }],
    ],
    [
      'leaves out what stopped',
      ended('2026-03-01', 'anders'),
      '2026-04-01',
      [0, 0, undefined, { gestopt: 1 }],
    ],
    [
      'counts what stopped after it had passed',
      ended('2026-03-20', 'andere gemeente'),
      '2026-04-01',
      [0, 1, 0, {}],
    ],
    [
      'leaves out who met the plicht with a PIP that nobody told',
      ended('2026-03-20', 'voldaan'),
      '2026-04-01',
      [0, 0, undefined, { gestopt: 1 }],
    ],
    [
      'leaves out what lay still on its last day, whatever ended the zaak after that',
      zaak({ vrijgesteldOp: '2026-03-01', einde: { op: '2026-03-20', reden: 'anders' } }),
      '2026-04-01',
      [0, 0, undefined, { gestopt: 1 }],
    ],
    [
      'counts before the day on which it stopped',
      ended('2026-03-20', 'voldaan'),
      '2026-03-19',
      [0, 1, 0, {}],
    ],
  ])('%s', (_name, one, peildatum, expected) => {
    expect(indicator('pip-binnen-tien-weken', [one], peildatum)).toEqual(expected);
  });

  it('is a percentage to one decimal', () => {
    const zaken = [withPip('2026-03-01'), withPip('2026-03-13'), zaak()];
    expect(indicator('pip-binnen-tien-weken', zaken)).toEqual([2, 3, 66.7, {}]);
  });
});

describe('the terms of running zaken', () => {
  const zaken = [
    zaak(),
    withPip('2026-03-01'),
    withPip('2026-03-30'),
    uncertain,
    ended('2026-03-20', 'anders'),
    zaak({ termijnen: [] }),
  ];

  it('are exceeded now or not, of those of which somebody can say so', () => {
    expect(indicator('pip-overschreden', zaken)).toEqual([1, 3, 33.3, { onzeker: 1 }]);
  });

  it('are without a PIP, in time or not', () => {
    expect(indicator('zonder-pip', zaken, '2026-02-01')).toEqual([5, 5, 100, {}]);
    expect(indicator('zonder-pip', zaken)).toEqual([1, 3, 33.3, { onzeker: 1 }]);
  });

  it('of the profile that a source follows have a figure each, the PIP once', () => {
    const ids = figures([]).indicatoren.map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('op-tijd')).toSorted()).toEqual(
      ['TG01', 'TG02', 'TG03', 'TG04', 'TG05', 'TG06', 'TG08', 'TG09'].map((id) => `op-tijd-${id}`),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a term of which the day stands with itself', () => {
  const talk = { id: 'TG03', begin: '2026-01-02', einddatum: '2026-01-17' };
  const heldOn = (gehaald: NonNullable<Mijlpalen['termijnen'][number]['gehaald']>) =>
    zaak({ termijnen: [{ ...talk, gehaald }] });

  it.each<readonly [string, Mijlpalen, string, readonly unknown[]]>([
    ['is in time on its last day', heldOn('2026-01-17'), '2026-02-01', [1, 1, 100, {}]],
    ['is late a day later', heldOn('2026-01-18'), '2026-02-01', [0, 1, 0, {}]],
    ['is not held on a day before it', heldOn('2026-02-01'), '2026-01-20', [0, 1, 0, {}]],
    ['is not held at all', zaak({ termijnen: [talk] }), '2026-02-01', [0, 1, 0, {}]],
    [
      'is left out when nobody reports talks',
      heldOn({}),
      '2026-02-01',
      [0, 0, undefined, { 'niet te volgen': 1 }],
    ],
  ])('%s', (_name, one, peildatum, expected) => {
    expect(indicator('op-tijd-TG03', [one], peildatum)).toEqual(expected);
  });
});

describe('a rule that changed', () => {
  it('has one figure under its number, over the zaken of both rules', () => {
    const [rule] = profile.termijnen.filter(({ id }) => id === 'TG06');
    if (rule === undefined) throw new Error('Gennep has a TG06');
    const rules = [{ ...rule, valid: { from: '2026-01-01' } }, rule];
    const ids = indicatorenOf({ termijnen: rules }).map(({ id }) => id);
    expect(ids.filter((id) => id === 'op-tijd-TG06')).toHaveLength(1);
  });
});

describe('the numbers of zaken', () => {
  const zaken = [
    zaak(),
    ended('2026-02-01', 'voldaan'),
    ended('2026-02-01', 'tijdelijk vrijgesteld'),
    ended('2026-02-01', 'andere gemeente'),
    ended('2026-05-01', 'voldaan'),
    zaak({ begin: '2024-11-03' }),
    zaak({ begin: '2026-04-02' }),
  ];

  it('are of those that had begun, each in one way', () => {
    expect(figures(zaken).zaken).toBe(6);
    expect(indicator('lopend', zaken)).toEqual([3, 6, 50, {}]);
    expect(indicator('voldaan', zaken)).toEqual([1, 6, 16.7, {}]);
    expect(indicator('tijdelijk-vrijgesteld', zaken)).toEqual([1, 6, 16.7, {}]);
    expect(indicator('beeindigd', zaken)).toEqual([1, 6, 16.7, {}]);
  });

  it('are those of the day: what lay still first, and ended after that', () => {
    const left = [
      zaak({ vrijgesteldOp: '2026-02-01', einde: { op: '2026-03-20', reden: 'andere gemeente' } }),
    ];
    const ways = ['lopend', 'tijdelijk-vrijgesteld', 'beeindigd'];
    const on = (day: string) => ways.filter((way) => indicator(way, left, day)[0] === 1);
    expect(on('2026-01-31')).toEqual(['lopend']);
    expect(on('2026-02-01')).toEqual(['tijdelijk-vrijgesteld']);
    expect(on('2026-03-20')).toEqual(['beeindigd']);
  });

  it('say which began in the year up to the day', () => {
    expect(indicator('nieuw', zaken)).toEqual([5, 6, 83.3, {}]);
    expect(indicator('nieuw', [zaak({ begin: '2025-04-01' }), zaak({ begin: '2025-04-02' })])).toEqual([
      1,
      2,
      50,
      {},
    ]);
  });

  it('count a year that ends on 29 February from 1 March', () => {
    const zaken = [zaak({ begin: '2023-02-28' }), zaak({ begin: '2023-03-01' })];
    expect(indicator('nieuw', zaken, '2024-02-29')).toEqual([1, 2, 50, {}]);
  });

  it('say who settled in that year after a koppeling', () => {
    const { koppeling: _, ...stappen } = zaak().stappen;
    const migrant: Mijlpalen = { ...zaak(), stappen };
    const unsure = zaak({ stappen: { vestiging: { vanaf: '2026-01-01', uiterlijk: '2026-01-31' } } });
    expect(indicator('gevestigd', [zaak(), migrant, unsure])).toEqual([1, 1, 100, { onzeker: 1 }]);
  });
});

describe('who passed within three years', () => {
  const course = (rest: Partial<Mijlpalen> = {}) =>
    zaak({ begin: '2022-01-03', ...rest, stappen: { inburgeringstermijn: '2022-03-01', ...rest.stappen } });

  it.each<readonly [string, Mijlpalen, readonly unknown[]]>([
    ['counts a diploma on the last day', course({ stappen: { diploma: '2025-03-01' } }), [1, 1, 100, {}]],
    ['counts a later one as not in time', course({ stappen: { diploma: '2025-03-02' } }), [0, 1, 0, {}]],
    ['counts none as not in time', course(), [0, 1, 0, {}]],
    [
      'leaves out one of which nobody knows whether it was in time',
      course({ stappen: { diploma: { uiterlijk: '2025-03-20' } } }),
      [0, 0, undefined, { 'niet te volgen': 1 }],
    ],
    [
      'leaves out who left before',
      course({ einde: { op: '2024-01-01', reden: 'andere gemeente' } }),
      [0, 0, undefined, { gestopt: 1 }],
    ],
    [
      'leaves out who was exempt before, and died after it',
      course({ vrijgesteldOp: '2024-02-09', einde: { op: '2025-09-01', reden: 'anders' } }),
      [0, 0, undefined, { gestopt: 1 }],
    ],
    [
      'looks at no course that still has time',
      course({ stappen: { inburgeringstermijn: '2024-03-01' } }),
      [0, 0, undefined, {}],
    ],
  ])('%s', (_name, one, expected) => {
    expect(indicator('geslaagd-binnen-drie-jaar', [one])).toEqual(expected);
  });

  it.each([
    ['2025-02-28', '2028-02-29', '2028-03-01'],
    ['2024-02-29', '2027-02-28', '2027-03-01'],
    ['2023-02-28', '2026-02-28', '2026-03-01'],
  ])('has of a PIP of %s until %s, as the term has it', (inburgeringstermijn, last, next) => {
    const passedOn = (diploma: string) =>
      course({ begin: '2022-01-03', stappen: { inburgeringstermijn, diploma } });
    expect(indicator('geslaagd-binnen-drie-jaar', [passedOn(last)], last)).toEqual([1, 1, 100, {}]);
    expect(indicator('geslaagd-binnen-drie-jaar', [passedOn(next)], next)).toEqual([0, 1, 0, {}]);
  });
});

describe('the leerroutes', () => {
  it('are shares of the PIPs of which DUO gave one', () => {
    const pip = { stappen: { pip: '2026-03-01' } };
    const zaken = [zaak({ ...pip, leerroute: 'Z' }), zaak({ ...pip, leerroute: 'B' }), zaak(pip), zaak()];
    expect(indicator('leerroute-z', zaken)).toEqual([1, 2, 50, { 'niet te volgen': 1 }]);
    expect(indicator('leerroute-onderwijs', zaken)).toEqual([0, 2, 0, { 'niet te volgen': 1 }]);
  });
});

describe('waiting times', () => {
  it('are the days within which half, and nine of ten, were done', () => {
    const zaken = Array.from({ length: 10 }, (_, n) => withPip(`2026-01-${String(3 + n).padStart(2, '0')}`));
    expect(wachttijd('piptermijn-pip', zaken)).toEqual([10, 5, 9, {}]);
  });

  it('say of everybody who began waiting what became of it', () => {
    const zaken = [
      withPip('2026-03-03'),
      withPip('2025-12-01'),
      withPip({}),
      withPip({ uiterlijk: '2026-03-03' }),
      zaak(),
      ended('2026-02-01', 'anders'),
      zaak({ stappen: { piptermijn: { vanaf: '2026-01-01', uiterlijk: '2026-01-31' } } }),
      zaak({ stappen: { piptermijn: '2026-05-01' } }),
    ];
    expect(wachttijd('piptermijn-pip', zaken)).toEqual([
      1,
      60,
      60,
      { onzeker: 1, 'niet te volgen': 2, gestopt: 1, 'loopt nog': 1, omgekeerd: 1 },
    ]);
  });

  it('have no number of days where nobody waited', () => {
    expect(wachttijd('inburgeringstermijn-voldaan', [zaak()])).toEqual([0, undefined, undefined, {}]);
  });
});

describe('the figures together', () => {
  const zaken = [
    zaak(),
    withPip('2026-03-01'),
    withPip('2026-03-30'),
    uncertain,
    ended('2026-02-01', 'voldaan'),
  ];

  it('are the same whether zaken are counted at once or some at a time', () => {
    const peildatum = '2026-04-01';
    const pieces = [zaken.slice(0, 2), [], zaken.slice(2)].map((piece) =>
      countedIn(profile, piece, peildatum),
    );
    expect(kpisOf(profile, added(pieces), peildatum)).toEqual(figures(zaken, peildatum));
  });

  it('are what the contract says, also without any zaak', () => {
    expect(Kpis.parse(figures(zaken))).toEqual(figures(zaken));
    const empty = kpisOf(profile, added([]), '2026-04-01');
    expect(Kpis.parse(empty)).toEqual(empty);
    expect(empty.indicatoren.every(({ noemer, waarde }) => noemer === 0 && waarde === undefined)).toBe(true);
  });
});
