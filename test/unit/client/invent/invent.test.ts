import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generate } from '../../../../client/invent/generate.ts';
import { HAPPENINGS, happen } from '../../../../client/invent/happenings.ts';
import { createNumbers, MOST_BSN } from '../../../../client/invent/numbers.ts';
import { createRandom } from '../../../../client/invent/random.ts';
import { parseScenario } from '../../../../client/scenario/parse.ts';
import { Bsn, Vnummer } from '../../../../contracts/base-types.ts';
import { runs } from '../../../runs.ts';
import { faultsOf } from '../scenario/faults.ts';

const seed = fc.nat(2 ** 32 - 1);
const OPTIONS = { gemeente: '0907', until: '2026-03-01', duplicates: 0.1 };

describe('numbers of nobody', () => {
  it('are BSNs that pass the elfproef and begin with 9999, none of them twice', () => {
    fc.assert(
      fc.property(seed, (from) => {
        const numbers = createNumbers(createRandom(from));
        const drawn = Array.from({ length: 200 }, () => numbers.bsn());
        expect(drawn.filter((bsn) => !Bsn.safeParse(bsn).success || !bsn.startsWith('9999'))).toEqual([]);
        expect(new Set(drawn).size).toBe(drawn.length);
      }),
      { numRuns: runs(30) },
    );
  });

  it('are enough for who asks for the most, and end with an error', () => {
    const numbers = createNumbers(createRandom(1));
    const drawn = Array.from({ length: MOST_BSN }, () => numbers.bsn());
    expect(new Set(drawn).size).toBe(MOST_BSN);
    expect(() => {
      for (let more = 0; more < 1_000; more += 1) numbers.bsn();
    }).toThrow('every BSN that begins with 9999 has been drawn');
  });

  it('are V-nummers of ten digits', () => {
    const numbers = createNumbers(createRandom(2));
    for (let more = 0; more < 100; more += 1) expect(Vnummer.safeParse(numbers.vNummer()).success).toBe(true);
  });
});

describe('an event that is made to happen', () => {
  it.each(HAPPENINGS)('keeps to its contract, with what came before it: %s', (kind) => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 4 }), fc.nat(4), (from, adults, children) => {
        const options = {
          gezin: { adults, children },
          gemeente: '0907',
          seed: from,
          today: '2026-03-01',
        };
        const { before, steps, members } = happen(kind, options);
        expect([...before, ...steps].flatMap(faultsOf)).toEqual([]);
        expect(steps).not.toEqual([]);
        expect(members).toHaveLength(adults + children);
        expect(happen(kind, options)).toEqual({ before, steps, members });
      }),
      { numRuns: runs(20) },
    );
  });
});

describe('a file of invented households', () => {
  it('keeps to the contracts, and can be read as a scenario', () => {
    fc.assert(
      fc.property(seed, (from) => {
        const steps = generate({ ...OPTIONS, households: 6, seed: from });
        expect(steps.flatMap(faultsOf)).toEqual([]);
        const text = steps.map((step) => JSON.stringify(step)).join('\n');
        expect(parseScenario(text, 'file')).toEqual(JSON.parse(`[${text.replaceAll('\n', ',')}]`));
      }),
      { numRuns: runs(30) },
    );
  });

  it('keeps to the contracts with a thousand households', () => {
    const steps = generate({ ...OPTIONS, households: 1_000, seed: 7 });
    expect(steps.flatMap(faultsOf)).toEqual([]);
    expect(steps.length).toBeGreaterThan(4_000);
  });

  it('is the same for the same seed, and another for another', () => {
    const text = (from: number) => JSON.stringify(generate({ ...OPTIONS, households: 20, seed: from }));
    expect(text(7)).toBe(text(7));
    expect(text(7)).not.toBe(text(8));
  });

  it('tells everything once without duplicates, and twice when all are', () => {
    const texts = (duplicates: number) =>
      generate({ ...OPTIONS, duplicates, households: 20, seed: 7 }).map((step) => JSON.stringify(step));
    expect(new Set(texts(0)).size).toBe(texts(0).length);
    expect(new Set(texts(1)).size * 2).toBe(texts(1).length);
  });

  it('has incomplete dates, names in other scripts and corrections', () => {
    const text = JSON.stringify(generate({ ...OPTIONS, households: 200, seed: 7 }));
    expect(text).toMatch(/"geboortedatum":"\d{4}"/);
    expect(text).toMatch(/"geboortedatum":"\d{4}-\d\d"/);
    expect(text).toMatch(/\p{Script=Arabic}/u);
    expect(text).toMatch(/\p{Script=Ethiopic}/u);
    expect(text).toMatch(/\p{Script=Cyrillic}/u);
    expect(text).toContain('"soort":"correctie"');
    expect(text).toContain('koppeling.ingetrokken');
  });
});
