import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typeOfEvent } from '../../../../contracts/routemap.ts';
import { standingReports } from '../../../../domain/routemap/reports.ts';
import { dateOfResidence } from '../../../../domain/zaak/brp.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { situationOf } from '../../../../domain/zaak/situation.ts';
import { startedTaallessen, stayOf } from '../../../../domain/zaak/termijn-ends.ts';
import { termijnenOf } from '../../../../domain/zaak/termijnen.ts';
import { tijdlijnOf } from '../../../../domain/zaak/tijdlijn.ts';
import { type Zaak, zaakOf } from '../../../../domain/zaak/zaak.ts';
import { runs } from '../../../runs.ts';
import {
  ADRES,
  cause,
  duo,
  duoTo,
  GENNEP,
  geopend,
  ingetrokken,
  inschrijving,
  koppeling,
  linked,
  reported,
  settledOn,
  verhuizing,
} from '../support.ts';

/** When somebody came to live in the gemeente of the zaak, this time, whatever lies before it. */

const dayOfTelling = (date: string, told: string | undefined): string => `${told ?? date}T08:00:00Z`;

interface Told {
  readonly told?: string;
  readonly id?: string;
  readonly [field: string]: unknown;
}
const livesIn = (gemeentecode: string, datumInschrijving: string, { told, id, ...more }: Told = {}) =>
  inschrijving(
    { gemeentecode, datumInschrijving, adres: { ...ADRES, woonplaats: gemeentecode }, ...more },
    cause(dayOfTelling(datumInschrijving, told), id),
  );
const movesTo = (gemeentecode: string, datumVerhuizing: string, { told, id, ...more }: Told = {}) =>
  verhuizing(
    { gemeentecode, datumVerhuizing, adres: { ...ADRES, woonplaats: gemeentecode }, ...more },
    cause(dayOfTelling(datumVerhuizing, told), id),
  );
const azcIn = (gemeentecode: string, day: string, more: Told = {}) =>
  livesIn(gemeentecode, day, { isCoaLocatie: true, ...more });
const linkedTo = (gemeentecode: string, datumKoppeling: string, koppelingId = `K-${datumKoppeling}`) =>
  linked(koppeling({ gemeentecode, datumKoppeling, koppelingId }));

/** The same in any order of the facts and with any repetition of them. */
const inAnyOrder = (feiten: readonly Feit[], see: (zaak: Zaak) => unknown, expected: unknown) =>
  fc.assert(
    fc.property(fc.shuffledSubarray([...feiten, ...feiten], { minLength: feiten.length * 2 }), (order) => {
      expect(see(zaakOf(order))).toEqual(expected);
    }),
    { numRuns: runs(20) },
  );

type Row = readonly [name: string, feiten: readonly Feit[], settledOn: string | undefined, sinds: string];

/** DUO says that somebody left the country for more than a year, and later that the plicht holds again. */
const saysLeft = (told: string, einddatum?: string) =>
  duo(
    'SS110',
    {
      inburgeringsplicht: {
        indicatorInburgeringsplicht: false,
        redenGeenInburgeringsplicht: 'Vertrek uit Nederland langer dan een jaar',
        ...(einddatum && { einddatum }),
      },
    },
    `${told}T07:00:00Z`,
  );
const left = saysLeft('2025-06-10');
const isBack = duo('SS101', {}, '2026-09-01T07:00:00Z');
/** As the BRP tells of who comes from abroad. */
const FROM_ABROAD = { soort: 'eerste inschrijving' };

