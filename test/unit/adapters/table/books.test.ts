import { describe, expect, it } from 'vitest';
import { createBooks } from '../../../../adapters/table/books.ts';
import type { Table } from '../../../../adapters/table/table.ts';
import { bookOf } from '../../../../domain/delivery/books.ts';
import { koppeling } from '../../domain/support.ts';
import { koppelingBericht, V_NUMMER } from '../../functions/berichten.ts';
import { type HubInMemory, hubInMemory } from '../../functions/hub-in-memory.ts';

/** The books of a zaak that goes on while they are made up: timeline and postvak are not read at one moment. */

const begun = async (): Promise<HubInMemory> => {
  const hub = hubInMemory(() => ({}));
  await hub.process([koppelingBericht()]);
  return hub;
};

/** The differences in the books of its zaak, when `meanwhile` happens after one of its partitions was read first. */
const differences = async (hub: HubInMemory, first: string, meanwhile: () => Promise<void>) => {
  const zaakId = hub.pseudonyms.zaakId(V_NUMMER);
  const early = await hub.table.partition(`${first}#${zaakId}`);
  await meanwhile();
  let isFirst = true;
  const table: Table = {
    ...hub.table,
    partition: async (pk, skBegin) => {
      if (pk !== `${first}#${zaakId}` || !isFirst) return hub.table.partition(pk, skBegin);
      isFirst = false;
      return early;
    },
  };
  const books = createBooks(table, hub.ontvangsten, { inPart: async () => [] });
  const read = await books.books([zaakId]);
  const verschillen = await books.checkFacts(read, hub.now());
  return [...read.flatMap(({ book }) => bookOf(book, () => true).verschillen), ...verschillen].map(
    ({ soort }) => soort,
  );
};

describe('the books of a zaak', () => {
  it.each(['ZAAK', 'POSTVAK'])(
    'are in order when partners are told more after its %s was read',
    async (first) => {
      const hub = await begun();
      const other = { vNummer: V_NUMMER, naam: { voornamen: 'Anders', geslachtsnaam: 'Genoemd' } };
      const more = () => hub.process([koppelingBericht(koppeling({ versie: 2 }, other))]);
      const own = `POSTVAK#${hub.pseudonyms.zaakId(V_NUMMER)}`;
      const before = hub.table.alles().filter(({ pk }) => pk === own).length;
      expect(await differences(hub, first, more)).toEqual([]);
      expect(hub.table.alles().filter(({ pk }) => pk === own).length).toBeGreaterThan(before);
    },
  );

  it('name a message that is gone, and one that nobody decided on, however often they are read', async () => {
    const hub = await begun();
    const zaakId = hub.pseudonyms.zaakId(V_NUMMER);
    const [item] = await hub.table.partition(`POSTVAK#${zaakId}`, 'POST#0907/balk#');
    if (item === undefined) throw new Error('nobody was told');
    await hub.table.remove([item]);
    await hub.table.write([{ ...item, sk: 'POST#0907/balk#000007' }]);
    expect((await differences(hub, 'ZAAK', async () => undefined)).toSorted()).toEqual([
      'bericht-ontbreekt',
      'bericht-onverwacht',
    ]);
  });
});
