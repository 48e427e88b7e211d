import { describe, expect, it } from 'vitest';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import type { Feit, MeldingFeit } from '../../../../domain/zaak/feiten.ts';
import { termijnenOf } from '../../../../domain/zaak/termijnen.ts';
import { termijnenAt } from '../../../../domain/zaak/view.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { cause, duo, duoTo, GENNEP, inschrijving, koppeling, linked, verhuizing } from '../support.ts';

/**
 * The ten weeks for the PIP, worked by hand (Besluit inburgering 2021 art. 5.3; Algemene termijnenwet art. 1 to 4). The day
 * on which they begin does not count; ten weeks later is the same weekday.
 */

const KOPPELING = linked(koppeling({ datumKoppeling: '2021-12-01' }));

/** The plicht holds; DUO's answer dates the kennisgeving, unless it leaves that out. */
const kennisgeving = (datum: string | undefined, code = 'SS101', told = datum ?? '2025-01-02'): Feit =>
  duo(code, plichtig(datum), `${told}T07:00:00Z`);

const plichtig = (datum: string | undefined): DuoResponses => ({
  inburgeringsplicht: {
    indicatorInburgeringsplicht: true,
    ...(datum === undefined ? {} : { datumKennisgevingInburgeringsplicht: datum }),
  },
});

const settled = (datumInschrijving: string, more: Record<string, unknown> = {}): Feit =>
  inschrijving({ datumInschrijving, ...more }, cause('2027-01-01T08:00:00Z'));

const EARLY = kennisgeving('2021-12-15');

const pipOf = (feiten: readonly Feit[]) =>
  termijnenOf(zaakOf([KOPPELING, ...feiten])).find(({ id }) => id === 'TG07');

const standOf = (feiten: readonly Feit[], day: string) =>
  termijnenAt(zaakOf([KOPPELING, ...feiten]), day).find(({ id }) => id === 'TG07')?.stand;

describe('ten weeks from the registration, when the kennisgeving came before', () => {
  it.each([
    ['2026-01-23', '2026-04-07', 'Fri 3 April is Good Friday, then a weekend and Easter Monday'],
    ['2026-01-26', '2026-04-07', 'Mon 6 April is Easter Monday'],
    ['2026-01-27', '2026-04-07', 'Tue 7 April is an ordinary day'],
    ['2026-02-16', '2026-04-28', 'Mon 27 April is Koningsdag'],
    ['2026-02-24', '2026-05-06', 'Tue 5 May is Bevrijdingsdag'],
    [
      '2026-03-05',
      '2026-05-18',
      'Thu 14 May is Ascension Day, Fri 15 May is put on a par with it, then a weekend',
    ],
    ['2026-03-06', '2026-05-18', 'Fri 15 May is put on a par with a holiday, then a weekend'],
    ['2026-03-09', '2026-05-18', 'Mon 18 May is an ordinary day'],
    ['2026-03-14', '2026-05-26', 'Sat 23 May, then Whit Sunday and Whit Monday'],
    ['2026-03-16', '2026-05-26', 'Mon 25 May is Whit Monday'],
    ['2026-06-01', '2026-08-10', 'Mon 10 August is an ordinary day'],
    ['2026-06-05', '2026-08-14', 'Fri 14 August is an ordinary day'],
    ['2026-06-06', '2026-08-17', 'Sat 15 August, then a Sunday'],
    ['2026-06-07', '2026-08-17', 'Sun 16 August'],
    ['2026-10-16', '2026-12-28', 'Fri 25 December is Christmas, then Sat 26 and a Sunday'],
    ['2026-10-23', '2027-01-04', 'Fri 1 January is New Year, then a weekend'],
    [
      '2025-10-23',
      '2026-01-05',
      'Thu 1 January is New Year, Fri 2 January is put on a par with it, then a weekend',
    ],
    ['2025-10-24', '2026-01-05', 'Fri 2 January 2026 is put on a par with a holiday, then a weekend'],
    ['2025-02-15', '2025-04-28', 'Sat 26 April is Koningsdag in 2025, then a Sunday'],
    ['2025-02-06', '2025-04-17', 'Thu 17 April, the day before Good Friday'],
    ['2025-02-07', '2025-04-22', 'Fri 18 April is Good Friday, then Easter'],
    [
      '2025-03-20',
      '2025-06-02',
      'Thu 29 May is Ascension Day, Fri 30 May is put on a par with it, then a weekend',
    ],
    [
      '2024-02-29',
      '2024-05-13',
      'Thu 9 May is Ascension Day, Fri 10 May is put on a par with it, then a weekend',
    ],
    ['2024-10-18', '2024-12-30', 'Fri 27 December 2024 is put on a par with a holiday, then a weekend'],
    ['2024-10-16', '2024-12-30', 'Wed 25, Thu 26 are Christmas, Fri 27 is put on a par, then a weekend'],
    ['2023-02-17', '2023-05-01', 'Fri 28 April 2023 is put on a par with a holiday, then a weekend'],
    [
      '2023-02-16',
      '2023-05-01',
      'Thu 27 April is Koningsdag, Fri 28 April is put on a par with it, then a weekend',
    ],
    ['2023-12-21', '2024-02-29', 'Thu 29 February of a leap year'],
    ['2022-01-01', '2022-03-14', 'the first day of the law is a Saturday, and so is 12 March'],
    ['2026-02-19', '2026-04-30', 'Thu 30 April is an ordinary day, whatever it was before 2014'],
    ['2025-10-15', '2025-12-24', 'Wed 24 December is an ordinary day'],
  ])('%s: the last day is %s, because %s', (day, end) => {
    expect(pipOf([EARLY, settled(day)])).toMatchObject({ startdatum: day, einddatum: end });
    expect(pipOf([EARLY, settled(day)])).not.toHaveProperty('voorlopig');
  });
});

