import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LbtResultaat } from '../../../../contracts/duo.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { plus } from '../../../../domain/termijnen/calendar.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { termijnenAt } from '../../../../domain/zaak/view.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { runs } from '../../../runs.ts';
import { cause, duo, GENNEP, ingetrokken, inschrijving, linked } from '../support.ts';

/** The plicht is known, and the person registered in Gennep on 13 August 2025: TG06 ends on 15 October, TG07 on 22 October. */
const BEGIN: readonly Feit[] = [linked(), duo('SS101', {}, '2025-06-25T07:00:00Z'), inschrijving()];

/** DUO's inburgeringstermijn begins the day after the dagtekening of the first PIP. */
const termijn = (dagtekening: string): DuoResponses => ({
  inburgeringstermijn: { startdatum: plus(dagtekening, 'P1D'), einddatum: plus(dagtekening, 'P3Y') },
});
const pip = (dagtekeningPip: string, gemeentecode = '0907'): DuoResponses => ({
  PIP: { gemeentecode, pip: { dagtekeningPip, leerroute: 'B' } },
});
const reported = (datum: string | undefined, moment = '2025-10-30T10:00:00Z'): Feit => ({
  ...cause(moment),
  feitId: `melding:${moment}`,
  soort: 'melding',
  melding: 'nl.inburgeringszaken.pip.vastgesteld.v1',
  antwoorden: {},
  gemeldDoor: GENNEP,
  ...(datum === undefined ? {} : { datum }),
});
/** The plicht is met. */
const met = (more: { readonly einddatum?: string } = {}): DuoResponses => ({
  inburgeringsplicht: {
    indicatorInburgeringsplicht: false,
    redenGeenInburgeringsplicht: 'Inburgeringsplicht voldaan',
    ...more,
  },
});
/** With the facts of a person who came from 's-Hertogenbosch, where the PIP of before was made. */
const CAME_FROM_ELSEWHERE = inschrijving(
  { gemeentecode: '0796', datumInschrijving: '2024-02-01' },
  cause('2024-02-01T08:00:00Z'),
);

const result = (datumAfname: string, behaaldeScore = '33,00'): LbtResultaat => ({
  resultaat: 'B1-route haalbaar',
  behaaldeScore,
  benodigdeScore: '28,00',
  datumAfname,
});
const uitslag = (moment: string, ...resultaten: LbtResultaat[]) =>
  duo('SS131', { 'lbt/resultaten': resultaten }, moment);

const at = (today: string, feiten: readonly Feit[]) =>
  Object.fromEntries(
    termijnenAt(zaakOf([...BEGIN, ...feiten]), today).map(
      ({ id, stand, gehaaldOp, gehaaldUiterlijk, gestopt }) => [
        id,
        [stand, gehaaldOp ?? (gehaaldUiterlijk ? `uiterlijk ${gehaaldUiterlijk}` : gestopt)]
          .filter((part) => part !== undefined)
          .join(' '),
      ],
    ),
  );
const LATER = '2026-03-01';

