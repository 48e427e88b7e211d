import { expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createLists } from '../../../../adapters/table/lists/lists.ts';
import { createZaakLists } from '../../../../adapters/table/zaak-lists.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { followLists } from '../../../../functions/bewaking/lists.ts';
import { dossierWith, settledOn, zaakNumber } from '../api/resources/listed-zaken.ts';

it('makes the entries of every zaak again, a bounded number in each run, and rests once all are made', async () => {
  const table = memoryTable();
  const feiten = settledOn('2025-08-13');
  const states = Array.from({ length: 600 }, (_, n) => ({
    zaakId: zaakNumber(n + 1),
    dossier: dossierWith(feiten),
  }));
  // As a hub of before left them: the zaken in the list of their gemeente, and in no list by date.
  await createZaakLists({
    writeIfNewer: async (item, attribute) =>
      item.sk === 'STAND' ? table.writeIfNewer(item, attribute) : false,
  }).store(states);
  let reads = 0;
  const run = () =>
    followLists({
      table,
      zaken: {
        read: async () => {
          reads += 1;
          return [{ versie: 3, tijd: '2025-08-13T08:00:00Z', inhoud: { feiten, meldingen: [] } }];
        },
      },
      telemetry: { info: () => undefined },
      gemeenten: ['0171', '0907'] as Gemeentecode[],
    });
  const lists = createLists(table);
  const listed = async () => (await lists.zaken('0907', 'actief', { max: 1_000 })).elements.length;
  const counts: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    await run();
    counts.push(await listed());
  }
  expect(counts).toEqual([0, 250, 500, 600, 600]);
  expect(reads).toBe(600);
});
