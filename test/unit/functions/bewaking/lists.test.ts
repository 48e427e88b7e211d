import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createLists } from '../../../../adapters/table/lists/lists.ts';
import { createMijlpalen } from '../../../../adapters/table/mijlpalen.ts';
import { createZaakLists } from '../../../../adapters/table/zaak-lists.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { EQUATED_PER_YEAR } from '../../../../domain/termijnen/equated-days.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { followLists } from '../../../../functions/bewaking/lists.ts';
import { cause, GENNEP, verhuizing } from '../../domain/support.ts';
import { dossierWith, settledOn, zaakNumber } from '../shared/rest/resources/listed-zaken.ts';

/** What a zaak has in lists and for the figures is made again by the watch when no message brings it. */

const NOORDOOSTPOLDER = '0171' as Gemeentecode;
const PROFILE = gemeenteProfile(GENNEP);
const { termijnen, bewaartermijnen } = PROFILE;
const FEITEN = settledOn('2025-08-13');
const MOVED: readonly Feit[] = [
  ...FEITEN,
  verhuizing({ gemeentecode: '0344', datumVerhuizing: '2025-10-01' }, cause('2025-10-01T08:00:00Z')),
];

let table: ReturnType<typeof memoryTable>;
let reads: number;
beforeEach(() => {
  table = memoryTable();
  reads = 0;
});
afterEach(() => {
  Reflect.set(PROFILE, 'termijnen', termijnen);
  Reflect.set(PROFILE, 'bewaartermijnen', bewaartermijnen);
});

/** As a hub of before left them: in the list of their gemeente alone, by its own entry of this name. */
const oldZaken = async (count: number, feiten: readonly Feit[], listedBy: string): Promise<void> => {
  const states = Array.from({ length: count }, (_, n) => ({
    zaakId: zaakNumber(n + 1),
    dossier: dossierWith(feiten),
  }));
  await createZaakLists({
    writeIfNewer: async (item, attribute) =>
      item.sk === listedBy ? table.writeIfNewer(item, attribute) : false,
  }).store(states);
};

const run = (
  feiten: readonly Feit[] = FEITEN,
  gemeenten: readonly Gemeentecode[] = [NOORDOOSTPOLDER, GENNEP],
) =>
  followLists({
    table,
    zaken: {
      read: async () => {
        reads += 1;
        return [{ versie: feiten.length, tijd: '2025-08-13T08:00:00Z', inhoud: { feiten, meldingen: [] } }];
      },
    },
    telemetry: { info: () => undefined },
    gemeenten,
  });
/** More runs than the lists of two gemeenten need. */
const runAll = async (feiten: readonly Feit[] = FEITEN): Promise<void> => {
  for (let n = 0; n < 8; n += 1) await run(feiten);
};

const listed = async () => (await createLists(table).zaken(GENNEP, 'actief', { max: 1_000 })).elements.length;
const forFigures = async () =>
  (await createMijlpalen(table).perPiece(GENNEP, (zaken) => zaken)).flat().length;

describe('the entries of zaken', () => {
  it('are made again of every zaak, a bounded number in each run, and then of none', async () => {
    await oldZaken(600, FEITEN, 'STAND');
    expect([await listed(), await forFigures()]).toEqual([0, 0]);
    const counts: number[][] = [];
    for (let n = 0; n < 4; n += 1) {
      await run();
      counts.push([await listed(), await forFigures()]);
    }
    // Three lists of another gemeente come first, and hold nothing: no run ends with them.
    expect(counts.map(([inLists]) => inLists)).toEqual([250, 500, 600, 600]);
    expect(counts.map(([, figures]) => figures)).toEqual([250, 500, 600, 600]);
    expect(reads).toBe(600);
  });

  it('are made again of many gemeenten with few zaken in one run', async () => {
    await oldZaken(1, FEITEN, 'STAND');
    await run(FEITEN, [...Array.from({ length: 40 }, () => NOORDOOSTPOLDER), GENNEP]);
    expect([await listed(), await forFigures()]).toEqual([1, 1]);
  });

  it('are looked for in a bounded number of lists in each run', async () => {
    await oldZaken(1, FEITEN, 'STAND');
    const many = [...Array.from({ length: 100 }, () => NOORDOOSTPOLDER), GENNEP];
    await run(FEITEN, many);
    expect(await listed()).toBe(0);
    await run(FEITEN, many);
    expect(await listed()).toBe(1);
  });

  it('are made again of zaken that left the gemeente, for its figures', async () => {
    await oldZaken(1, MOVED, 'VERTROKKEN#0907');
    expect(await forFigures()).toBe(0);
    await runAll(MOVED);
    expect([await listed(), await forFigures()]).toEqual([0, 1]);
  });

  it('are made anew when the terms of a gemeente change', async () => {
    await oldZaken(1, FEITEN, 'STAND');
    await runAll();
    expect(reads).toBe(1);
    Reflect.set(PROFILE, 'termijnen', termijnen.slice(1));
    await runAll();
    expect(reads).toBe(2);
  });

  it('are made anew when another day is put on a par with a holiday', async () => {
    await oldZaken(1, FEITEN, 'STAND');
    await runAll();
    const decree = { year: 2029, days: ['2029-04-30'] };
    const years = EQUATED_PER_YEAR as (typeof decree)[];
    years.push(decree);
    await runAll();
    years.pop();
    expect(reads).toBe(2);
  });

  it('are made anew when a gemeente keeps its zaken longer', async () => {
    await oldZaken(1, FEITEN, 'STAND');
    await runAll();
    Reflect.set(PROFILE, 'bewaartermijnen', { zaak: { verhuisd: 'P5Y' } });
    await runAll();
    expect(reads).toBe(2);
  });

  it('hold no term any more on a place of before the gemeenten dropped rules', async () => {
    await oldZaken(1, FEITEN, 'STAND');
    const place = { pk: `ZAAK#${zaakNumber(1)}`, sk: 'DATUM#11', versie: 1 };
    await table.write([
      { ...place, status: 'DATUM#0907#P2W', sinds: `2025-10-15#${zaakNumber(1)}#TG06` },
      { pk: 'LIJSTEN', sk: 'LIJSTEN', versie: 1, basis: 'of before', meesteTermijnen: 11 },
    ]);
    await runAll();
    expect(await table.read(place)).not.toHaveProperty('status');
    // The number never falls, whatever the gemeenten drop after that.
    expect(await table.read({ pk: 'LIJSTEN', sk: 'LIJSTEN' })).toMatchObject({ meesteTermijnen: 11 });
  });

  it('stay as they are when a newer version of the zaak wrote them', async () => {
    await oldZaken(1, FEITEN, 'STAND');
    const newer = { pk: 'MIJLPALEN#0907', sk: zaakNumber(1), versie: 99 };
    await table.write([newer]);
    await runAll();
    expect(await table.read(newer)).toEqual(newer);
  });
});