describe('the event that meets a term of Gennep', () => {
  it('is known to no source for the talks and the lessons, whose terms are unknown after their last day', () => {
    expect(at('2025-09-30', [])).toMatchObject({ TG02: 'onbekend', TG05: 'onbekend' });
    expect(at('2025-08-20', [])).toMatchObject({ TG02: 'loopt', TG05: 'loopt' });
  });

  it('has not happened as long as DUO says nothing', () => {
    expect(at(LATER, [])).toMatchObject({ TG06: 'verstreken', TG07: 'overschreden' });
  });

  it.each([
    ['a result', [uitslag('2025-10-12T07:00:00Z', result('2025-10-10'))], 'gehaald 2025-10-10'],
    [
      'the first of two tests',
      [uitslag('2025-11-12T07:00:00Z', result('2025-11-10'), result('2025-10-10'))],
      'gehaald 2025-10-10',
    ],
    ['a late result', [uitslag('2025-10-18T07:00:00Z', result('2025-10-16'))], 'te laat gehaald 2025-10-16'],
    [
      'a result that DUO put right later',
      [
        uitslag('2025-10-12T07:00:00Z', result('2025-10-10')),
        uitslag('2025-12-12T07:00:00Z', result('2025-10-17')),
      ],
      'te laat gehaald 2025-10-17',
    ],
    [
      'a test before the person settled',
      [uitslag('2025-06-30T07:00:00Z', result('2025-06-28'))],
      'gehaald 2025-06-28',
    ],
    ['only the registration for the test', [duo('SS137')], 'verstreken'],
  ])('is for the leerbaarheidstoets: %s', (_name, feiten, expected) => {
    expect(at(LATER, feiten)).toMatchObject({ TG06: expected, TG07: 'overschreden' });
  });

  it.each([
    [
      'DUO’s inburgeringstermijn begins the day after it, told three days later',
      [duo('SS102', termijn('2025-10-20'), '2025-10-23T10:00:00Z')],
      'gehaald 2025-10-20',
    ],
    [
      'that was too late',
      [duo('SS102', termijn('2025-10-23'), '2025-10-26T10:00:00Z')],
      'te laat gehaald 2025-10-23',
    ],
    [
      'DUO has the PIP, at the end of an exemption',
      [duo('SS130', pip('2025-10-02'), '2026-01-22T10:00:00Z')],
      'gehaald 2025-10-02',
    ],
    [
      'the PIP was made anew since: the inburgeringstermijn is of the first',
      [
        duo('SS130', { ...pip('2026-02-02'), ...termijn('2025-10-02') }, '2026-02-22T10:00:00Z'),
        duo('SS102', termijn('2025-10-02'), '2025-10-05T10:00:00Z'),
      ],
      'gehaald 2025-10-02',
    ],
    ['the gemeente reports it', [reported('2025-10-21')], 'gehaald 2025-10-21'],
    ['the gemeente reports it without a day', [reported(undefined)], 'onbekend'],
    [
      'DUO’s word goes before that of the gemeente',
      [reported('2025-10-01'), duo('SS102', termijn('2025-10-02'), '2025-10-30T10:00:00Z')],
      'gehaald 2025-10-02',
    ],
    [
      'DUO gives no date: it was before DUO registered that',
      [duo('SS102', {}, '2025-10-20T10:00:00Z')],
      'gehaald uiterlijk 2025-10-20',
    ],
    [
      'DUO gives no date, and registered it after the term, just past midnight here',
      [duo('SS102', {}, '2025-10-22T22:30:00Z')],
      'onbekend uiterlijk 2025-10-23',
    ],
    [
      'the PIP is dated before the person settled here, where nobody else had the zaak',
      [duo('SS102', termijn('2025-08-01'), '2025-08-05T10:00:00Z')],
      'gehaald 2025-08-01',
    ],
    [
      'the PIP is of the former gemeente',
      [duo('SS121', termijn('2024-05-01'), '2025-09-01T10:00:00Z')],
      'onbekend',
    ],
    [
      'the PIP is dated before the person came from elsewhere',
      [CAME_FROM_ELSEWHERE, duo('SS102', termijn('2024-05-01'), '2024-05-05T10:00:00Z')],
      'onbekend',
    ],
    [
      'the PIP is of the former gemeente, and this one made its own',
      [duo('SS121', termijn('2024-05-01'), '2025-09-01T10:00:00Z'), reported('2025-10-10')],
      'gehaald 2025-10-10',
    ],
    [
      'DUO said that it is of the former gemeente, and puts that right',
      [
        duo('SS121', {}, '2025-09-01T10:00:00Z'),
        duo('SS120', {}, '2025-09-02T10:00:00Z'),
        duo('SS102', termijn('2025-10-10'), '2025-10-13T10:00:00Z'),
      ],
      'gehaald 2025-10-10',
    ],
    [
      'DUO said that there is none, and puts that right: it is of the former gemeente',
      [
        duo('SS120', {}, '2025-09-01T10:00:00Z'),
        duo('SS121', {}, '2025-09-02T10:00:00Z'),
        duo('SS102', termijn('2025-10-10'), '2025-10-13T10:00:00Z'),
      ],
      'onbekend',
    ],
    ['the ten weeks have begun', [duo('SS139', {}, '2025-08-20T10:00:00Z')], 'overschreden'],
    ['there is no leerroute after ten weeks', [duo('SS126', {}, '2025-10-24T10:00:00Z')], 'overschreden'],
  ])('is for the PIP its dagtekening: %s', (_name, feiten, expected) => {
    expect(at(LATER, feiten)).toMatchObject({ TG07: expected });
  });

  describe('is for the PIP, of who left the country and came back,', () => {
    const RETURNED: readonly Feit[] = [
      duo(
        'SS110',
        {
          inburgeringsplicht: {
            indicatorInburgeringsplicht: false,
            redenGeenInburgeringsplicht: 'Vertrek uit Nederland langer dan een jaar',
          },
        },
        '2025-12-10T07:00:00Z',
      ),
      duo('SS101', {}, '2026-06-01T07:00:00Z'),
      inschrijving(
        { soort: 'eerste inschrijving', datumInschrijving: '2026-06-12' },
        cause('2026-06-12T08:00:00Z'),
      ),
    ];
    const byTermijn = duo('SS102', termijn('2025-10-20'), '2025-10-23T10:00:00Z');
    const made = reported('2025-10-20');

    it.each<[string, readonly Feit[], string]>([
      ['not the one of before, after which nobody may tell of another', [byTermijn], 'onbekend'],
      [
        'not the one that DUO holds still',
        [byTermijn, duo('SS130', pip('2025-10-20'), '2026-07-01T07:00:00Z')],
        'onbekend',
      ],
      ['not the one that the gemeente reported, which tells of the next one too', [made], 'overschreden'],
      ['not that one, when DUO tells of it too', [made, byTermijn], 'overschreden'],
      [
        'the one that was made after it',
        [made, byTermijn, reported('2026-07-01', '2026-07-02T10:00:00Z')],
        'gehaald 2026-07-01',
      ],
      [
        'the one that was made since the plicht held again, before the registration',
        [byTermijn, reported('2026-06-05', '2026-06-06T10:00:00Z')],
        'gehaald 2026-06-05',
      ],
      [
        'the one with which DUO begins a term anew',
        [made, byTermijn, duo('SS102', termijn('2026-07-01'), '2026-07-04T10:00:00Z')],
        'gehaald 2026-07-01',
      ],
      [
        'one that DUO tells of without a day',
        [made, byTermijn, duo('SS102', {}, '2026-07-04T10:00:00Z')],
        'gehaald uiterlijk 2026-07-04',
      ],
    ])('%s', (_, feiten, expected) => {
      const told = [...feiten, ...RETURNED];
      const anyOrder = fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 });
      fc.assert(
        fc.property(anyOrder, (order) => {
          expect(at('2027-03-01', order)).toMatchObject({ TG07: expected });
        }),
        { numRuns: runs(20) },
      );
    });

    it('keeps the three years of the first PIP', () => {
      const day = (feiten: readonly Feit[]) =>
        termijnenAt(zaakOf([...BEGIN, byTermijn, ...feiten]), '2026-03-01').find(({ id }) => id === 'TG08');
      expect(day(RETURNED)?.einddatum).toBe(day([])?.einddatum);
      expect(day([])?.einddatum).toBe('2028-10-19');
    });
  });

  it('is three years after the dagtekening for as long as DUO says that the inburgeringstermijn has no end', () => {
    const { inburgeringstermijn } = termijn('2025-10-20');
    const open = {
      inburgeringstermijn: { ...inburgeringstermijn, startdatum: '2025-10-21', einddatum: '9999-12-31' },
    };
    const found = termijnenAt(zaakOf([...BEGIN, duo('SS102', open, '2025-10-23T10:00:00Z')]), '2026-03-01');
    expect(found.find(({ id }) => id === 'TG08')?.einddatum).toBe('2028-10-20');
  });

  it('is for the PIP the same after the person moved within the gemeente', () => {
    const met = [duo('SS102', termijn('2025-10-20'), '2025-10-23T10:00:00Z')];
    const moved = inschrijving({ datumInschrijving: '2025-12-01' }, cause('2025-12-01T08:00:00Z'));
    expect(at(LATER, [...met, moved])).toMatchObject({ TG07: 'gehaald 2025-10-20' });
  });

  it.each([
    ['SS106', 'gehaald 2028-01-02', { einddatum: '2028-01-02' }],
    ['SS107', 'gehaald uiterlijk 2028-01-10', {}],
    ['SS106', 'gehaald uiterlijk 2028-01-10', { einddatum: '9999-12-31' }],
  ] as const)('is for the inburgeringstermijn the end of the plicht (%s): %s', (code, expected, more) => {
    const feiten = [
      duo('SS102', termijn('2025-10-20'), '2025-10-23T10:00:00Z'),
      duo(code, met(more), '2028-01-10T10:00:00Z'),
    ];
    expect(at('2029-01-01', feiten)).toMatchObject({
      TG08: expected,
      TG15: 'gestopt inburgeringsplicht voldaan',
    });
  });

  it.each([
    [
      'as it was said first, when DUO says it again after the last day',
      [
        duo('SS106', {}, '2028-10-10T10:00:00Z'),
        duo('SS106', {}, '2028-11-10T10:00:00Z'),
        duo('SS107', {}, '2028-12-10T10:00:00Z'),
      ],
      'gehaald uiterlijk 2028-10-10',
    ],
    [
      'on the day that a later answer gives',
      [
        duo('SS106', {}, '2028-11-10T10:00:00Z'),
        duo('SS124', met({ einddatum: '2028-10-01' }), '2028-12-10T10:00:00Z'),
      ],
      'gehaald 2028-10-01',
    ],
    [
      'as it was said since the plicht last held',
      [
        duo('SS106', {}, '2026-10-10T10:00:00Z'),
        duo('SS101', {}, '2026-11-10T10:00:00Z'),
        duo('SS106', {}, '2028-11-10T10:00:00Z'),
      ],
      'onbekend uiterlijk 2028-11-10',
    ],
    [
      'whatever DUO says of a death after it',
      [
        duo('SS106', met({ einddatum: '2028-10-01' }), '2028-10-10T10:00:00Z'),
        duo(
          'SS111',
          {
            inburgeringsplicht: {
              indicatorInburgeringsplicht: false,
              redenGeenInburgeringsplicht: 'Overlijden',
            },
          },
          '2028-11-10T10:00:00Z',
        ),
      ],
      'gehaald 2028-10-01',
    ],
    [
      'and not when DUO says after it that there never was one',
      [
        duo('SS106', met({ einddatum: '2028-10-01' }), '2028-10-10T10:00:00Z'),
        duo('SS124', { inburgeringsplicht: { indicatorInburgeringsplicht: false } }, '2028-11-10T10:00:00Z'),
      ],
      'gestopt geen inburgeringsplicht',
    ],
  ])('is for the inburgeringstermijn the end of the plicht %s', (_name, said, expected) => {
    const feiten = [duo('SS102', termijn('2025-10-20'), '2025-10-23T10:00:00Z'), ...said];
    expect(at('2029-01-01', feiten)).toMatchObject({ TG08: expected });
    expect(at('2029-01-01', feiten.toReversed())).toMatchObject({ TG08: expected });
  });

  it('is for the inburgeringstermijn what the gemeente read in DUO’s portal, as long as DUO says nothing', () => {
    const read: Feit = {
      ...cause('2028-09-10T10:00:00Z'),
      feitId: 'melding:gelezen',
      soort: 'melding',
      melding: 'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
      gemeldDoor: GENNEP,
      antwoorden: met({ einddatum: '2028-09-01' }),
    };
    const feiten = [linked(), inschrijving(), reported('2025-10-20'), read];
    expect(termijnenAt(zaakOf(feiten), '2029-01-01')).toContainEqual(
      expect.objectContaining({ id: 'TG08', stand: 'gehaald', gehaaldOp: '2028-09-01' }),
    );
  });

  it.each([
    ['SS106', 'gestopt inburgeringsplicht voldaan'],
    ['SS107', 'gestopt inburgeringsplicht voldaan'],
    ['SS108', 'gestopt inburgeringsplicht voldaan'],
    ['SS109', 'gestopt tijdelijke vrijstelling'],
    ['SS110', 'gestopt inburgeringsplicht ingetrokken'],
  ])(
    'is not needed when the plicht itself ends (%s): the terms stop without being exceeded',
    (code, expected) => {
      expect(at(LATER, [duo(code, {}, '2025-09-30T10:00:00Z')])).toMatchObject({
        TG06: expected,
        TG07: expected,
      });
    },
  );

  it('is needed again when DUO says that the plicht holds again', () => {
    const away = duo('SS110', {}, '2025-09-01T10:00:00Z');
    const back = duo('SS101', {}, '2025-09-20T10:00:00Z');
    expect(at('2025-10-01', [away, back])).toMatchObject({ TG07: 'loopt' });
    expect(at('2025-10-01', [back, away])).toMatchObject({ TG07: 'loopt' });
  });

  it('does not depend on which of two notifications of one event came first', () => {
    const moment = '2025-09-20T10:00:00Z';
    const to = (berichtId: string) => ({ ...duo('SS110', {}, moment), berichtId });
    const back = { ...duo('SS101', {}, moment), berichtId: 'm' };
    // Two notifications of the same event are one fact, of which the first that came is kept.
    expect(at(LATER, [to('a'), to('z'), back])).toEqual(at(LATER, [to('z'), to('a'), back]));
  });

  it('keeps a term met when the zaak ends afterwards', () => {
    const feiten = [
      duo('SS102', termijn('2025-10-02'), '2025-10-05T10:00:00Z'),
      ...ingetrokken('TVS-2025-993909', 2, cause('2025-10-12T08:00:00Z')),
    ];
    expect(at(LATER, feiten)).toMatchObject({ TG06: 'gestopt andere gemeente', TG07: 'gehaald 2025-10-02' });
  });

  it('does not depend on the order in which DUO said it', () => {
    const feiten = [
      uitslag('2025-10-12T07:00:00Z', result('2025-10-10')),
      uitslag('2025-12-12T07:00:00Z', result('2025-10-17'), result('2025-12-01')),
      duo('SS109', {}, '2025-09-01T10:00:00Z'),
      duo('SS130', {}, '2025-11-01T10:00:00Z'),
      duo('SS102', termijn('2025-10-30'), '2025-11-02T10:00:00Z'),
      duo('SS106', {}, '2026-01-30T10:00:00Z'),
    ];
    const expected = at(LATER, feiten);
    expect(expected).toMatchObject({
      TG06: 'te laat gehaald 2025-10-17',
      TG07: 'te laat gehaald 2025-10-30',
    });
    fc.assert(
      fc.property(fc.shuffledSubarray(feiten, { minLength: feiten.length }), (shuffled) => {
        expect(at(LATER, shuffled)).toEqual(expected);
      }),
    );
  });
});

