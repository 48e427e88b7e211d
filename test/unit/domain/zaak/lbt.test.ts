import { describe, expect, it } from 'vitest';
import { lbtResultaten } from '../../../../domain/zaak/lbt.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { duo, linked } from '../support.ts';

describe('results of the leerbaarheidstoets', () => {
  const first = {
    resultaat: 'B1-route niet haalbaar',
    behaaldeScore: '29,00',
    benodigdeScore: '31,00',
    datumAfname: '2023-03-01',
  } as const;
  const second = {
    resultaat: 'B1-route haalbaar',
    behaaldeScore: '30,00',
    benodigdeScore: '28,00',
    datumAfname: '2023-06-01',
  } as const;

  it('show the newest and keep the earlier one as replaced', () => {
    const zaak = zaakOf([
      linked(),
      duo('SS131', { 'lbt/resultaten': [first] }, '2023-03-03T07:00:00Z'),
      duo('SS131', { 'lbt/resultaten': [first, second] }, '2023-06-03T07:00:00Z'),
    ]);
    expect(lbtResultaten(zaak).map(({ datumAfname, status }) => [datumAfname, status])).toEqual([
      ['2023-06-01', 'geldig'],
      ['2023-03-01', 'vervangen'],
    ]);
  });

  it('leave out a result that DUO no longer gives', () => {
    const zaak = zaakOf([
      linked(),
      duo('SS131', { 'lbt/resultaten': [first, second] }, '2023-06-03T07:00:00Z'),
      duo('SS131', { 'lbt/resultaten': [first] }, '2023-06-10T07:00:00Z'),
    ]);
    expect(lbtResultaten(zaak).find(({ status }) => status === 'geldig')?.datumAfname).toBe('2023-03-01');
  });

  it.each([
    ['27,99', '31,00', false],
    ['28,00', '31,00', true],
    ['30,00', '31,00', true],
    ['30,01', '31,00', false],
    ['29,00', '28,00', false],
  ])('of %s against %s is marked as possibly revised: %s', (behaaldeScore, benodigdeScore, expected) => {
    const zaak = zaakOf([
      linked(),
      duo('SS131', { 'lbt/resultaten': [{ ...first, behaaldeScore, benodigdeScore }] }),
    ]);
    expect(lbtResultaten(zaak)[0]?.markering === 'mogelijk-herzien').toBe(expected);
  });
});