const inOnderzoek = { inOnderzoek: ['datumInschrijving'] };

describe('the start of the ten weeks', () => {
  const AZC = inschrijving(
    { datumInschrijving: '2026-01-10', isCoaLocatie: true },
    cause('2026-01-10T08:00:00Z'),
  );
  const home = verhuizing({ datumVerhuizing: '2026-08-10' }, cause('2026-08-10T08:00:00Z'));

  const exempt = (...periods: readonly (readonly [string, string])[]): DuoResponses => ({
    vrijstellingen: periods.map(([startdatum, einddatum]) => ({
      TijdelijkeVrijstelling: { oordeel: 'Toekenning', reden: 'OPL', startdatum, einddatum },
    })),
  });
  const granted = (day: string, ...periods: readonly (readonly [string, string])[]) =>
    duo('SS109', exempt(...periods), `${day}T07:00:00Z`);
  const resumed = (day: string, ...periods: readonly (readonly [string, string])[]) =>
    duo('SS129', { ...plichtig(undefined), ...exempt(...periods) }, `${day}T07:00:00Z`);
  const FIRST = ['2025-08-15', '2026-02-28'] as const;

  it.each<[string, string, readonly Feit[]]>([
    [
      'the day after its last one',
      '2026-03-01',
      [granted('2025-08-20', FIRST), resumed('2026-03-10', FIRST)],
    ],
    [
      'that day, when the answer gives it later',
      '2026-03-01',
      [granted('2025-08-20'), resumed('2026-03-10'), resumed('2026-03-12', FIRST)],
    ],
    [
      'the day on which DUO told so, when its answer is older',
      '2026-03-10',
      [
        granted('2025-08-20', ['2025-08-15', '2026-08-14']),
        resumed('2026-03-10', ['2025-08-15', '2026-08-14']),
      ],
    ],
    [
      'the day after the last one of the second',
      '2027-07-01',
      [
        granted('2025-08-20', FIRST),
        resumed('2026-03-10', FIRST),
        granted('2027-01-10', FIRST, ['2027-01-01', '2027-12-31']),
        resumed('2027-07-15', FIRST, ['2027-01-01', '2027-06-30']),
      ],
    ],
    [
      'the day on which DUO told so, when its answer has only the one before',
      '2027-07-15',
      [
        granted('2025-08-20', FIRST),
        resumed('2026-03-10', FIRST),
        granted('2027-01-10'),
        resumed('2027-07-15', FIRST),
      ],
    ],
  ])('after a temporary exemption: %s', (_name, startdatum, feiten) => {
    const all = [settled('2025-06-01'), kennisgeving('2025-06-10'), ...feiten];
    expect(pipOf(all)).toMatchObject({ startdatum });
    expect(pipOf(all.toReversed())).toMatchObject({ startdatum });
  });

  it.each<[string, readonly Feit[], string, string]>([
    [
      'a kennisgeving after the registration: from the kennisgeving (TL01)',
      [settled('2026-06-01'), kennisgeving('2026-11-02')],
      '2026-11-02',
      '2027-01-11',
    ],
    [
      'a kennisgeving on the day of the registration: the same day',
      [settled('2026-06-01'), kennisgeving('2026-06-01')],
      '2026-06-01',
      '2026-08-10',
    ],
    [
      'a kennisgeving that DUO dates before it notified: the date counts, not the message',
      [settled('2026-06-01'), kennisgeving('2026-06-03', 'SS101', '2026-07-20')],
      '2026-06-03',
      '2026-08-12',
    ],
    [
      'no date in the answer: the day on which DUO registered the plicht',
      [settled('2026-06-01'), kennisgeving(undefined, 'SS101', '2026-06-08')],
      '2026-06-08',
      '2026-08-17',
    ],
    [
      'DUO put the kennisgeving right: its newest answer',
      [settled('2026-06-01'), kennisgeving('2026-07-01'), kennisgeving('2026-06-15', 'SS124', '2026-08-01')],
      '2026-06-15',
      '2026-08-24',
    ],
    [
      'an azc in the same gemeente: from the move out of it',
      [AZC, kennisgeving('2026-06-10'), home],
      '2026-08-10',
      '2026-10-19',
    ],
    [
      'the same, and SS139 says that the ten weeks run: still from the move',
      [AZC, kennisgeving('2026-06-10'), home, kennisgeving('2026-08-14', 'SS139')],
      '2026-08-10',
      '2026-10-19',
    ],
    [
      'SS139 as the first that DUO says: from its kennisgeving, later than the registration',
      [settled('2026-06-01'), kennisgeving('2026-06-22', 'SS139')],
      '2026-06-22',
      '2026-08-31',
    ],
    [
      'a temporary exemption that ended without a PIP (SS129): anew from that day',
      [
        settled('2026-01-05'),
        EARLY,
        duo('SS109', {}, '2026-02-01T07:00:00Z'),
        duo('SS129', plichtig('2021-12-15'), '2026-06-01T07:00:00Z'),
      ],
      '2026-06-01',
      '2026-08-10',
    ],
    [
      'an exemption that ended once, of which DUO says so twice: from the first',
      [
        settled('2026-01-05'),
        EARLY,
        duo('SS109', {}, '2026-02-01T07:00:00Z'),
        duo('SS129', plichtig('2021-12-15'), '2026-06-01T07:00:00Z'),
        duo('SS129', plichtig('2021-12-15'), '2026-06-15T07:00:00Z'),
      ],
      '2026-06-01',
      '2026-08-10',
    ],
    [
      'an exemption that was granted again and ended again: from the second time',
      [
        settled('2026-01-05'),
        EARLY,
        duo('SS129', plichtig('2021-12-15'), '2026-02-01T07:00:00Z'),
        duo('SS109', {}, '2026-03-01T07:00:00Z'),
        duo('SS129', plichtig('2021-12-15'), '2026-06-01T07:00:00Z'),
      ],
      '2026-06-01',
      '2026-08-10',
    ],
    [
      'a plicht that was withdrawn and established again: from the new kennisgeving',
      [settled('2026-01-05'), EARLY, duo('SS110', {}, '2026-02-01T07:00:00Z'), kennisgeving('2026-06-01')],
      '2026-06-01',
      '2026-08-10',
    ],
    [
      'a second home in the gemeente: from the first',
      [EARLY, settled('2026-06-01'), settled('2026-07-15')],
      '2026-06-01',
      '2026-08-10',
    ],
    [
      'a registration that a correction moved: from the corrected day',
      [
        EARLY,
        inschrijving({ datumInschrijving: '2026-06-01' }, cause('2026-06-01T08:00:00Z')),
        inschrijving({ datumInschrijving: '2026-06-08', soort: 'correctie' }, cause('2026-06-20T08:00:00Z')),
      ],
      '2026-06-08',
      '2026-08-17',
    ],
  ])('%s', (_, feiten, startdatum, einddatum) => {
    expect(pipOf(feiten)).toMatchObject({ startdatum, einddatum });
    expect(pipOf(feiten)).not.toHaveProperty('voorlopig');
    expect(pipOf(feiten.toReversed())).toEqual(pipOf(feiten));
  });

  it('has not come as long as nobody lives in the gemeente', () => {
    expect(pipOf([EARLY])).toBeUndefined();
    expect(pipOf([AZC, kennisgeving('2026-06-10')])).toBeUndefined();
  });

  it.each<[string, readonly Feit[]]>([
    [
      'before COA linked them here',
      [
        duoTo('0796', 'SS120', plichtig('2021-06-15'), '2021-06-20T07:00:00Z'),
        duoTo('0796', 'SS101', plichtig('2021-06-15'), '2021-06-15T07:00:00Z'),
      ],
    ],
    [
      'and here in a stay before this one',
      [
        duoTo('0907', 'SS120', plichtig('2022-01-15'), '2022-01-20T07:00:00Z'),
        duoTo('0796', 'SS120', {}, '2023-01-20T07:00:00Z'),
        linked(koppeling({ koppelingId: 'K2', datumKoppeling: '2025-12-01' })),
      ],
    ],
  ])('has not come of whom DUO says that they settled in another gemeente %s', (_, feiten) => {
    expect(pipOf(feiten)).toBeUndefined();
    expect(pipOf(feiten.toReversed())).toBeUndefined();
  });

  it.each<[string, readonly Feit[], Record<string, unknown>]>([
    [
      'no plicht known: from the registration',
      [settled('2026-06-01')],
      { startdatum: '2026-06-01', onzekerDoor: 'de inburgeringsplicht is nog niet vastgesteld' },
    ],
    [
      'a month: from its first day, and over after its last',
      [EARLY, settled('2026-09')],
      { startdatum: '2026-09-01', einddatum: '2026-11-10', einddatumUiterlijk: '2026-12-09' },
    ],
    [
      'a year',
      [EARLY, settled('2026')],
      { startdatum: '2026-01-01', einddatum: '2026-03-12', einddatumUiterlijk: '2027-03-11' },
    ],
    [
      'a month in which the kennisgeving lies: from the kennisgeving on',
      [settled('2026-09'), kennisgeving('2026-09-15')],
      { startdatum: '2026-09-15', einddatum: '2026-11-24', einddatumUiterlijk: '2026-12-09' },
    ],
    [
      'a date in onderzoek',
      [EARLY, settled('2026-06-01', inOnderzoek)],
      { startdatum: '2026-06-01', onzekerDoor: 'de BRP heeft de datum in onderzoek' },
    ],
    [
      'SS139 before the BRP says where somebody lives',
      [kennisgeving('2026-08-14', 'SS139')],
      { startdatum: '2026-08-14', onzekerDoor: 'de BRP heeft de vestiging nog niet gemeld' },
    ],
  ])('is provisional: %s', (_, feiten, expected) => {
    expect(pipOf(feiten)).toMatchObject({ ...expected, voorlopig: true });
  });

  it('is certain again when the kennisgeving came after every day that an incomplete date can mean', () => {
    const termijn = pipOf([settled('2026-09'), kennisgeving('2026-11-02')]);
    expect(termijn).toMatchObject({ startdatum: '2026-11-02', einddatum: '2027-01-11' });
    expect(termijn).not.toHaveProperty('voorlopig');
  });

  it.each([
    ['without a plicht', [settled('2026-06-01')]],
    ['from a date in onderzoek', [EARLY, settled('2026-06-01', inOnderzoek)]],
    ['from what DUO says alone', [kennisgeving('2026-06-01', 'SS139')]],
  ] as const)('%s is never exceeded, however late it is', (_, feiten) => {
    expect(standOf(feiten, '2035-01-01')).toBe('onbekend');
  });
});

