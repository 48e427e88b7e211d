import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../runs.ts';
import { sideBySide } from './side-by-side.ts';
import { HOUR, KANAAL, MINUTE, SECOND, status } from './support.ts';

/** The rate of a receiver as the receiver itself counts it, with invocations side by side. */

/** The most calls that one minute held, wherever it begins. */
const busiestMinute = (moments: readonly number[]): number =>
  Math.max(
    0,
    ...moments.map((begin) => moments.filter((moment) => moment >= begin && moment < begin + MINUTE).length),
  );

/** Numbers in [0, 1), the same ones for the same seed. */
const seeded = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

describe('a rate that a receiver allows', () => {
  it('is kept to the full: what waits goes as fast as it allows, and not faster', async () => {
    const hub = await sideBySide({ tempo: 120 });
    for (let number = 1; number <= 100; number++) await hub.put(number, 1);
    await hub.passes(10 * MINUTE);
    const moments = hub.calls.map(({ at }) => at);
    expect(moments).toHaveLength(100);
    expect(busiestMinute(moments)).toBeLessThanOrEqual(120);
    expect(Math.max(...moments)).toBeLessThan(60 * SECOND);
  });

  it('is never exceeded, and nothing is lost or out of order, whatever falls and whatever its partner changes meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          tempo: fc.constantFrom(2, 6, 30, 120, 600),
          lanes: fc.integer({ min: 1, max: 40 }),
          atOnce: fc.integer({ min: 1, max: 8 }),
          seed: fc.nat(),
          falls: fc.boolean(),
          fails: fc.boolean(),
          changes: fc.array(fc.nat(2 * MINUTE), { maxLength: 4 }),
        }),
        async ({ tempo, lanes, atOnce, seed, falls, fails, changes }) => {
          const chance = seeded(seed);
          let wild = true;
          const hub = await sideBySide(
            { tempo },
            {
              atOnce,
              callMs: () => Math.round(30 * chance()),
              fault: () => {
                if (!wild || !falls || chance() > 0.01) return undefined;
                return chance() < 0.5 ? 'before its effect' : 'after its effect';
              },
            },
          );
          const accepted: { readonly zaak: string; readonly id: string }[] = [];
          hub.setup.response = ({ id = '', request }) => {
            if (wild && fails && chance() < 0.3) return status(503);
            accepted.push({ zaak: JSON.parse(String(request.body)).data.zaakId, id });
            return status(204);
          };
          for (let number = 1; number <= lanes; number++) {
            await hub.put(number, 1);
            if (number % 3 === 0) await hub.put(number, 2);
          }
          let passed = 0;
          for (const moment of changes.toSorted((one, other) => one - other)) {
            await hub.passes(moment - passed);
            passed = moment;
            hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
          }
          await hub.passes(5 * MINUTE);
          wild = false;
          await hub.passes(10 * HOUR);

          expect(busiestMinute(hub.calls.map(({ at }) => at))).toBeLessThanOrEqual(tempo);
          for (let number = 1; number <= lanes; number++) {
            expect(new Set(await hub.places(number))).toEqual(new Set(['bezorgd']));
          }
          for (const messages of Map.groupBy(accepted, ({ zaak }) => zaak).values()) {
            const ids = [...new Set(messages.map(({ id }) => id))];
            expect(ids).toEqual(ids.toSorted());
            if (!falls) expect(messages).toHaveLength(ids.length);
          }
        },
      ),
      { numRuns: runs(40) },
    );
  }, 300_000);
});
