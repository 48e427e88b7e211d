import { describe, expect, it } from 'vitest';
import { withAtMost } from '../../../bench/client.ts';
import { koppelingen, testBsn, vNummer } from '../../../bench/huishoudens.ts';
import { median } from '../../../bench/statistics.ts';
import { satisfiesElfproef } from '../../../contracts/base-types.ts';
import { inboundSchema } from '../../../contracts/berichttypen.ts';
import { percentile } from '../../../domain/kpis/percentile.ts';

describe('invented households', () => {
  const huishoudens = koppelingen(1_100);

  it('are valid koppelingen of one adult', () => {
    const schema = inboundSchema('nl.tvs.koppeling.geregistreerd.v1');
    for (const koppeling of huishoudens) {
      const outcome = schema.safeParse(koppeling);
      expect(outcome.success ? undefined : outcome.error).toBeUndefined();
      expect(koppeling.data.personen).toHaveLength(1);
      expect(koppeling.data.personen[0]?.geboortedatum.slice(0, 4) ?? '').toMatch(/^(19|200[0-3])/);
    }
  });

  it('are each of another person, with test numbers that pass the elfproef', () => {
    const personen = huishoudens.flatMap(({ data }) => data.personen);
    expect(new Set(personen.map((persoon) => persoon.bsn)).size).toBe(1_100);
    expect(new Set(personen.map((persoon) => persoon.vNummer)).size).toBe(1_100);
    expect(new Set(huishoudens.map(({ id }) => id)).size).toBe(1_100);
    for (const { bsn, vNummer: number } of personen) {
      expect(bsn).toMatch(/^9999/);
      expect(satisfiesElfproef(bsn)).toBe(true);
      expect(number).toMatch(/^2[78]\d{8}$/);
    }
  });

  it('are the same for the same seed', () => {
    expect(koppelingen(3)).toEqual(koppelingen(3));
    expect(koppelingen(3, 0, 1)).not.toEqual(koppelingen(3, 0, 2));
  });

  it('fail when the test numbers run out', () => {
    expect(() => testBsn(100_000)).toThrow(/test BSNs/);
    expect(vNummer(1)).toBe('2800000001');
  });
});

describe('statistics', () => {
  it('takes percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => n + 1);
    expect([percentile(hundred, 50), percentile(hundred, 99), median([3, 1, 2])]).toEqual([50, 99, 2]);
    expect(() => percentile([], 50)).toThrow();
  });

  it('runs all tasks, and at most the given number at once', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await withAtMost(3, [1, 2, 3, 4, 5, 6, 7], async (n) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      done.push(n);
    });
    expect(most).toBe(3);
    expect(done).toHaveLength(7);
  });
});