describe('the settling that starts the clock', () => {
  const rows: readonly Row[] = [
    [
      'is the registration after somebody had left the country',
      [
        linkedTo('0907', '2023-04-01'),
        livesIn('0907', '2023-05-01'),
        left,
        isBack,
        livesIn('0907', '2026-09-14', FROM_ABROAD),
        movesTo('0907', '2026-11-01'),
      ],
      '2026-09-14',
      '2026-09-01',
    ],
    ...Object.entries({
      'only after it': [saysLeft('2026-08-20', '2025-05-01')],
      'only after it, first without the day and then with it': [
        saysLeft('2026-08-20'),
        saysLeft('2026-08-22', '2025-05-01'),
      ],
      'before it and after it': [left, saysLeft('2026-08-20', '2025-05-01')],
    }).map(
      ([told, said]): Row => [
        `is the registration after somebody had left the country, of which DUO tells ${told}`,
        [
          linkedTo('0907', '2023-04-01'),
          livesIn('0907', '2023-05-01'),
          livesIn('0907', '2026-08-14', FROM_ABROAD),
          ...said,
          isBack,
        ],
        '2026-08-14',
        '2026-08-14',
      ],
    ),
    [
      'is not a registration from before DUO said that somebody had left the country, nor a move after it',
      [
        linkedTo('0907', '2023-04-01'),
        livesIn('0907', '2023-05-01'),
        livesIn('0907', '2025-05-01'),
        left,
        isBack,
        movesTo('0907', '2026-09-14'),
      ],
      '2023-05-01',
      '2023-04-01',
    ],
    [
      'is a move back, of whom DUO told that they lived elsewhere',
      [
        duoTo('0907', 'SS101', {}, '2025-01-10T07:00:00Z'),
        livesIn('0907', '2025-03-05'),
        duoTo('0796', 'SS121', {}, '2025-09-05T07:00:00Z'),
        movesTo('0907', '2026-02-01'),
      ],
      '2026-02-01',
      '2026-02-01',
    ],
    [
      'is a move after a new koppeling, of whom lived there by an earlier one',
      [
        linkedTo('0907', '2023-04-01'),
        livesIn('0907', '2023-05-01'),
        linkedTo('0907', '2026-06-01'),
        movesTo('0907', '2026-08-10'),
      ],
      '2026-08-10',
      '2026-06-01',
    ],
    [
      'is the return, also when the day of the first stay is put right after it without a name',
      [
        linkedTo('0907', '2025-01-05'),
        livesIn('0907', '2025-01-10', FROM_ABROAD),
        livesIn('0796', '2025-06-01'),
        livesIn('0907', '2026-03-01'),
        livesIn('0907', '2025-01-08', { soort: 'correctie', told: '2026-04-01' }),
      ],
      '2026-03-01',
      '2026-03-01',
    ],
    [
      'is not that move when the new koppeling was withdrawn and the earlier one stands',
      [
        linkedTo('0907', '2025-06-20'),
        livesIn('0907', '2025-08-13'),
        linkedTo('0907', '2025-09-01'),
        ...ingetrokken('K-2025-09-01', 2),
        movesTo('0907', '2025-10-01'),
      ],
      '2025-08-13',
      '2025-06-20',
    ],
    [
      'is the home that somebody had when COA linked them there instead of to another gemeente',
      [
        linkedTo('0796', '2025-05-01'),
        livesIn('0907', '2025-06-16'),
        linkedTo('0907', '2025-06-20'),
        movesTo('0907', '2025-07-20'),
      ],
      '2025-06-16',
      '2025-06-20',
    ],
    [
      'is of the latest stay before the koppeling, after an azc',
      [
        livesIn('0907', '2023-05-01'),
        azcIn('0171', '2025-03-01'),
        livesIn('0907', '2025-12-20'),
        linkedTo('0907', '2026-01-10'),
      ],
      '2025-12-20',
      '2026-01-10',
    ],
    [
      'is of the latest stay before the koppeling, after an azc, also with a move within the gemeente since',
      [
        livesIn('0907', '2023-05-01'),
        azcIn('0171', '2025-03-01'),
        livesIn('0907', '2025-12-20'),
        movesTo('0907', '2026-01-02'),
        linkedTo('0907', '2026-01-10'),
        movesTo('0907', '2026-03-01'),
      ],
      '2025-12-20',
      '2026-01-10',
    ],
    [
      'is of the latest stay before the koppeling, after a home elsewhere',
      [
        livesIn('0907', '2023-05-01'),
        livesIn('0796', '2025-03-01'),
        livesIn('0907', '2025-12-20'),
        linkedTo('0907', '2026-01-10'),
      ],
      '2025-12-20',
      '2026-01-10',
    ],
    [
      'is of the latest stay before the koppeling, after DUO told of another gemeente',
      [
        livesIn('0907', '2023-05-01'),
        duoTo('0796', 'SS121', {}, '2025-03-01T07:00:00Z'),
        movesTo('0907', '2025-12-20'),
        linkedTo('0907', '2026-01-10'),
      ],
      '2025-12-20',
      '2026-01-10',
    ],
    [
      'is none of whom the BRP has in an azc when COA links them to where they lived once',
      [livesIn('0907', '2023-05-01'), azcIn('0171', '2025-03-01'), linkedTo('0907', '2026-01-10')],
      undefined,
      '2026-01-10',
    ],
    [
      'stays what it was when somebody goes to an azc after it',
      [livesIn('0907', '2025-06-16'), linkedTo('0907', '2025-06-20'), azcIn('0171', '2025-10-01')],
      '2025-06-16',
      '2025-06-20',
    ],
    [
      'is the first home where COA linked somebody who lived with family elsewhere meanwhile',
      [linkedTo('0907', '2025-06-20'), livesIn('0796', '2025-07-01'), livesIn('0907', '2025-08-13')],
      '2025-08-13',
      '2025-06-20',
    ],
    [
      'is that home too when they lived there in years before the koppeling',
      [
        linkedTo('0907', '2023-04-01'),
        livesIn('0907', '2023-05-01'),
        azcIn('0171', '2025-03-01'),
        linkedTo('0907', '2026-01-10'),
        livesIn('0796', '2026-02-01'),
        movesTo('0907', '2026-03-01'),
      ],
      '2026-03-01',
      '2026-01-10',
    ],
    [
      'is the return of who had a home there before COA linked them, and left it',
      [
        livesIn('0907', '2025-06-16'),
        linkedTo('0907', '2025-06-20'),
        livesIn('0796', '2025-09-01'),
        movesTo('0907', '2025-10-01'),
      ],
      '2025-10-01',
      '2025-10-01',
    ],
    [
      'is the return of who had settled there by DUO alone',
      [
        linkedTo('0907', '2025-06-20'),
        duoTo('0907', 'SS120', {}, '2025-06-27T07:00:00Z'),
        livesIn('0796', '2025-09-01'),
        movesTo('0907', '2025-10-01'),
      ],
      '2025-10-01',
      '2025-10-01',
    ],
  ];

  it.each(rows)('%s', (_, feiten, settled, sinds) => {
    inAnyOrder(feiten, (zaak) => [settledOn(zaak), situationOf(zaak).sinds, situationOf(zaak).gemeentecode], [
      settled,
      sinds,
      '0907',
    ]);
  });

  it('begins the ten weeks for the PIP of who came back by a move', () => {
    const feiten = [
      duoTo('0907', 'SS101', {}, '2025-01-10T07:00:00Z'),
      livesIn('0907', '2025-03-05'),
      duoTo('0796', 'SS121', {}, '2025-09-05T07:00:00Z'),
      movesTo('0907', '2026-02-01'),
    ];
    inAnyOrder(feiten, (zaak) => termijnenOf(zaak).find(({ id }) => id === 'TG07')?.startdatum, '2026-02-01');
  });

  it('leaves what settled somebody in an earlier stay as it was', () => {
    const feiten = [
      livesIn('0907', '2020-01-10'),
      movesTo('0907', '2020-06-01'),
      duoTo('0796', 'SS121', {}, '2021-02-01T07:00:00Z'),
      movesTo('0907', '2022-03-01'),
      duoTo('0796', 'SS121', {}, '2023-02-01T07:00:00Z'),
      movesTo('0907', '2024-05-01'),
    ];
    inAnyOrder(feiten, (zaak) => situationOf(zaak).vestigingen.map(dateOfResidence), [
      '2024-05-01',
      '2022-03-01',
      '2020-01-10',
    ]);
  });
});

