import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LbtResultaat } from '../../../../contracts/duo.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { lbtResultaten } from '../../../../domain/zaak/lbt.ts';
import { reasonWithoutPlicht } from '../../../../domain/zaak/termijn-ends.ts';
import { zaakData } from '../../../../domain/zaak/view.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { instant, spellings } from '../../contracts/instants.ts';
import { ADRES, cause, duo, inschrijving, koppeling, linked } from '../support.ts';

/** The order of facts follows from the instants at which they were reported, and never from their spelling. */

const OLD: LbtResultaat = {
  resultaat: 'B1-route niet haalbaar',
  behaaldeScore: '29,00',
  benodigdeScore: '31,00',
  datumAfname: '2026-10-20',
};
const NEW: LbtResultaat = { ...OLD, resultaat: 'B1-route haalbaar', benodigdeScore: '28,00' };

const standing = (...facts: readonly Feit[]) =>
  lbtResultaten(zaakOf([linked(), ...facts])).find(({ status }) => status === 'geldig');

describe('a revised result of the same test', () => {
  it.each([
    ['2026-10-20T09:30:00Z', '2026-10-20T10:00:00Z'],
    ['2026-10-20T11:30:00+02:00', '2026-10-20T10:00:00Z'],
    ['2026-10-20T10:00:00Z', '2026-10-20T10:00:00.5Z'],
    ['2026-10-20T10:00:00.1234567Z', '2026-10-20T10:00:00.1234999Z'],
    ['2026-10-25T02:59:59+02:00', '2026-10-25T02:00:01+01:00'],
  ])('stands when it was reported later: %s, then %s', (first, then) => {
    const before = duo('SS131', { 'lbt/resultaten': [OLD] }, first);
    const after = { ...duo('SS131', { 'lbt/resultaten': [OLD, NEW] }, then), feitId: 'duo:after' };
    expect(standing(before, after)?.resultaat).toBe(NEW.resultaat);
    expect(standing(after, before)?.resultaat).toBe(NEW.resultaat);
  });

  it.each([
    [OLD, NEW],
    [NEW, OLD],
  ])('stands by its place in the list when one answer holds both', (...listed) => {
    const last = listed.at(-1);
    expect(standing(duo('SS131', { 'lbt/resultaten': listed }))?.resultaat).toBe(last?.resultaat);
  });

  it('has its moment in UTC, also when its fact was kept with another offset', () => {
    const fact = duo('SS131', { 'lbt/resultaten': [OLD] }, '2026-10-20T11:30:00+02:00');
    expect(standing(fact)?.gemeldOp).toBe('2026-10-20T09:30:00Z');
  });
});

/** The facts of one zaak at these moments; each has an id of its own, whatever its moment. */
const story = (moments: readonly string[]): readonly Feit[] => {
  const [a = '', b = '', c = '', d = '', e = '', f = ''] = moments;
  const named = <F extends Feit>(fact: F, feitId: string): F => ({ ...fact, feitId });
  return [
    named(duo('SS131', { 'lbt/resultaten': [OLD] }, a), 'duo:1'),
    named(duo('SS131', { 'lbt/resultaten': [OLD, NEW] }, b), 'duo:2'),
    named(duo('SS101', { inburgeringsplicht: { indicatorInburgeringsplicht: true } }, c), 'duo:3'),
    named(duo('SS110', { inburgeringsplicht: { indicatorInburgeringsplicht: false } }, d), 'duo:4'),
    named(inschrijving({}, { ...cause(e), berichtId: 'brp-1' }), 'brp:1'),
    named(
      inschrijving(
        { soort: 'correctie', adres: { ...ADRES, huisnummer: 7 } },
        { ...cause(f), berichtId: 'brp-2' },
      ),
      'brp:2',
    ),
  ];
};

const KNOWN = linked(koppeling(), { ...cause(), berichtId: 'coa-1' });

const state = (facts: readonly Feit[]) => {
  const zaak = zaakOf([KNOWN, ...facts]);
  return {
    shown: zaakData(zaak, '2026-11-01'),
    results: lbtResultaten(zaak),
    plicht: reasonWithoutPlicht(zaak),
  };
};

describe('the state of a zaak', () => {
  it('is the same for the same moments, however they are written and in whatever order the facts came', () => {
    const moments = fc.array(instant.chain(spellings), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(moments, fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (written, order) => {
        const expected = state(story(written.map(([one]) => one)));
        const other = story(written.map(([, same]) => same));
        expect(state(order.flatMap((index) => other[index] ?? []))).toEqual(expected);
      }),
    );
  });
});
