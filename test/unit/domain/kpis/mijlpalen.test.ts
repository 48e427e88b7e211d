import { describe, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import type { Mijlpalen } from '../../../../domain/kpis/mijlpalen.ts';
import { mijlpalenPerGemeente } from '../../../../domain/kpis/per-gemeente.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import {
  cause,
  duo,
  duoTo,
  geopend,
  ingetrokken,
  inschrijving,
  koppeling,
  linked,
  overlijden,
  putAside,
  reported,
  verhuizing,
} from '../support.ts';

/** What an entry of a zaak holds for the figures: days of the facts, per gemeente. */

const inGemeente = (feiten: readonly Feit[], gemeentecode = '0907'): Mijlpalen | undefined =>
  mijlpalenPerGemeente(zaakOf(feiten)).get(gemeentecode as Gemeentecode);

const plicht = (rest: object = {}): DuoResponses => ({
  inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-01', ...rest },
});

const lbt: DuoResponses = {
  'lbt/resultaten': [
    {
      resultaat: 'B1-route haalbaar',
      behaaldeScore: '33,00',
      benodigdeScore: '28,00',
      datumAfname: '2025-09-15',
    },
  ],
} as DuoResponses;

const pip = (gemeentecode = '0907'): DuoResponses =>
  ({
    inburgeringstermijn: { startdatum: '2025-10-11', einddatum: '2028-10-11' },
    PIP: { gemeentecode, pip: { dagtekeningPip: '2025-10-10', leerroute: 'Z' } },
  }) as DuoResponses;

const died = (day: string): Feit => ({
  ...overlijden(cause(`${day}T08:00:00Z`)),
  gegevens: { ...overlijden().gegevens, datumOverlijden: day },
});

const withdrawnOn = (day: string): readonly Feit[] =>
  ingetrokken('TVS-2025-993909', 2, cause(`${day}T08:00:00Z`), 'vertrokken');

/** Linked on 20 June, settled on 13 August, PIP of 10 October that DUO registered on the 19th. */
const COURSE: readonly Feit[] = [
  linked(),
  inschrijving(),
  duo('SS101', plicht({ datumKennisgevingInburgeringsplicht: '2025-08-20' }), '2025-08-21T07:00:00Z'),
  duo('SS131', lbt, '2025-09-20T07:00:00Z'),
  duo('SS130', pip(), '2025-10-19T07:00:00Z'),
];