describe('a home that a gemeente typed over', () => {
  const typed = <One extends Feit>(feit: One): One => ({ ...feit, gemeldDoor: GENNEP });
  const adres = (huisnummer: number) => ({ ...ADRES, huisnummer });
  const home = (zaak: Zaak) => [settledOn(zaak), situationOf(zaak).woonadres?.huisnummer];
  const first = typed(livesIn('0907', '2025-08-13', { adres: adres(1) }));

  it.each<[string, readonly Feit[], readonly unknown[]]>([
    [
      'gives way to the BRP itself',
      [first, livesIn('0907', '2025-08-18', { adres: adres(1) })],
      ['2025-08-18', 1],
    ],
    [
      'gives way to the BRP itself of that day, however the number was typed',
      [first, livesIn('0907', '2025-08-13', { adres: adres(10) })],
      ['2025-08-13', 10],
    ],
    [
      'counts beside a later registration of another home there',
      [first, livesIn('0907', '2025-11-03', { adres: adres(22) })],
      ['2025-08-13', 22],
    ],
    [
      'counts beside a later move, when it was typed over as a move',
      [
        typed(movesTo('0907', '2025-08-13', { adres: adres(1) })),
        movesTo('0907', '2025-11-03', { adres: adres(22) }),
      ],
      ['2025-08-13', 22],
    ],
    [
      'gives way to the BRP itself of the first registration there, whatever home was typed',
      [
        typed(livesIn('0907', '2025-08-13', { soort: 'eerste inschrijving', adres: adres(1) })),
        livesIn('0907', '2025-08-15', { soort: 'eerste inschrijving', adres: adres(22) }),
      ],
      ['2025-08-15', 22],
    ],
    [
      'counts beside the first registration of the BRP at an azc there',
      [
        typed(livesIn('0907', '2025-08-13', { soort: 'eerste inschrijving', adres: adres(1) })),
        livesIn('0907', '2025-07-15', { soort: 'eerste inschrijving', adres: adres(22), isCoaLocatie: true }),
      ],
      ['2025-08-13', 1],
    ],
    [
      'is the later home, as long as the BRP told of the one before it only',
      [livesIn('0907', '2025-07-01', { adres: adres(22) }), first],
      ['2025-07-01', 1],
    ],
  ])('%s', (_, feiten, expected) => {
    inAnyOrder([linkedTo('0907', '2025-06-20'), ...feiten], home, expected);
  });

  it('is of the stay in which it was, also when the BRP itself tells of the next one', () => {
    const talk = reported('brede-intake-gesprek-gevoerd', '2025-08-20', { onderdeel: 'taalschool' });
    const feiten = [
      linkedTo('0907', '2025-06-20'),
      first,
      talk,
      livesIn('0796', '2026-02-02'),
      livesIn('0907', '2026-09-07', { adres: adres(1) }),
    ];
    const held = (zaak: Zaak) => standingReports(zaak.meldingen, stayOf(situationOf(zaak))).length;
    inAnyOrder(feiten, (zaak) => [...home(zaak), held(zaak)], ['2026-09-07', 1, 0]);
  });

  it('brings somebody back of whom the BRP itself told that they left', () => {
    const feiten = [
      linkedTo('0907', '2025-06-20'),
      livesIn('0907', '2025-08-13', { adres: adres(1) }),
      livesIn('0796', '2026-02-02'),
      typed(livesIn('0907', '2026-09-07', { adres: adres(1) })),
    ];
    inAnyOrder(feiten, (zaak) => [situationOf(zaak).gemeentecode, ...home(zaak)], ['0907', '2026-09-07', 1]);
  });
});

