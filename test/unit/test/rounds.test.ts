import { describe, expect, it } from 'vitest';
import type { Step } from '../../../client/scenario/parse.ts';
import { comparable, rounds } from '../../hub/outcome.ts';
import { scenario } from '../../hub/test-hub.ts';

const step = (number: number, ...keys: readonly string[]): Step =>
  ({ van: 'coa', bericht: { number, sleutels: keys } }) as unknown as Step;
const numbers = (list: readonly Step[]) =>
  list.map((one) => Reflect.get(Reflect.get(one, 'bericht'), 'number'));

describe('rounds of a scenario', () => {
  it('keep the order of each household, and hold one step of every household', () => {
    const steps = [
      step(1, '2790000001'),
      step(2, '2790000002'),
      step(3, '2790000001', '999900001'),
      step(4, '999900001'),
      step(5),
    ];
    expect(rounds(steps).map(numbers)).toEqual([[2, 1, 5], [3], [4]]);
  });

  it('join households that a later message links', () => {
    const steps = [step(1, 'TVS-2025-1'), step(2, '2790000001'), step(3, 'TVS-2025-1', '2790000001')];
    expect(rounds(steps).map(numbers)).toEqual([[1], [2], [3]]);
  });

  it.each(['een-huishouden.jsonl', 'twaalf-huishoudens.jsonl', 'rommelig.jsonl'])(
    'leave no step of %s out and repeat none',
    (file) => {
      const steps = scenario(file);
      const played = rounds(steps).flat();
      expect(played).toHaveLength(steps.length);
      expect(new Set(played)).toEqual(new Set(steps));
    },
  );
});

describe('the comparable form of an outcome', () => {
  it('names ids by their first mention, and leaves out moments since the begin but not earlier ones', () => {
    const begin = new Date('2026-03-01T00:00:00Z');
    const [one, other] = ['8faa695c-84f2-8f7e-a5e3-60c0ca9df081', '16db2c7e-c3ff-89e3-a6ca-ed16a4e33231'];
    const form = (a: string, b: string, now: string) =>
      comparable(
        { a, b, still: a, ref: `0907-${a.slice(0, 8).toUpperCase()}`, now, next: '2025-01-01T10:00:00Z' },
        begin,
      );
    expect(form(one, other, '2026-03-02T01:02:03.456Z')).toEqual(form(other, one, '2026-04-02T00:00:00Z'));
    expect(form(one, other, '2026-03-02T01:02:03Z')).not.toEqual(form(one, one, '2026-03-02T01:02:03Z'));
    expect(form(one, other, '2026-03-02T01:02:03Z').next).toBe('2025-01-01T10:00:00Z');
  });
});
