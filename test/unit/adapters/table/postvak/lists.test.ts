import { expect, it } from 'vitest';
import { memoryTable } from '../../../../../adapters/memory/table.ts';
import {
  createHerleveringen,
  type Herlevering,
} from '../../../../../adapters/table/postvak/herleveringen.ts';
import { pages } from '../../../../../adapters/table/postvak/pages.ts';
import { createPostvak } from '../../../../../adapters/table/postvak/postvak.ts';
import type { Item, Table } from '../../../../../adapters/table/table.ts';
import { ZaakId } from '../../../../../contracts/base-types.ts';
import { newPostvakItem } from '../../../../../domain/delivery/item.ts';
import type { KanaalId } from '../../../../../domain/partners/address.ts';

/** What DynamoDB does to lists and places that a memory does not: it cuts off a page at a megabyte, and is asked by two at once. */

const TAALSCHOOL: KanaalId = '0907/taalschool';
const NOW = Date.parse('2026-06-01T12:00:00.000Z');
const at = (seconds: number) => new Date(NOW + seconds * 1000);

/** A table that gives at most so many items in a page, however many are asked. */
const cutOffAt = (most: number): Table => {
  const table = memoryTable();
  return {
    ...table,
    perStatus: (status, options = {}) =>
      table.perStatus(status, { ...options, max: Math.min(options.max ?? most, most) }),
  };
};

it('a list over several places skips nothing when the page of one of them is cut off', async () => {
  const postvak = createPostvak(cutOffAt(3));
  const zaken = Array.from({ length: 10 }, (_, number) =>
    ZaakId.parse(`3f7d6c1e-0f5b-8a8e-9d6a-00000000000${number}`),
  );
  for (const [number, zaakId] of zaken.entries()) {
    const message = { id: zaakId, type: 't', source: 's', subject: zaakId, data: { volgnummer: 1 } };
    const item = newPostvakItem(TAALSCHOOL, message, at(number), []);
    await postvak.put([item]);
    if (number === 7) await postvak.claim(item, 'webhook', at(1000), at(number));
  }
  const seen: string[] = [];
  for await (const items of pages(postvak, TAALSCHOOL, { places: ['klaargezet', 'bezig'], max: 500 })) {
    seen.push(...items.map((item) => item.zaakId));
  }
  expect(seen).toEqual(zaken);
});

const requestOf = (id: string, seconds = 0): Herlevering => ({
  id,
  kanaal: TAALSCHOOL,
  keuze: { tot: at(seconds).toISOString() },
  door: 'beheer',
  aangevraagdOp: at(seconds).toISOString(),
  aantal: 1,
  gedaan: 0,
  vanaf: at(seconds).toISOString(),
  versie: 1,
});

/** A table that falls when the first request is to be kept, after its place was taken. */
const fallsAtFirst = (table: Table): Table => ({
  ...table,
  insert: (item: Item, attribute) =>
    item.sk === 'HERLEVERING' ? Promise.reject(new Error('fell')) : table.insert(item, attribute),
});

it('of one partner only one request to send again begins, also while another is still to be kept', async () => {
  const table = memoryTable();
  await expect(createHerleveringen(fallsAtFirst(table)).begin(requestOf('first'))).rejects.toThrow('fell');
  const herleveringen = createHerleveringen(table);
  expect(await herleveringen.begin(requestOf('second', 59))).toBe(false);
  // By now whoever was to keep the first has ended.
  expect(await herleveringen.begin(requestOf('third', 61))).toBe(true);
  expect(await herleveringen.begin(requestOf('fourth', 200))).toBe(false);
});