it.each<readonly [string, readonly Feit[]]>([
  [
    'a correction that names no message is of the registration of this stay',
    [
      livesIn('0796', '2026-02-02'),
      livesIn('0907', '2026-09-07'),
      livesIn('0907', '2026-09-14', { soort: 'correctie' }),
    ],
  ],
  ['who left the country is registered anew', [left, isBack, livesIn('0907', '2026-09-14', FROM_ABROAD)]],
])('reports of an earlier stay do not count where %s', (_name, next) => {
  const talk = reported('brede-intake-gesprek-gevoerd', '2025-02-20', { onderdeel: 'taalschool' });
  const feiten = [linkedTo('0907', '2025-01-20'), livesIn('0907', '2025-02-03'), talk, ...next];
  const held = (zaak: Zaak) => standingReports(zaak.meldingen, stayOf(situationOf(zaak))).length;
  inAnyOrder(feiten, (zaak) => [settledOn(zaak), held(zaak)], ['2026-09-14', 0]);
});

describe('who is registered again after DUO said that they had left the country', () => {
  /** The first stay, with what was done in it. */
  const before = [
    linkedTo('0907', '2023-04-01'),
    livesIn('0907', '2023-05-01'),
    reported('brede-intake-gesprek-gevoerd', '2023-05-20', { onderdeel: 'taalschool' }),
  ];
  const talk = (datum: string) =>
    reported('brede-intake-gesprek-gevoerd', datum, { onderdeel: 'participatie' });
  const leftOn = (day: string) => duo('SS110', left.antwoorden, `${day}T07:00:00Z`);
  const heldOn = (day: string, code = 'SS101') => duo(code, {}, `${day}T07:00:00Z`);
  const registeredOn = (day: string) => livesIn('0907', day, FROM_ABROAD);
  /** COA links them anew to the gemeente, a talk is held, and they are registered there. */
  const linkedAnew = [
    leftOn('2024-06-10'),
    heldOn('2025-01-20'),
    linkedTo('0907', '2025-03-01'),
    talk('2025-03-20'),
    registeredOn('2025-04-01'),
  ];
  const seen = (zaak: Zaak) => {
    const situation = situationOf(zaak);
    const reports = standingReports(zaak.meldingen, stayOf(situation));
    return [situation.gemeentecode, situation.sinds, settledOn(zaak), reports.map(({ datum }) => datum)];
  };

  it.each<[string, readonly Feit[], sinds: string, settled: string, talks: readonly string[]]>([
    [
      'since the koppeling that COA gave after it',
      [...before, ...linkedAnew],
      '2025-03-01',
      '2025-04-01',
      ['2025-03-20'],
    ],
    [
      'since that koppeling, also when the BRP tells of a move and not of somebody from abroad',
      [
        ...before,
        leftOn('2024-06-10'),
        heldOn('2025-01-20'),
        linkedTo('0907', '2025-03-01'),
        talk('2025-03-20'),
        livesIn('0907', '2025-04-01'),
      ],
      '2025-03-01',
      '2025-04-01',
      ['2025-03-20'],
    ],
    [
      'since that koppeling when it is the first',
      [duoTo('0907', 'SS101', {}, '2023-04-01T07:00:00Z'), ...before.slice(1), ...linkedAnew],
      '2025-03-01',
      '2025-04-01',
      ['2025-03-20'],
    ],
    [
      'since that koppeling when DUO said twice that they had left',
      [
        ...before,
        leftOn('2024-06-10'),
        linkedTo('0907', '2025-03-01'),
        duo('SS124', left.antwoorden, '2025-03-10T07:00:00Z'),
        talk('2025-03-20'),
        heldOn('2025-03-25'),
        registeredOn('2025-04-01'),
      ],
      '2025-03-01',
      '2025-04-01',
      ['2025-03-20'],
    ],
    [
      'since that koppeling when they lived with family elsewhere first',
      [
        ...before,
        leftOn('2024-06-10'),
        heldOn('2025-01-20'),
        linkedTo('0907', '2025-03-01'),
        livesIn('0796', '2025-03-10'),
        talk('2025-03-20'),
        livesIn('0907', '2025-04-01'),
      ],
      '2025-03-01',
      '2025-04-01',
      ['2025-03-20'],
    ],
    [
      'since DUO said that the plicht holds again when that koppeling was withdrawn',
      [
        ...before,
        leftOn('2024-06-10'),
        heldOn('2025-01-20'),
        linkedTo('0907', '2025-03-01', 'K'),
        ...ingetrokken('K', 2),
        talk('2025-01-30'),
        registeredOn('2025-04-01'),
      ],
      '2025-01-20',
      '2025-04-01',
      ['2025-01-30'],
    ],
    [
      'since DUO said that the plicht holds again when nobody linked them',
      [
        ...before,
        leftOn('2024-06-10'),
        talk('2025-01-10'),
        heldOn('2025-01-20'),
        talk('2025-03-20'),
        registeredOn('2025-04-01'),
      ],
      '2025-01-20',
      '2025-04-01',
      ['2025-03-20'],
    ],
    [
      'since that day too when the plicht is met later',
      [
        ...before,
        leftOn('2024-06-10'),
        heldOn('2025-01-20'),
        talk('2025-03-20'),
        registeredOn('2025-04-01'),
        duo('SS106', {}, '2025-11-01T07:00:00Z'),
      ],
      '2025-01-20',
      '2025-04-01',
      ['2025-03-20'],
    ],
    [
      'since the registration when DUO says only later that the plicht holds again',
      [
        ...before,
        leftOn('2024-06-10'),
        talk('2025-03-20'),
        registeredOn('2025-04-01'),
        heldOn('2025-04-20'),
        talk('2025-05-01'),
      ],
      '2025-04-01',
      '2025-04-01',
      ['2025-05-01'],
    ],
    [
      'since DUO said so, whatever day a gemeente typed over before it',
      [
        ...before,
        leftOn('2024-06-10'),
        {
          ...cause('2024-06-15T07:00:00Z'),
          feitId: 'overgetypt',
          soort: 'melding',
          melding: 'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
          gemeldDoor: GENNEP,
          antwoorden: { inburgeringsplicht: { indicatorInburgeringsplicht: true } },
        },
        talk('2024-07-01'),
        registeredOn('2025-04-01'),
        heldOn('2025-04-20'),
      ],
      '2025-04-01',
      '2025-04-01',
      [],
    ],
    [
      'since the last time, of whom left twice',
      [
        ...before,
        leftOn('2024-06-10'),
        heldOn('2025-01-20'),
        registeredOn('2025-04-01'),
        talk('2025-04-20'),
        leftOn('2025-08-10'),
        heldOn('2025-09-20'),
        talk('2025-10-01'),
        registeredOn('2025-10-10'),
      ],
      '2025-09-20',
      '2025-10-10',
      ['2025-10-01'],
    ],
    [
      'since they came from the gemeente where they lived first after it',
      [
        ...before,
        leftOn('2024-06-10'),
        heldOn('2025-01-20'),
        livesIn('0796', '2025-02-10', FROM_ABROAD),
        talk('2025-02-01'),
        livesIn('0907', '2025-04-01'),
        talk('2025-04-20'),
      ],
      '2025-04-01',
      '2025-04-01',
      ['2025-04-20'],
    ],
    [
      'never, of whom DUO put right that they had left, and who moved within the gemeente',
      [
        ...before,
        leftOn('2025-06-10'),
        heldOn('2025-06-20'),
        livesIn('0907', '2025-09-01', { id: 'verhuisd' }),
        livesIn('0907', '2025-09-03', { soort: 'correctie', vervangtBerichtId: 'verhuisd' }),
      ],
      '2023-04-01',
      '2023-05-01',
      ['2023-05-20'],
    ],
    [
      'never, of whom DUO put that right only after the move',
      [...before, leftOn('2025-06-10'), livesIn('0907', '2025-09-01'), heldOn('2025-09-20')],
      '2023-04-01',
      '2023-05-01',
      ['2023-05-20'],
    ],
    ...[[], [azcIn('0171', '2023-01-10')]].map((azc): [string, readonly Feit[], string, string, string[]] => [
      `never, of whom ${azc.length === 0 ? '' : 'came from an azc, '}moved and had that put right without a name`,
      [
        ...azc,
        ...before,
        leftOn('2025-06-10'),
        heldOn('2025-06-20'),
        livesIn('0907', '2025-09-01'),
        livesIn('0907', '2025-09-03', { soort: 'correctie', told: '2025-09-10' }),
      ],
      '2023-04-01',
      '2025-09-03',
      ['2023-05-20'],
    ]),
    [
      'since DUO said so, also when the registration of who came back is put right without a name',
      [
        ...before,
        leftOn('2024-06-10'),
        heldOn('2025-01-20'),
        talk('2025-03-20'),
        registeredOn('2025-04-01'),
        livesIn('0907', '2025-04-02', { soort: 'correctie', told: '2025-04-10' }),
      ],
      '2025-01-20',
      '2025-04-02',
      ['2025-03-20'],
    ],
    [
      'since that day, of whom DUO said so, and who came to their home through an azc',
      [
        ...before,
        leftOn('2024-06-10'),
        heldOn('2025-01-20'),
        azcIn('0171', '2025-02-01'),
        talk('2025-03-20'),
        livesIn('0907', '2025-04-01'),
      ],
      '2025-01-20',
      '2025-04-01',
      ['2025-03-20'],
    ],
    ...[[], [azcIn('0171', '2023-01-10')]].map((azc): [string, readonly Feit[], string, string, string[]] => [
      `never, of whom had not lived there before${azc.length === 0 ? '' : ', but in an azc'}`,
      [
        ...azc,
        linkedTo('0907', '2023-04-01'),
        talk('2023-04-20'),
        leftOn('2023-05-10'),
        heldOn('2023-05-12'),
        registeredOn('2023-07-01'),
      ],
      '2023-04-01',
      '2023-07-01',
      ['2023-04-20'],
    ]),
  ])('begins anew %s', (_, feiten, sinds, settled, talks) => {
    inAnyOrder(feiten, (zaak) => seen(zaak).map((one) => (Array.isArray(one) ? one.toSorted() : one)), [
      '0907',
      sinds,
      settled,
      talks,
    ]);
  });
});

