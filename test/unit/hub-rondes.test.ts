import { describe, expect, it } from 'vitest';
import type { Step } from '../../client/scenario/parse.ts';
import { scenario } from '../hub/proefhub.ts';
import { rondes, vergelijkbaar } from '../hub/uitkomst.ts';

const stap = (nummer: number, ...sleutels: readonly string[]): Step =>
  ({ van: 'coa', bericht: { nummer, sleutels } }) as unknown as Step;
const nummers = (lijst: readonly Step[]) =>
  lijst.map((een) => Reflect.get(Reflect.get(een, 'bericht'), 'nummer'));

describe('rounds of a scenario', () => {
  it('keep the order of one household and let the others go along', () => {
    const stappen = [
      stap(1, '2790000001'),
      stap(2, '2790000002'),
      stap(3, '2790000001', '999900001'),
      stap(4, '999900001'),
      stap(5),
    ];
    expect(rondes(stappen).map(nummers)).toEqual([[2, 1, 5], [3], [4]]);
  });

  it('join households that a later message turns out to tie together', () => {
    const stappen = [stap(1, 'TVS-2025-1'), stap(2, '2790000001'), stap(3, 'TVS-2025-1', '2790000001')];
    expect(rondes(stappen).map(nummers)).toEqual([[1], [2], [3]]);
  });

  it.each(['een-huishouden.jsonl', 'twaalf-huishoudens.jsonl', 'rommelig.jsonl'])(
    'leave no step of %s out and repeat none',
    (bestand) => {
      const stappen = scenario(bestand);
      const gespeeld = rondes(stappen).flat();
      expect(gespeeld).toHaveLength(stappen.length);
      expect(new Set(gespeeld)).toEqual(new Set(stappen));
    },
  );
});

describe('what two hubs are compared by', () => {
  it('names ids by their first mention and forgets when today something happened, not when long ago', () => {
    const begin = new Date('2026-03-01T00:00:00Z');
    const [een, ander] = ['8faa695c-84f2-8f7e-a5e3-60c0ca9df081', '16db2c7e-c3ff-89e3-a6ca-ed16a4e33231'];
    const vorm = (a: string, b: string, nu: string) =>
      vergelijkbaar(
        { a, b, nog: a, ref: `0907-${a.slice(0, 8).toUpperCase()}`, nu, toen: '2025-01-01T10:00:00Z' },
        begin,
      );
    expect(vorm(een, ander, '2026-03-02T01:02:03.456Z')).toEqual(vorm(ander, een, '2026-04-02T00:00:00Z'));
    expect(vorm(een, ander, '2026-03-02T01:02:03Z')).not.toEqual(vorm(een, een, '2026-03-02T01:02:03Z'));
    expect(vorm(een, ander, '2026-03-02T01:02:03Z').toen).toBe('2025-01-01T10:00:00Z');
  });
});