describe('what held when the plicht ended goes on counting, so that nothing that was in time becomes late', () => {
  const SETTLED = settled('2026-01-05');
  const MARCH = { startdatum: '2026-03-02', einddatum: '2026-05-11' };
  const noPlicht = (reden: string, datum?: string): DuoResponses => ({
    inburgeringsplicht: {
      indicatorInburgeringsplicht: false,
      redenGeenInburgeringsplicht: reden as 'Overig',
      ...(datum === undefined ? {} : { datumKennisgevingInburgeringsplicht: datum }),
    },
  });
  const met = duo('SS106', noPlicht('Inburgeringsplicht voldaan'), '2028-05-02T07:00:00Z');
  const exempt = duo('SS109', {}, '2026-09-02T07:00:00Z');

  it.each<[string, readonly Feit[]]>([
    ['the plicht is met (SS106)', [met]],
    ['the same, without an answer of DUO', [duo('SS106', {}, '2028-05-02T07:00:00Z')]],
    [
      'the same, and the answer repeats the kennisgeving',
      [duo('SS106', noPlicht('Inburgeringsplicht voldaan', '2026-03-02'), '2028-05-02T07:00:00Z')],
    ],
    ['a full exemption (SS107)', [duo('SS107', {}, '2026-04-01T07:00:00Z')]],
    ['a full dispensation (SS108)', [duo('SS108', {}, '2026-04-01T07:00:00Z')]],
    ['a temporary exemption that lasts (SS109)', [exempt]],
    ['the plicht was withdrawn (SS110)', [duo('SS110', {}, '2026-04-01T07:00:00Z')]],
    ['a death by DUO', [duo('SS111', noPlicht('Overlijden'), '2026-04-01T07:00:00Z')]],
    [
      'it was met, and the person died after that',
      [met, duo('SS111', noPlicht('Overlijden'), '2029-01-01T07:00:00Z')],
    ],
    [
      'an exemption that ended with a PIP (SS130), of which the answer has no kennisgeving',
      [exempt, duo('SS130', plichtig(undefined), '2026-12-01T07:00:00Z')],
    ],
    [
      'DUO says again that it holds, and dates nothing anew',
      [met, duo('SS124', plichtig(undefined), '2028-06-01T07:00:00Z')],
    ],
  ])('%s', (_, ended) => {
    const feiten = [SETTLED, kennisgeving('2026-03-02'), ...ended];
    expect(pipOf(feiten)).toMatchObject(MARCH);
    expect(pipOf(feiten.toReversed())).toEqual(pipOf(feiten));
    expect(pipOf([...feiten, ...feiten])).toEqual(pipOf(feiten));
  });

  it('an exemption that ended without a PIP (SS129) goes on counting when the plicht is met, or lies still again', () => {
    const resumed = [SETTLED, EARLY, exempt, duo('SS129', plichtig('2021-12-15'), '2026-12-01T07:00:00Z')];
    const again = duo('SS109', {}, '2027-06-01T07:00:00Z');
    const withPip = duo('SS130', plichtig('2021-12-15'), '2027-09-01T07:00:00Z');
    for (const more of [[], [met], [again], [again, withPip], [again, withPip, met]]) {
      expect(pipOf([...resumed, ...more])).toMatchObject({
        startdatum: '2026-12-01',
        einddatum: '2027-02-09',
      });
    }
  });

  it('what the gemeente read in the portal counts until DUO itself tells of a kennisgeving', () => {
    const typed: MeldingFeit = {
      ...cause('2026-03-03T07:00:00Z'),
      feitId: 'melding:typed',
      soort: 'melding',
      melding: 'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
      gemeentecode: GENNEP,
      antwoorden: plichtig('2026-03-02'),
    };
    expect(pipOf([SETTLED, typed, met])).toMatchObject(MARCH);
    expect(pipOf([SETTLED, typed, kennisgeving('2026-03-09'), met])).toMatchObject({
      startdatum: '2026-03-09',
    });
    // That DUO makes the plicht known says only that the kennisgeving was before it.
    const undated = (day: string) => kennisgeving(undefined, 'SS101', day);
    for (const story of [
      [typed, undated('2026-06-10')],
      [undated('2026-02-20'), typed],
    ]) {
      expect(pipOf([SETTLED, ...story])).toMatchObject(MARCH);
      expect(pipOf([SETTLED, ...story, exempt, duo('SS130', {}, '2026-12-01T07:00:00Z')])).toMatchObject(
        MARCH,
      );
    }
    // The kennisgeving of a plicht that ended since says nothing of the next one.
    const ended = duo('SS110', {}, '2026-04-01T07:00:00Z');
    expect(pipOf([SETTLED, typed, ended, undated('2026-06-10')])).toMatchObject({
      startdatum: '2026-06-10',
    });
  });

  it('who was registered before the law keeps the ten weeks of a kennisgeving under it', () => {
    const feiten = [
      inschrijving({ datumInschrijving: '2019-03-01' }, cause('2026-02-02T08:00:00Z')),
      kennisgeving('2026-03-02'),
      duo('SS106', {}, '2028-09-01T07:00:00Z'),
    ];
    expect(termijnenOf(zaakOf([...feiten])).find(({ id }) => id === 'TG07')).toMatchObject(MARCH);
  });
});