it('a correction that names no message puts aside a day after a home elsewhere, when it names one of before it', () => {
  const feiten = [
    linkedTo('0907', '2025-01-05'),
    livesIn('0796', '2025-03-01'),
    livesIn('0907', '2025-10-10', { told: '2025-10-11' }),
    livesIn('0907', '2025-01-10', { soort: 'correctie', told: '2025-10-12' }),
  ];
  const lives = (zaak: Zaak) => [
    situationOf(zaak).belonging.current?.gemeentecode,
    situationOf(zaak).valid.inschrijvingen.map(dateOfResidence).toSorted(),
  ];
  inAnyOrder(feiten, lives, ['0796', ['2025-01-10', '2025-03-01']]);
});

it('reports from before the first home count where somebody who lived elsewhere meanwhile settles', () => {
  const feiten = [
    linkedTo('0907', '2025-06-20'),
    duo('SS101', {}, '2025-06-21T07:00:00Z'),
    reported('brede-intake-gesprek-gevoerd', '2025-06-28', { onderdeel: 'taalschool' }),
    reported('woning-goedgekeurd', '2025-06-28', { woningId: 'W1' }),
    livesIn('0796', '2025-07-01'),
    livesIn('0907', '2025-08-13'),
  ];
  const counting = (zaak: Zaak) =>
    standingReports(zaak.meldingen, stayOf(situationOf(zaak)))
      .map(({ melding }) => melding)
      .toSorted();
  inAnyOrder(feiten, counting, [
    typeOfEvent('brede-intake-gesprek-gevoerd'),
    typeOfEvent('woning-goedgekeurd'),
  ]);
});

