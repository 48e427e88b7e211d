import { describe, expect, it } from 'vitest';
import { createBooks } from '../../../../adapters/table/books.ts';
import type { Item } from '../../../../adapters/table/table.ts';
import { ZaakId } from '../../../../contracts/base-types.ts';
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
  const table: typeof hub.table = {
    ...hub.table,
    partition: async (pk, ...part) => {
      if (pk !== `${first}#${zaakId}` || !isFirst) return hub.table.partition(pk, ...part);
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

  it('count a message that was put as delivered, and is not sent for certain, as one that lies ready', async () => {
    const hub = await begun();
    const zaakId = hub.pseudonyms.zaakId(V_NUMMER);
    const books = createBooks(hub.table, hub.ontvangsten, { inPart: async () => [] });
    const statesOf = async () =>
      (await books.books([zaakId])).flatMap(({ book: { post } }) => [
        ...new Set(post.map(({ staat }) => staat)),
      ]);
    expect(await statesOf()).toEqual(['bezorgd']);
    for (const item of hub.table.alles().filter(({ pk }) => pk === `POSTVAK#${zaakId}`)) {
      await hub.table.write([{ ...item, bezigTot: '2025-09-10T08:00:00.000Z' }]);
    }
    expect(await statesOf()).toEqual(['bezorgd']);
    for (const item of await hub.table.partition(`ZAAK#${zaakId}`, 'COMMIT#')) {
      await hub.table.write([{ ...item, status: 'UITGAAND', sinds: '2025-09-10T08:00:00.000Z' }]);
    }
    expect(await statesOf()).toEqual(['klaargezet']);
  });
});

describe('what the books read', () => {
  /** The calls of the table while the books of every zaak are made up, and what they gave. */
  const readings = async (hub: HubInMemory) => {
    const calls: { readonly name: string; readonly found: unknown }[] = [];
    const table = new Proxy(hub.table, {
      get:
        (target, name: keyof typeof hub.table) =>
        async (...asked: never[]) => {
          const found = await Reflect.apply(target[name], target, asked);
          calls.push({ name, found });
          return found;
        },
    });
    const partitions = hub.table.alles().flatMap(({ pk }) => (pk.startsWith('ZAAK#') ? [pk.slice(5)] : []));
    const zaakIds = [...new Set(partitions)].map((id) => ZaakId.parse(id));
    const books = createBooks(table, hub.ontvangsten, { inPart: async () => [] });
    const differences = await books.checkFacts(await books.books(zaakIds), hub.now());
    return { calls, differences, zaakIds };
  };

  it('is two partitions of each zaak, and the receipts of all of them in one call', async () => {
    const hub = await begun();
    const { calls, differences, zaakIds } = await readings(hub);
    expect(zaakIds.length).toBeGreaterThan(1);
    expect(differences).toEqual([]);
    expect(calls.filter(({ name }) => name === 'partition')).toHaveLength(2 * zaakIds.length);
    expect(calls.filter(({ name }) => name !== 'partition').map(({ name }) => name)).toEqual(['readAll']);
  });

  it('is of no message what it says, and of no receipt what came', async () => {
    const hub = await begun();
    const stored = hub.table.alles();
    expect(stored.filter(({ pk }) => pk.startsWith('POSTVAK#')).every(({ bericht }) => bericht)).toBe(true);
    const found = (await readings(hub)).calls
      .flatMap((call) => call.found as readonly Item[])
      .filter(({ pk }) => !pk.startsWith('ZAAK#'));
    expect(new Set(found.map(({ pk }) => pk.split('#')[0]))).toEqual(new Set(['POSTVAK', 'ONTVANGST']));
    expect(
      found.flatMap((item) => Object.keys(item)).filter((name) => ['bericht', 'inhoud'].includes(name)),
    ).toEqual([]);
  });
});
