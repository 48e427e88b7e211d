import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Inburgeringsplicht } from '../../../../contracts/duo.ts';
import type { Plicht } from '../../../../domain/duo/codes.ts';
import type { DuoFeit } from '../../../../domain/zaak/feiten.ts';
import { plichtIn, plichtOf, wasPlichtig } from '../../../../domain/zaak/plicht.ts';
import { situationOf } from '../../../../domain/zaak/situation.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { cause, duo, koppeling, linked } from '../support.ts';

const MOMENT = '2026-05-20T07:00:00Z';
const told = (code: string, inburgeringsplicht?: Inburgeringsplicht, moment = MOMENT): DuoFeit =>
  duo(code, inburgeringsplicht === undefined ? {} : { inburgeringsplicht }, moment);

const YES: Inburgeringsplicht = { indicatorInburgeringsplicht: true };
const NO: Inburgeringsplicht = { indicatorInburgeringsplicht: false };
const no = (reason: NonNullable<Inburgeringsplicht['redenGeenInburgeringsplicht']>): Inburgeringsplicht => ({
  ...NO,
  redenGeenInburgeringsplicht: reason,
});

const ESTABLISHES = ['SS101', 'SS128', 'SS139', 'SS129', 'SS130'];
const NEUTRAL = ['SS120', 'SS121', 'SS124', 'SS125'];

describe('the plicht in a notification', () => {
  it.each<[string, Inburgeringsplicht | undefined, Plicht | undefined]>([
    ...ESTABLISHES.flatMap((code): [string, Inburgeringsplicht | undefined, Plicht][] => [
      [code, undefined, 'geldt'],
      [code, YES, 'geldt'],
      [code, NO, 'geen'],
      [code, { ...no('Tijdelijke vrijstelling'), wijzigingsdatum: '2026-05-20' }, 'tijdelijk vrijgesteld'],
      [code, no('Volledige vrijstelling'), 'voldaan'],
    ]),
    ['SS101', no('Tijdelijke vrijstelling'), 'tijdelijk vrijgesteld'],
    ['SS139', no('Tijdelijke vrijstelling'), 'tijdelijk vrijgesteld'],
    ...NEUTRAL.flatMap((code): [string, Inburgeringsplicht | undefined, Plicht | undefined][] => [
      [code, undefined, undefined],
      [code, YES, 'geldt'],
      [code, NO, 'geen'],
    ]),
    ['SS110', undefined, 'ingetrokken'],
    ['SS110', NO, 'ingetrokken'],
    ['SS110', no('Verblijfsdoel gewijzigd'), 'ingetrokken'],
    ['SS110', no('Inburgeringsplicht voldaan'), 'voldaan'],
    ['SS109', undefined, 'tijdelijk vrijgesteld'],
    ['SS109', NO, 'tijdelijk vrijgesteld'],
    ['SS106', undefined, 'voldaan'],
    ['SS107', no('Volledige vrijstelling'), 'voldaan'],
    ['SS108', no('Volledige ontheffing'), 'voldaan'],
    ['SS111', undefined, undefined],
    ['SS111', no('Overlijden'), 'ingetrokken'],
    ['SS199', undefined, undefined],
  ])('with code %s and the answer %j is %s', (code, answer, expected) => {
    expect(plichtIn(told(code, answer))).toBe(expected);
  });

  it.each<[string, Inburgeringsplicht, Plicht]>([
    ['is older than the code', YES, 'ingetrokken'],
    ['was changed before the code', { ...YES, wijzigingsdatum: '2026-05-19' }, 'ingetrokken'],
    ['was changed on the day of the code', { ...YES, wijzigingsdatum: '2026-05-20' }, 'geldt'],
    ['was changed since', { ...YES, wijzigingsdatum: '2026-07-01' }, 'geldt'],
  ])(
    'with a code that ended it and the answer that it holds, which %s, is decided by the later of the two',
    (_, answer, expected) => {
      expect(plichtIn(told('SS110', answer))).toBe(expected);
    },
  );

  it.each<[string, string | undefined, Plicht]>([
    ['is older than the code', undefined, 'geldt'],
    ['was changed before the code', '2026-05-19', 'geldt'],
    ['was changed on the day of the code', '2026-05-20', 'tijdelijk vrijgesteld'],
    ['was changed since', '2026-07-01', 'tijdelijk vrijgesteld'],
  ])(
    'with a code that ended a temporary exemption and the answer that it lasts, which %s, is decided by the later of the two',
    (_, wijzigingsdatum, expected) => {
      const answer = { ...no('Tijdelijke vrijstelling'), ...(wijzigingsdatum && { wijzigingsdatum }) };
      for (const code of ['SS129', 'SS130']) expect(plichtIn(told(code, answer))).toBe(expected);
    },
  );
});