it.each([
  ['the gemeente opened the zaak before COA linked them', [geopend(), linkedTo('0907', '2025-08-20')]],
  [
    'COA put the day of the koppeling right',
    [
      linkedTo('0907', '2025-06-20', 'K'),
      linked(koppeling({ koppelingId: 'K', versie: 2, datumKoppeling: '2025-08-20' })),
    ],
  ],
])('what was reported in a first stay counts, also when %s', (_, begin) => {
  const talk = reported('brede-intake-gesprek-gevoerd', '2025-08-15', { onderdeel: 'taalschool' });
  const held = (zaak: Zaak) => standingReports(zaak.meldingen, stayOf(situationOf(zaak))).length;
  inAnyOrder([...begin, livesIn('0907', '2025-08-13'), talk], held, 1);
  // Of the stay before a new koppeling nothing does, unless they lived here still.
  const again = linkedTo('0907', '2025-09-01', 'N');
  inAnyOrder([...begin, livesIn('0907', '2025-08-13'), talk, livesIn('0796', '2025-08-25'), again], held, 0);
});

describe('a residence of which the date is incomplete', () => {
  const lives = (zaak: Zaak) => {
    const { gemeentecode, woonadres, sinds } = situationOf(zaak);
    return [gemeentecode, woonadres?.woonplaats, sinds];
  };
  const eerste = livesIn('0907', '2025-08-13', { id: 'eerste' });
  const correctie = (told: string, more: Told = {}) =>
    livesIn('0907', '2025', { soort: 'correctie', told, ...more });

  it.each([
    ['that names the message', [correctie('2025-11-01', { vervangtBerichtId: 'eerste' })]],
    ['that names none', [correctie('2025-11-01')]],
    [
      'of a correction',
      [
        correctie('2025-10-20', { id: 'tweede', vervangtBerichtId: 'eerste' }),
        correctie('2025-11-01', { vervangtBerichtId: 'tweede' }),
      ],
    ],
    ['of a correction, neither of which names any', [correctie('2025-10-20'), correctie('2025-11-01')]],
  ])('is no later home when it came with a correction %s', (_, corrections) => {
    inAnyOrder([eerste, livesIn('0796', '2025-09-15'), ...corrections], lives, [
      '0796',
      '0796',
      '2025-09-15',
    ]);
  });

  it('counts from the correction when the message that it puts right came before that date', () => {
    const feiten = [
      livesIn('0907', '2025-12-20', { id: 'eerste' }),
      livesIn('0796', '2026-01-10'),
      livesIn('0907', '2026', { soort: 'correctie', told: '2026-02-01', vervangtBerichtId: 'eerste' }),
    ];
    inAnyOrder(feiten, lives, ['0907', '0907', '2026-02-01']);
  });

  it('counts from its own message when corrections put each other right in a circle', () => {
    const feiten = [
      livesIn('0796', '2025-03-01'),
      correctie('2025-10-20', { id: 'een', vervangtBerichtId: 'twee' }),
      correctie('2025-10-21', { id: 'twee', vervangtBerichtId: 'een' }),
      correctie('2025-11-01', { vervangtBerichtId: 'een' }),
    ];
    inAnyOrder(feiten, lives, ['0907', '0907', '2025-10-20']);
  });

  it.each(['2025', '2025-08'])(
    'is before the home when it is an azc of %s, also when it was told later',
    (date) => {
      const azc = azcIn('0171', date, { told: '2025-08-30' });
      inAnyOrder([linkedTo('0907', '2025-06-20'), eerste, azc], lives, ['0907', '0907', '2025-06-20']);
    },
  );

  it('ends a home of a year before it when it is an azc', () => {
    const feiten = [
      livesIn('0907', '2023-05-01'),
      azcIn('0171', '2025', { told: '2025-03-01' }),
      linkedTo('0907', '2026-01-10'),
    ];
    inAnyOrder(feiten, (zaak) => [settledOn(zaak), ...lives(zaak)], [
      undefined,
      '0907',
      undefined,
      '2026-01-10',
    ]);
  });
});

