import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Place, reserve, returned, SHORT_MS, type Tempo } from '../../../../domain/delivery/rate.ts';

/** The places of a series of messages. */
const places = (
  perMinute: number,
  requests: readonly { readonly at: number; readonly cameBack?: boolean }[],
  begin?: Tempo,
): readonly Place[] => {
  let tempo = begin;
  return requests.map(({ at, cameBack = false }) => {
    const taken = reserve(tempo, perMinute, at, cameBack);
    tempo = taken.tempo;
    return taken.place;
  });
};

const NOW = { at: 0 };

describe('a rate', () => {
  it('lets the first go at once and the next in turn, a little further apart than a minute holds', () => {
    expect(places(122, [NOW, NOW, NOW, NOW])).toEqual([0, 500, 1000, 1500].map((op) => ({ op, goes: true })));
  });

  it('lets nobody wait who comes slower than the rate', () => {
    const moments = [0, 1000, 2500, 9000];
    expect(
      places(
        61,
        moments.map((at) => ({ at })),
      ),
    ).toEqual(moments.map((op) => ({ op, goes: true })));
  });

  it('tells the others when to come back, one after the other', () => {
    expect(places(61, [NOW, NOW, NOW, NOW, NOW]).slice(2)).toEqual(
      [2000, 3000, 4000].map((op) => ({ op, goes: false })),
    );
  });

  it('lets who came back go, however late, before who comes now', () => {
    const line: Tempo = { vrijVanaf: 2000, rijTot: 5000 };
    expect(
      places(61, [{ at: 3600 }, { at: 3600, cameBack: true }, { at: 3600, cameBack: true }], line),
    ).toEqual([
      { op: 5000, goes: false },
      { op: 3600, goes: true },
      { op: 4600, goes: true },
    ]);
  });

  it('has no line any more once all of it were offered anew, and no moment that an earlier version gave away', () => {
    expect(returned({ vrijVanaf: 1000, rijTot: 500_000 }, 61, 0)).toEqual({ vrijVanaf: 1000 });
    expect(returned({ vrijVanaf: 500_000 }, 61, 0)).toEqual({ vrijVanaf: SHORT_MS + 1000 });
  });

  it('puts nobody before the moments that an earlier version of the hub gave away', () => {
    expect(places(61, [NOW, NOW, { at: 0, cameBack: true }], { vrijVanaf: 90_000 })).toEqual(
      [90_000, 91_000, 92_000].map((op) => ({ op, goes: false })),
    );
  });

  it('is never exceeded in any minute at the receiver, however long each call is under way', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.array(
          fc.record({
            at: fc.nat(120_000),
            cameBack: fc.boolean(),
            underWay: fc.nat(1000),
            anew: fc.boolean(),
          }),
          { minLength: 1, maxLength: 200 },
        ),
        (perMinute, unsorted) => {
          let tempo: Tempo | undefined;
          const calls: number[] = [];
          for (const { at, cameBack, underWay, anew } of unsorted.toSorted(
            (one, other) => one.at - other.at,
          )) {
            if (anew && tempo !== undefined) tempo = returned(tempo, perMinute, at);
            const taken = reserve(tempo, perMinute, at, cameBack);
            tempo = taken.tempo;
            expect(taken.place.op).toBeGreaterThanOrEqual(at);
            if (!taken.place.goes) continue;
            expect(taken.place.op).toBeLessThanOrEqual(at + SHORT_MS);
            calls.push(taken.place.op + underWay);
          }
          for (const moment of calls) {
            const minute = calls.filter((other) => other >= moment && other < moment + 60_000);
            expect(minute.length).toBeLessThanOrEqual(perMinute);
          }
        },
      ),
    );
  });
});
