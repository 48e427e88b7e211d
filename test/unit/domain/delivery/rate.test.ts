import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reserve, returned, SHORT_MS, type Tempo } from '../../../../domain/delivery/rate.ts';

/** The moments at which a series of requests may be sent. */
const moments = (perMinute: number, requestedAt: readonly number[]): readonly number[] => {
  let tempo: Tempo | undefined;
  return requestedAt.map((now) => {
    const place = reserve(tempo, perMinute, now);
    tempo = place.tempo;
    return place.op;
  });
};

describe('a rate', () => {
  it('lets the first request go at once and the others in turn', () => {
    expect(moments(60, [0, 0, 0, 0])).toEqual([0, 1000, 2000, 3000]);
    expect(moments(100, [0, 0, 5000])).toEqual([0, 600, 5000]);
  });

  it('lets no request wait that comes slower than the rate', () => {
    expect(moments(60, [0, 1000, 2500, 9000])).toEqual([0, 1000, 2500, 9000]);
  });

  it('gives moments back when the requests that had reserved them are offered anew, but none sooner than it allows', () => {
    const full = { vrijVanaf: 500_000 };
    expect(returned(full, 6, 100_000)).toEqual({ vrijVanaf: 100_000 + SHORT_MS + 10_000 });
    const free = { vrijVanaf: 50_000 };
    expect(returned(free, 6, 100_000)).toEqual(free);
  });

  it('is never exceeded in any minute, and no request goes before it was made', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.array(fc.nat(120_000), { minLength: 1, maxLength: 200 }),
        (perMinute, unsorted) => {
          const requested = unsorted.toSorted((one, other) => one - other);
          const gone = moments(perMinute, requested);
          gone.forEach((moment, number) => {
            expect(moment).toBeGreaterThanOrEqual(requested[number] ?? 0);
            const minute = gone.filter((other) => other >= moment && other < moment + 60_000);
            expect(minute.length).toBeLessThanOrEqual(perMinute);
          });
        },
      ),
    );
  });
});