it('what was done before COA gave a koppeling to another gemeente and back is of the stay before', () => {
  const versions = [
    linkedTo('0907', '2025-06-20', 'K'),
    linked(
      koppeling({ koppelingId: 'K', versie: 2, gemeentecode: '0796', datumKoppeling: '2025-08-01' }),
      cause('2025-08-01T08:00:00Z'),
    ),
    linked(
      koppeling({ koppelingId: 'K', versie: 3, datumKoppeling: '2025-10-01' }),
      cause('2025-10-01T08:00:00Z'),
    ),
  ];
  const talk = reported('brede-intake-gesprek-gevoerd', '2025-07-01', { onderdeel: 'taalschool' });
  const held = (zaak: Zaak) => standingReports(zaak.meldingen, stayOf(situationOf(zaak))).length;
  inAnyOrder([...versions, talk], held, 0);
});

it('lessons count in the gemeente where they are given, and not where the person goes on', () => {
  const lessons: Feit = {
    ...cause('2025-07-01T08:00:00Z'),
    feitId: 'lessen',
    soort: 'melding',
    melding: 'nl.inburgeringszaken.taallessen.gestart.v1',
    gemeentecode: '0907' as never,
    datum: '2025-07-01',
    antwoorden: {},
  };
  const began = (zaak: Zaak) => startedTaallessen(zaak, situationOf(zaak)).length;
  const first = [linkedTo('0907', '2025-06-20', 'K'), lessons];
  inAnyOrder(first, began, 1);
  inAnyOrder([...first, ...ingetrokken('K', 2), linkedTo('0796', '2025-08-01', 'N')], began, 0);
});

