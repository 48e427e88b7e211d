import { describe, expect, it } from 'vitest';
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

const requestOf = (id: string): Herlevering => ({
  id,
  kanaal: TAALSCHOOL,
  keuze: { tot: at(0).toISOString() },
  door: 'beheer',
  aangevraagdOp: at(0).toISOString(),
  aantal: 1,
  gedaan: 0,
  vanaf: at(0).toISOString(),
  versie: 1,
});

/** A table that keeps the request only after this; its place was taken by then. */
const keepsAfter = (table: Table, first: () => Promise<unknown>): Table => ({
  ...table,
  insert: async (item: Item, attribute) => {
    if (item.sk === 'HERLEVERING') await first();
    return table.insert(item, attribute);
  },
});

describe('a request to send again', () => {
  it('runs alone, also when another begins between the taking of its place and the keeping of it', async () => {
    const table = memoryTable();
    const begun: boolean[] = [];
    const between = async () => begun.push(await createHerleveringen(table).begin(requestOf('second')));
    begun.push(await createHerleveringen(keepsAfter(table, between)).begin(requestOf('first')));
    expect(begun).toEqual([true, false]);
    const herleveringen = createHerleveringen(table);
    expect((await herleveringen.waiting(at(1))).map(({ id }) => id)).toEqual(['second']);
    expect(await herleveringen.begin(requestOf('third'))).toBe(false);
  });

  it('of whom the hub fell before it was kept leaves its place to the next', async () => {
    const table = memoryTable();
    const falls = keepsAfter(table, () => Promise.reject(new Error('fell')));
    await expect(createHerleveringen(falls).begin(requestOf('first'))).rejects.toThrow('fell');
    expect(await createHerleveringen(table).begin(requestOf('second'))).toBe(true);
  });
});
