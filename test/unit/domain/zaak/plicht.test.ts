import { describe, expect, it } from 'vitest';
import type { Inburgeringsplicht } from '../../../../contracts/duo.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { plichtOf, wasEverPlichtig } from '../../../../domain/zaak/plicht.ts';
import { situationOf } from '../../../../domain/zaak/situation.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { duo, duoTo, linked } from '../support.ts';

const LATER = '2025-11-01T07:00:00Z';
const no = (reden?: Inburgeringsplicht['redenGeenInburgeringsplicht']): Inburgeringsplicht =>
  ({
    indicatorInburgeringsplicht: false,
    ...(reden && { redenGeenInburgeringsplicht: reden }),
  }) as Inburgeringsplicht;
const YES = { indicatorInburgeringsplicht: true } as Inburgeringsplicht;

const plicht = (...feiten: readonly Feit[]) => plichtOf(zaakOf(feiten))?.plicht;
const reason = (...feiten: readonly Feit[]) => situationOf(zaakOf(feiten)).redenVervallen;

describe('the plicht', () => {
  it('is unknown until DUO says something about it', () => {
    expect(plichtOf(zaakOf([linked(), duo('SS137')]))).toBeUndefined();
  });

  it.each([
    ['SS101', 'geldt'],
    ['SS106', 'voldaan'],
    ['SS107', 'voldaan'],
    ['SS108', 'voldaan'],
    ['SS109', 'tijdelijk vrijgesteld'],
    ['SS110', 'ingetrokken'],
  ])('after %s without an answer is %s', (code, expected) => {
    expect(plicht(duo('SS128', {}, '2025-01-01T07:00:00Z'), duo(code))).toBe(expected);
  });

  it.each([
    ['Volledige ontheffing', 'voldaan', 'anders'],
    ['Volledige vrijstelling', 'voldaan', 'anders'],
    ['Inburgeringsplicht voldaan', 'voldaan', 'anders'],
    ['Verblijfsdoel gewijzigd', 'ingetrokken', 'anders'],
    ['Vertrek uit Nederland langer dan een jaar', 'ingetrokken', 'vertrokken'],
    ['Overlijden', 'ingetrokken', 'overleden'],
    ['Overig', 'ingetrokken', 'anders'],
    ['Tijdelijke vrijstelling', 'tijdelijk vrijgesteld', 'anders'],
  ] as const)('that DUO answers no to because of %s is %s, told as %s', (reden, expected, told) => {
    const feit = duo('SS101', { inburgeringsplicht: no(reden) });
    expect(plicht(feit)).toBe(expected);
    expect(reason(linked(), feit)).toBe(told);
  });

  it('goes by the answer that was read, not by the code that led to the question', () => {
    expect(plicht(duo('SS101', { inburgeringsplicht: no() }))).toBe('ingetrokken');
    expect(plicht(duo('SS110', { inburgeringsplicht: YES }))).toBe('geldt');
    expect(wasEverPlichtig(zaakOf([duo('SS101', { inburgeringsplicht: no() })]))).toBe(false);
  });

  it('goes by what DUO said last, in whatever order it came', () => {
    const [begin, end] = [duo('SS101', { inburgeringsplicht: YES }), duo('SS110', {}, LATER)];
    expect(plicht(end, begin)).toBe('ingetrokken');
    expect(plicht(begin, end)).toBe('ingetrokken');
    const resumed = duo('SS101', { inburgeringsplicht: YES }, '2025-12-01T07:00:00Z');
    expect(reason(linked(), resumed, end, begin)).toBeUndefined();
  });

  it('that once held gives a zaak, also after it ended and without a koppeling', () => {
    const zaak = zaakOf([duoTo('0907', 'SS101'), duoTo('0907', 'SS106', {}, LATER)]);
    expect(situationOf(zaak)).toMatchObject({
      hasZaak: true,
      gemeentecode: '0907',
      status: 'vervallen',
      redenVervallen: 'anders',
    });
  });
});