describe('a registration or a move that the BRP tells again without naming the message before', () => {
  const IN_ONDERZOEK = { inOnderzoek: ['datumInschrijving'] };
  const start = (zaak: Zaak) => {
    const { vestiging } = situationOf(zaak);
    const found = termijnenOf(zaak).find(({ id }) => id === 'TG02');
    const lines = tijdlijnOf(zaak, GENNEP, []).filter(({ gegevens }) => 'teltAlsVestiging' in gegevens);
    return {
      day: vestiging && dateOfResidence(vestiging),
      provisional: found?.voorlopig === true,
      lines: lines.map(({ gegevens: { status, teltAlsVestiging } }) => [status, teltAlsVestiging]),
    };
  };
  const plicht = duo('SS101', {}, '2025-06-25T07:00:00Z');
  const here = [linkedTo(GENNEP, '2025-06-20'), plicht];
  const again = { told: '2025-09-01' };
  const replaced = [
    ['vervangen', false],
    ['geldig', true],
  ];

  it.each<[string, readonly Feit[], string, boolean]>([
    [
      'is no longer in onderzoek when it is told without that',
      [livesIn(GENNEP, '2025-08-13', IN_ONDERZOEK), livesIn(GENNEP, '2025-08-13', again)],
      '2025-08-13',
      false,
    ],
    [
      'is in onderzoek when it is told so now',
      [livesIn(GENNEP, '2025-08-13'), livesIn(GENNEP, '2025-08-13', { ...IN_ONDERZOEK, ...again })],
      '2025-08-13',
      true,
    ],
    [
      'has another address when that is told now',
      [
        livesIn(GENNEP, '2025-08-13', IN_ONDERZOEK),
        livesIn(GENNEP, '2025-08-13', { ...again, adres: { ...ADRES, huisnummer: 5 } }),
      ],
      '2025-08-13',
      false,
    ],
    [
      'has its whole date when that is told now',
      [livesIn(GENNEP, '2025-08'), livesIn(GENNEP, '2025-08-13', again)],
      '2025-08-13',
      false,
    ],
    [
      'has no whole date any more when less is told now',
      [livesIn(GENNEP, '2025-08-13'), livesIn(GENNEP, '2025-08', again)],
      '2025-08',
      true,
    ],
    [
      'is the same as a move',
      [
        movesTo(GENNEP, '2025-08-13', { inOnderzoek: ['datumVerhuizing'] }),
        movesTo(GENNEP, '2025-08-13', again),
      ],
      '2025-08-13',
      false,
    ],
    [
      'is the same as a gemeente typed it over twice',
      [livesIn(GENNEP, '2025-08-13', IN_ONDERZOEK), livesIn(GENNEP, '2025-08-13', again)].map((feit) => ({
        ...feit,
        gemeldDoor: GENNEP,
      })),
      '2025-08-13',
      false,
    ],
  ])('%s', (_, told, day, provisional) => {
    inAnyOrder([...here, ...told], start, { day, provisional, lines: replaced });
  });

  it.each<[string, readonly Feit[]]>([
    [
      'another home of one month',
      [
        movesTo(GENNEP, '2025-08'),
        movesTo(GENNEP, '2025-08-30', { ...again, adres: { ...ADRES, huisnummer: 5 } }),
      ],
    ],
    ['another day', [livesIn(GENNEP, '2025-08-13'), livesIn(GENNEP, '2025-08-14', again)]],
    ['the azc of that day', [azcIn(GENNEP, '2025-08-13'), livesIn(GENNEP, '2025-08-13', again)]],
    [
      'a registration of before a home elsewhere',
      [livesIn(GENNEP, '2025'), livesIn('0796', '2025-07-01'), livesIn(GENNEP, '2025-08-13', again)],
    ],
  ])('is another than that of %s', (_, told) => {
    inAnyOrder(
      [...here, ...told],
      (zaak) => start(zaak).lines.map(([status]) => status),
      told.map(() => 'geldig'),
    );
  });

  it('leaves since when the zaak is whose, and what a former gemeente sees of it', () => {
    const came = livesIn(GENNEP, '2025-08-13', IN_ONDERZOEK);
    const told = [linkedTo('0796', '2025-06-20'), plicht, livesIn('0796', '2025-07-01'), came];
    const where = (zaak: Zaak) => {
      const { arrival, former } = situationOf(zaak).belonging;
      return [arrival?.feitId, former.map(({ next }) => next.feit.feitId)];
    };
    inAnyOrder([...told, livesIn(GENNEP, '2025-08-13', again)], where, where(zaakOf(told)));
  });
});