describe('the plicht of a person', () => {
  it('is unknown as long as DUO said nothing', () => {
    expect(plichtOf(zaakOf([linked()]))).toBeUndefined();
    expect(plichtOf(zaakOf([linked(), told('SS137')]))).toBeUndefined();
  });

  it('is what DUO said last, also in an answer to a code about something else', () => {
    const feiten = [
      told('SS101', YES, '2026-03-10T07:00:00Z'),
      told('SS124', YES, '2026-05-10T07:00:00Z'),
      told('SS110', no('Verblijfsdoel gewijzigd'), '2026-06-10T07:00:00Z'),
    ];
    expect(plichtOf(zaakOf(feiten))).toBe('ingetrokken');
    expect(plichtOf(zaakOf([...feiten, told('SS121', YES, '2026-07-10T07:00:00Z')]))).toBe('geldt');
  });

  it('does not depend on the order of the notifications, nor on their repetition', () => {
    const answers = fc.constantFrom<Inburgeringsplicht | undefined>(
      undefined,
      YES,
      NO,
      no('Tijdelijke vrijstelling'),
      { ...YES, wijzigingsdatum: '2026-12-31' },
    );
    const codes = fc.constantFrom(...ESTABLISHES, ...NEUTRAL, 'SS106', 'SS109', 'SS110', 'SS199');
    const moments = fc.constantFrom('2026-01-01T07:00:00Z', '2026-02-01T07:00:00Z', '2026-03-01T07:00:00Z');
    const facts = fc
      .uniqueArray(fc.tuple(codes, moments, answers), { selector: ([code, moment]) => `${code} ${moment}` })
      .map((list) => list.map(([code, moment, answer]) => told(code, answer, moment)));
    const orders = facts.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.subarray(list)),
    );
    fc.assert(
      fc.property(orders, ([list, shuffled, again]) => {
        const [one, other] = [zaakOf(list), zaakOf([...shuffled, ...again])];
        expect([plichtOf(other), wasPlichtig(other)]).toEqual([plichtOf(one), wasPlichtig(one)]);
        if (plichtOf(one) === 'geldt') expect(wasPlichtig(one)).toBe(true);
      }),
    );
  });
});

describe('a child of sixteen', () => {
  const child = linked(koppeling({}, { geboortedatum: '2009-06-01', relatie: 'kind' }), cause());
  const has = (...feiten: readonly DuoFeit[]): boolean => situationOf(zaakOf([child, ...feiten])).hasZaak;

  it('has no zaak by age', () => {
    expect(has()).toBe(false);
  });

  it.each(ESTABLISHES)('has none when DUO answers to %s that there is no plicht', (code) => {
    expect(has(told(code, no('Verblijfsdoel gewijzigd')))).toBe(false);
    expect(has(told(code, NO))).toBe(false);
  });

  it.each(ESTABLISHES)('has one when DUO says with %s that there is, and keeps it', (code) => {
    expect(has(told(code, YES))).toBe(true);
    expect(has(told(code, YES), told('SS110', NO, '2026-08-01T07:00:00Z'))).toBe(true);
  });

  it('has one as soon as DUO says so after it said otherwise', () => {
    expect(has(told('SS101', NO), told('SS101', YES, '2026-08-01T07:00:00Z'))).toBe(true);
  });
});

describe('a death that DUO tells', () => {
  const isOverleden = (...feiten: readonly DuoFeit[]) =>
    situationOf(zaakOf([linked(), ...feiten])).isOverleden;
  const died = told('SS111', no('Overlijden'), '2026-05-20T07:00:00Z');

  it.each<[string, DuoFeit, boolean]>([
    [
      'is put right by a plicht that DUO establishes after it',
      told('SS101', YES, '2026-06-20T07:00:00Z'),
      false,
    ],
    ['counts after a plicht from before it', told('SS101', YES, '2026-04-20T07:00:00Z'), true],
    [
      'stays when DUO says after it that there is no plicht',
      told('SS101', no('Overlijden'), '2026-06-20T07:00:00Z'),
      true,
    ],
    [
      'stays with an answer to a code about something else, which may be from before it',
      told('SS124', YES, '2026-05-20T08:00:00Z'),
      true,
    ],
  ])('%s', (_, other, expected) => {
    expect(isOverleden(died, other)).toBe(expected);
    expect(isOverleden(other, died)).toBe(expected);
  });

  it('counts again when DUO tells it once more', () => {
    const established = told('SS101', YES, '2026-06-20T07:00:00Z');
    expect(isOverleden(died, established, told('SS111', undefined, '2026-07-20T07:00:00Z'))).toBe(true);
  });
});
