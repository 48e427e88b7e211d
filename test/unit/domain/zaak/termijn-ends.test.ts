import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LbtResultaat } from '../../../../contracts/duo.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { termijnenAt } from '../../../../domain/zaak/view.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { duo, ingetrokken, inschrijving, linked } from '../support.ts';

/** The person is registered in Gennep on 13 August 2025: TG06 ends on 15 October, TG07 on 22 October. */
const BEGIN: readonly Feit[] = [linked(), inschrijving()];

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
    termijnenAt(zaakOf([...BEGIN, ...feiten]), today).map(({ id, stand, gehaaldOp, gestopt }) => [
      id,
      [stand, gehaaldOp ?? gestopt].filter((part) => part !== undefined).join(' '),
    ]),
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
    ['its inburgeringstermijn began', [duo('SS102', {}, '2025-10-20T10:00:00Z')], 'gehaald 2025-10-20'],
    [
      'it has a PIP, at the end of an exemption',
      [duo('SS130', {}, '2025-10-22T10:00:00Z')],
      'gehaald 2025-10-22',
    ],
    [
      'that late, just past midnight here',
      [duo('SS102', {}, '2025-10-22T22:30:00Z')],
      'te laat gehaald 2025-10-23',
    ],
    [
      'both: the earliest',
      [duo('SS130', {}, '2025-12-01T10:00:00Z'), duo('SS102', {}, '2025-10-02T10:00:00Z')],
      'gehaald 2025-10-02',
    ],
    ['a PIP of the former gemeente', [duo('SS121', {}, '2025-09-01T10:00:00Z')], 'onbekend'],
    ['it began before the person settled here', [duo('SS102', {}, '2025-08-12T10:00:00Z')], 'onbekend'],
    ['the ten weeks have begun', [duo('SS139', {}, '2025-08-20T10:00:00Z')], 'overschreden'],
    ['there is no leerroute after ten weeks', [duo('SS126', {}, '2025-10-24T10:00:00Z')], 'overschreden'],
    ['an exemption ended without a PIP', [duo('SS129', {}, '2025-09-24T10:00:00Z')], 'overschreden'],
  ])('is for the PIP that DUO says that %s', (_name, feiten, expected) => {
    expect(at(LATER, feiten)).toMatchObject({ TG07: expected });
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
    const feiten = [duo('SS102', {}, '2025-10-02T10:00:00Z'), ...ingetrokken('TVS-2025-993909', 2)];
    expect(at(LATER, feiten)).toMatchObject({ TG06: 'gestopt andere gemeente', TG07: 'gehaald 2025-10-02' });
  });

  it('does not depend on the order in which DUO said it', () => {
    const feiten = [
      uitslag('2025-10-12T07:00:00Z', result('2025-10-10')),
      uitslag('2025-12-12T07:00:00Z', result('2025-10-17'), result('2025-12-01')),
      duo('SS109', {}, '2025-09-01T10:00:00Z'),
      duo('SS130', {}, '2025-11-01T10:00:00Z'),
      duo('SS102', {}, '2025-10-30T10:00:00Z'),
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