describe('the term of the MAP', () => {
  const byDuo = (dagtekeningPip: string, leerroute: 'B' | 'O' | 'Z', moment: string) =>
    duo(
      'SS130',
      { ...termijn('2025-10-20'), PIP: { gemeentecode: '0907', pip: { dagtekeningPip, leerroute } } },
      moment,
    );
  const byGemeente = (datum: string, leerroute: 'B' | 'O' | 'Z', moment: string): Feit =>
    ({
      ...reported(datum, moment),
      pip: { inhoud: { leerroute } },
    }) as Feit;
  const FIRST = '2025-10-23T10:00:00Z';
  const SECOND = '2026-03-23T10:00:00Z';

  it.each<[string, readonly Feit[], boolean]>([
    ['is shown in the B1-route', [byDuo('2025-10-20', 'B', FIRST)], true],
    ['and in the Z-route', [byDuo('2025-10-20', 'Z', FIRST)], true],
    ['and as long as nobody says which route it is', [duo('SS102', termijn('2025-10-20'), FIRST)], true],
    ['is not in the onderwijsroute, by DUO', [byDuo('2025-10-20', 'O', FIRST)], false],
    ['nor by the report of the gemeente', [byGemeente('2025-10-20', 'O', FIRST)], false],
    [
      'nor after a change to that route, which DUO did not tell yet',
      [byDuo('2025-10-20', 'B', FIRST), byGemeente('2026-03-20', 'O', SECOND)],
      false,
    ],
    [
      'is again after a change from it',
      [byGemeente('2025-10-20', 'O', FIRST), byDuo('2026-03-20', 'Z', SECOND)],
      true,
    ],
    [
      'and when the gemeente puts the route of the same PIP right',
      [byDuo('2025-10-20', 'O', FIRST), byGemeente('2025-10-20', 'B', SECOND)],
      true,
    ],
  ])('%s', (_, feiten, isShown) => {
    for (const told of [feiten, feiten.toReversed(), [...feiten, ...feiten]]) {
      const ids = Object.keys(at(LATER, told));
      expect(ids).toEqual(expect.arrayContaining(['TG08', 'TG16']));
      expect(ids.includes('TG15')).toBe(isShown);
    }
  });
});
