import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KORT_MS, reserveer, type Tempo, teruggegeven } from '../../../../domain/delivery/rate.ts';

/** The moments at which a series of requests may go. */
const momenten = (perMinuut: number, gevraagdOp: readonly number[]): readonly number[] => {
  let tempo: Tempo | undefined;
  return gevraagdOp.map((nu) => {
    const plek = reserveer(tempo, perMinuut, nu);
    tempo = plek.tempo;
    return plek.op;
  });
};

describe('a rate', () => {
  it('gives the first its turn at once and the others theirs in turn', () => {
    expect(momenten(60, [0, 0, 0, 0])).toEqual([0, 1000, 2000, 3000]);
    expect(momenten(100, [0, 0, 5000])).toEqual([0, 600, 5000]);
  });

  it('lets nobody wait who comes slower than the rate', () => {
    expect(momenten(60, [0, 1000, 2500, 9000])).toEqual([0, 1000, 2500, 9000]);
  });

  it('gives room again once those who waited lost their moment, but not sooner than it allows', () => {
    const vol = { vrijVanaf: 500_000 };
    expect(teruggegeven(vol, 6, 100_000)).toEqual({ vrijVanaf: 100_000 + KORT_MS + 10_000 });
    const vrij = { vrijVanaf: 50_000 };
    expect(teruggegeven(vrij, 6, 100_000)).toEqual(vrij);
  });

  it('is never exceeded in any minute, nobody goes early, and all keep their order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.array(fc.nat(120_000), { minLength: 1, maxLength: 200 }),
        (perMinuut, ongesorteerd) => {
          const gevraagd = ongesorteerd.toSorted((een, ander) => een - ander);
          const gegaan = momenten(perMinuut, gevraagd);
          gegaan.forEach((moment, nummer) => {
            expect(moment).toBeGreaterThanOrEqual(gevraagd[nummer] ?? 0);
            const minuut = gegaan.filter((ander) => ander >= moment && ander < moment + 60_000);
            expect(minuut.length).toBeLessThanOrEqual(perMinuut);
          });
        },
      ),
    );
  });
});
