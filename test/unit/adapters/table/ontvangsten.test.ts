import { expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createOntvangsten } from '../../../../adapters/table/ontvangsten.ts';

it('counts the receipts of some senders, page by page, beside those of everybody', async () => {
  const table = memoryTable();
  await table.write(
    ['coa', 'gemeente-0907', 'taalschool-0907', 'gemeente-0796'].map((organisatie, number) => ({
      pk: `ONTVANGST#${number}`,
      sk: 'ONTVANGST',
      status: 'ONTVANGST#wacht',
      sinds: `2025-09-05T08:00:0${number}Z`,
      type: 'nl.tvs.koppeling.geregistreerd.v1',
      organisatie,
    })),
  );
  const ontvangsten = createOntvangsten(table);
  const senders = new Set(['gemeente-0907', 'taalschool-0907']);
  expect((await ontvangsten.countOpen()).wacht).toBe(4);
  expect(await ontvangsten.countOpen(senders)).toEqual({ ontvangen: 0, wacht: 2, quarantaine: 0 });
  const first = await ontvangsten.countPage('wacht', 2, undefined, senders);
  expect(first.aantal).toBe(1);
  const second = await ontvangsten.countPage('wacht', 2, first.na, senders);
  expect(second).toEqual({ aantal: 1 });
});