describe('the days of a zaak', () => {
  it('are those of the facts, not those on which messages came', () => {
    expect(inGemeente(COURSE)).toMatchObject({
      begin: '2025-06-20',
      stappen: {
        koppeling: '2025-06-20',
        vestiging: '2025-08-13',
        piptermijn: '2025-08-20',
        leerbaarheidstoets: '2025-09-15',
        pip: '2025-10-10',
        inburgeringstermijn: '2025-10-10',
        taallessen: {},
      },
      leerroute: 'Z',
    });
  });

  it('hold the terms that some source follows, and none that nobody tells the end of', () => {
    const nobodyTold = { begin: '2025-08-13', gehaald: {} };
    expect(inGemeente(COURSE)?.termijnen).toEqual([
      { id: 'TG09', einddatum: '2025-08-27', ...nobodyTold },
      { id: 'TG02', einddatum: '2025-08-28', ...nobodyTold },
      { id: 'TG03', einddatum: '2025-08-28', ...nobodyTold },
      { id: 'TG04', einddatum: '2025-08-28', ...nobodyTold },
      { id: 'TG05', begin: '2025-08-13', einddatum: '2025-09-10' },
      { id: 'TG06', begin: '2025-08-13', einddatum: '2025-10-15' },
      { id: 'TG01', einddatum: '2025-10-22', ...nobodyTold },
      { id: 'TG07', begin: '2025-08-20', einddatum: '2025-10-29' },
      { id: 'TG08', begin: '2025-10-10', einddatum: '2028-10-10' },
    ]);
  });

  it('hold of each talk of the brede intake when it was held, also for the gemeente that was left', () => {
    const held = reported('brede-intake-gesprek-gevoerd', '2025-08-20', { onderdeel: 'taalschool' });
    const later = reported('brede-intake-gesprek-gevoerd', '2025-12-01', { onderdeel: 'participatie' });
    const done = reported('brede-intake-afgerond', '2025-10-20');
    const moved = verhuizing(
      { gemeentecode: '0796', datumVerhuizing: '2025-11-15' },
      cause('2025-11-15T08:00:00Z'),
    );
    const gehaald = (feiten: readonly Feit[]) =>
      Object.fromEntries((inGemeente(feiten)?.termijnen ?? []).map((one) => [one.id, one.gehaald]));
    const feiten = [...COURSE, held, later, done];
    const days = { TG01: '2025-10-20', TG02: undefined, TG03: '2025-08-20' };
    expect(gehaald(feiten)).toMatchObject({ ...days, TG04: '2025-12-01' });
    expect(gehaald(feiten.toReversed())).toEqual(gehaald(feiten));
    expect(gehaald([...feiten, moved])).toMatchObject({ ...days, TG04: undefined });
    expect(gehaald([...feiten, putAside([held.feitId])])).toMatchObject({ TG03: undefined });
  });

  it('say nothing about who it is: days, codes of terms and words of a list', () => {
    const text = JSON.stringify(inGemeente(COURSE));
    expect(text).not.toMatch(/Qasim|2798163871|999966133|Brugstraat|Milsbeek|TVS/);
    expect(text.length).toBeLessThan(900);
  });

  it('keep a day that is not certain as the days between which it lies', () => {
    const settled = inschrijving({ datumInschrijving: '2025-08' });
    expect(inGemeente([linked(), settled])).toMatchObject({
      stappen: { vestiging: { vanaf: '2025-08-01', uiterlijk: '2025-08-31' } },
    });
    const inquired = inschrijving({ inOnderzoek: ['datumInschrijving'] });
    const days = inGemeente([linked(), inquired]);
    expect(days?.stappen.vestiging).toEqual({ vanaf: '2025-08-13' });
    expect(days?.termijnen.every(({ onzeker }) => onzeker)).toBe(true);
  });

  it.each<readonly [string, readonly Feit[], string]>([
    ['the koppeling', [linked(), inschrijving()], '2025-06-20'],
    ['the day on which the gemeente opened it', [geopend(), inschrijving()], '2025-07-01'],
    [
      'the kennisgeving, of who lived there for years',
      [inschrijving({ datumInschrijving: '2019-03-01' }), duoTo('0907', 'SS101', plicht())],
      '2025-10-19',
    ],
  ])('begin with %s', (_name, feiten, begin) => {
    expect(inGemeente(feiten)?.begin).toBe(begin);
  });

  it.each<readonly [string, readonly Feit[], Mijlpalen['einde']]>([
    ['does not end while it runs', [], undefined],
    [
      'ends on the day that DUO gives for the end of the plicht',
      [
        duo(
          'SS106',
          plicht({
            indicatorInburgeringsplicht: false,
            einddatum: '2026-02-01',
            redenGeenInburgeringsplicht: 'Inburgeringsplicht voldaan',
          }),
          '2026-02-09T07:00:00Z',
        ),
      ],
      { op: '2026-02-01', reden: 'voldaan' },
    ],
    [
      'ends on the day of the notification when DUO gives no other',
      [duo('SS110', {}, '2026-02-09T07:00:00Z')],
      { op: '2026-02-09', reden: 'anders' },
    ],
    [
      'ends on the day on which DUO said so first, however often it does',
      [duo('SS110', {}, '2026-02-09T07:00:00Z'), duo('SS110', {}, '2026-03-09T07:00:00Z')],
      { op: '2026-02-09', reden: 'anders' },
    ],
    [
      'lies still in a temporary exemption',
      [duo('SS109', {}, '2026-02-09T07:00:00Z')],
      { op: '2026-02-09', reden: 'tijdelijk vrijgesteld' },
    ],
    ['ends with a death, without saying so', [overlijden()], { op: '2025-09-04', reden: 'anders' }],
    [
      'ends with the death that DUO told first',
      [duo('SS111', {}, '2026-05-20T07:00:00Z'), duo('SS111', {}, '2026-06-20T07:00:00Z')],
      { op: '2026-05-20', reden: 'anders' },
    ],
    [
      'ends with the death that DUO told after it established the plicht, and not with one before that',
      [
        duo('SS111', {}, '2026-06-20T07:00:00Z'),
        duo('SS111', {}, '2026-05-20T07:00:00Z'),
        duo('SS101', plicht(), '2026-02-20T07:00:00Z'),
        duo('SS111', {}, '2026-01-20T07:00:00Z'),
      ],
      { op: '2026-05-20', reden: 'anders' },
    ],
    [
      'ends with the diploma, and not with a death after it',
      [duo('SS106', {}, '2026-02-09T07:00:00Z'), died('2026-02-11')],
      { op: '2026-02-09', reden: 'voldaan' },
    ],
    [
      'ends with the diploma, also when DUO tells of the death after it',
      [
        duo('SS106', {}, '2026-02-09T07:00:00Z'),
        duo(
          'SS111',
          plicht({ indicatorInburgeringsplicht: false, redenGeenInburgeringsplicht: 'Overlijden' }),
          '2026-02-19T07:00:00Z',
        ),
      ],
      { op: '2026-02-09', reden: 'voldaan' },
    ],
    [
      'ends with a death, and not with a diploma that became known after it',
      [died('2026-02-07'), duo('SS106', {}, '2026-02-09T07:00:00Z')],
      { op: '2026-02-07', reden: 'anders' },
    ],
    [
      'ends with the plicht that was withdrawn, and not with a death after it',
      [duo('SS110', {}, '2026-02-09T07:00:00Z'), died('2026-05-11')],
      { op: '2026-02-09', reden: 'anders' },
    ],
    [
      'ends when COA withdraws the koppeling, and not with the plicht that is withdrawn after it',
      [...withdrawnOn('2026-02-09'), duo('SS110', {}, '2026-05-09T07:00:00Z')],
      { op: '2026-02-09', reden: 'anders' },
    ],
    [
      'is met by a diploma, also when COA had withdrawn the koppeling by then',
      [...withdrawnOn('2026-02-09'), duo('SS106', {}, '2026-05-09T07:00:00Z')],
      { op: '2026-05-09', reden: 'voldaan' },
    ],
    [
      'ends when COA withdraws the koppeling of who was exempt for a time',
      [duo('SS109', {}, '2026-02-09T07:00:00Z'), ...withdrawnOn('2026-05-09')],
      { op: '2026-05-09', reden: 'anders' },
    ],
    [
      'lies still in the temporary exemption that DUO gives after it had withdrawn the plicht',
      [duo('SS110', {}, '2026-02-09T07:00:00Z'), duo('SS109', {}, '2026-05-09T07:00:00Z')],
      { op: '2026-05-09', reden: 'tijdelijk vrijgesteld' },
    ],
    [
      'lies still in the temporary exemption that DUO makes of a lasting one',
      [duo('SS107', {}, '2026-02-09T07:00:00Z'), duo('SS109', {}, '2026-05-09T07:00:00Z')],
      { op: '2026-05-09', reden: 'tijdelijk vrijgesteld' },
    ],
    [
      'is met, also when DUO once said that there never was a plicht',
      [
        duo('SS124', plicht({ indicatorInburgeringsplicht: false }), '2026-02-09T07:00:00Z'),
        duo('SS106', {}, '2026-05-09T07:00:00Z'),
      ],
      { op: '2026-05-09', reden: 'voldaan' },
    ],
    [
      'never was one when DUO says so after a diploma',
      [
        duo('SS106', {}, '2026-02-09T07:00:00Z'),
        duo('SS124', plicht({ indicatorInburgeringsplicht: false }), '2026-05-09T07:00:00Z'),
      ],
      { op: '2026-05-09', reden: 'geen plicht' },
    ],
    [
      'ends with the diploma of the day on which somebody moves',
      [
        duo('SS106', {}, '2026-05-09T07:00:00Z'),
        verhuizing({ gemeentecode: '0796', datumVerhuizing: '2026-05-09' }),
      ],
      { op: '2026-05-09', reden: 'voldaan' },
    ],
  ])('%s', (_name, more, end) => {
    expect(inGemeente([...COURSE, ...more])?.einde).toEqual(end);
  });

  it.each<readonly [string, readonly Feit[], string | undefined]>([
    ['a death', [died('2026-05-09')], '2026-02-09'],
    ['the end of the plicht', [duo('SS110', {}, '2026-05-09T07:00:00Z')], '2026-02-09'],
    ['the withdrawal of the koppeling', withdrawnOn('2026-05-09'), '2026-02-09'],
    ['a move', [verhuizing({ gemeentecode: '0796', datumVerhuizing: '2026-05-09' })], '2026-02-09'],
    [
      'a death, not when the plicht held again by then',
      [duo('SS130', {}, '2026-03-09T07:00:00Z'), died('2026-05-09')],
      undefined,
    ],
  ])('lie still in a temporary exemption until %s', (_name, more, day) => {
    const exempt = duo('SS109', {}, '2026-02-09T07:00:00Z');
    expect(inGemeente([...COURSE, exempt])?.vrijgesteldOp).toBeUndefined();
    expect(inGemeente([...COURSE, exempt, ...more])).toMatchObject({ einde: { op: '2026-05-09' } });
    expect(inGemeente([...COURSE, exempt, ...more])?.vrijgesteldOp).toBe(day);
  });

  it('end when COA withdraws the koppeling, also when another gemeente is linked after that', () => {
    const feiten = [linked(), ...ingetrokken('TVS-2025-993909', 2, cause('2025-07-01T08:00:00Z'))];
    const ended = { op: '2025-07-01', reden: 'andere gemeente' };
    expect(inGemeente(feiten)?.einde).toEqual(ended);
    const next = linked(
      koppeling({ koppelingId: 'TVS-2', gemeentecode: '0796', datumKoppeling: '2025-07-10' }),
      cause('2025-07-10T08:00:00Z'),
    );
    expect(inGemeente([...feiten, next])?.einde).toEqual(ended);
    expect(inGemeente([...feiten, next], '0796')).toMatchObject({ begin: '2025-07-10' });
    // What becomes of the plicht there is no business of the gemeente that had the person before.
    const met = duo('SS107', {}, '2025-09-10T07:00:00Z');
    expect(inGemeente([...feiten, next, met])?.einde).toEqual(ended);
    expect(inGemeente([...feiten, next, met], '0796')?.einde).toEqual({ op: '2025-09-10', reden: 'voldaan' });
  });

  it('end with the last koppeling that COA withdraws, whichever it told first', () => {
    const again = koppeling({ koppelingId: 'TVS-1B', datumKoppeling: '2025-06-25' });
    const elsewhere = koppeling({ koppelingId: 'TVS-2', gemeentecode: '0796', datumKoppeling: '2025-07-10' });
    const feiten = [
      linked(),
      linked(again, cause('2025-06-25T08:00:00Z')),
      ...ingetrokken('TVS-1B', 2, cause('2025-07-05T08:00:00Z')),
      ...ingetrokken('TVS-2025-993909', 2, cause('2025-07-01T08:00:00Z')),
      linked(elsewhere, cause('2025-07-10T08:00:00Z')),
    ];
    const ended = { op: '2025-07-05', reden: 'andere gemeente' };
    expect(inGemeente(feiten)?.einde).toEqual(ended);
    expect(inGemeente(feiten.toReversed())?.einde).toEqual(ended);
  });

  it('are of each gemeente in its own time when somebody moves', () => {
    const moved = verhuizing(
      { gemeentecode: '0796', datumVerhuizing: '2025-10-15' },
      cause('2025-10-15T08:00:00Z'),
    );
    const feiten = [...COURSE, moved];
    expect(inGemeente(feiten)).toMatchObject({
      begin: '2025-06-20',
      einde: { op: '2025-10-15', reden: 'andere gemeente' },
    });
    // The PIP became known after the move, and was established before it.
    expect(inGemeente(feiten)?.stappen.pip).toBe('2025-10-10');
    const there = inGemeente(feiten, '0796');
    expect(there).toMatchObject({ begin: '2025-10-15', stappen: { vestiging: '2025-10-15' } });
    expect(there?.stappen.koppeling).toBeUndefined();
    expect(there?.einde).toBeUndefined();
  });

  it('leave out for the gemeente that was left what happened after the move', () => {
    const moved = verhuizing({ gemeentecode: '0796', datumVerhuizing: '2025-09-10' });
    const days = inGemeente([...COURSE, moved]);
    expect(days?.einde).toEqual({ op: '2025-09-10', reden: 'andere gemeente' });
    expect(Object.keys(days?.stappen ?? {}).toSorted()).toEqual([
      'koppeling',
      'piptermijn',
      'taallessen',
      'vestiging',
    ]);
  });

  it('are none for a child, nor for a gemeente outside the hub', () => {
    const child = linked(koppeling({}, { geboortedatum: '2015-01-01' }));
    expect(inGemeente([child, inschrijving()])).toBeUndefined();
    const gone = verhuizing({ gemeentecode: '0363', datumVerhuizing: '2025-10-15' });
    expect([...mijlpalenPerGemeente(zaakOf([...COURSE, gone])).keys()]).toEqual(['0907']);
  });

  it.each(['SS106', 'SS107', 'SS109', 'SS110', 'SS111'])(
    'stay what they were when the plicht ended or lies still (%s), for the gemeente and for the one before it',
    (code) => {
      const ended = duo(code, {}, '2027-02-09T07:00:00Z');
      const moved = verhuizing(
        { gemeentecode: '0796', datumVerhuizing: '2026-01-15' },
        cause('2026-01-15T08:00:00Z'),
      );
      for (const feiten of [COURSE, [...COURSE, moved]]) {
        const { termijnen: before, stappen } = inGemeente(feiten) ?? {};
        const { termijnen: after, stappen: then } = inGemeente([...feiten, ended]) ?? {};
        expect(after).toEqual(before);
        expect(then).toMatchObject({ piptermijn: '2025-08-20', pip: '2025-10-10' });
        expect(then?.piptermijn).toEqual(stappen?.piptermijn);
      }
    },
  );

  it('do not depend on the order in which facts came', () => {
    expect(inGemeente(COURSE.toReversed())).toEqual(inGemeente(COURSE));
  });
});

it('a diploma of which DUO writes the end of the calendar for its day came on the day on which DUO told it at the latest', () => {
  const told = {
    indicatorInburgeringsplicht: false,
    redenGeenInburgeringsplicht: 'Inburgeringsplicht voldaan',
  };
  const diplomaOf = (einddatum: string) =>
    inGemeente([
      linked(),
      inschrijving(),
      duo('SS101', plicht(), '2025-07-01T07:00:00Z'),
      duo('SS106', { inburgeringsplicht: { ...told, einddatum } } as DuoResponses, '2026-02-01T07:00:00Z'),
    ])?.stappen['diploma'];
  expect(diplomaOf('2026-01-20')).toBe('2026-01-20');
  expect(diplomaOf('9999-12-31')).toEqual({ uiterlijk: '2026-02-01' });
});
