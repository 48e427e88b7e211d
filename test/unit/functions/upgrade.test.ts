import { describe, expect, it } from 'vitest';
import { createBooks } from '../../../adapters/table/books.ts';
import { createKanalen } from '../../../adapters/table/kanalen.ts';
import { withOldPlace } from '../../../adapters/table/postvak/old-place.ts';
import { createPostvak } from '../../../adapters/table/postvak/postvak.ts';
import type { ZaakId } from '../../../contracts/base-types.ts';
import { bookOf } from '../../../domain/delivery/books.ts';
import { GENNEP, koppeling } from '../domain/support.ts';
import { BSN, inschrijvingBericht, koppelingBericht, V_NUMMER } from './berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from './hub-in-memory.ts';
import { putBackAsBefore } from './old-post.ts';

/** A hub that goes on with what version 0.1.0 stored: its messages lie among the commits of their zaak. */

const linked = koppelingBericht(koppeling({}, { vNummer: V_NUMMER, bsn: BSN }));
const corrected = koppelingBericht(
  koppeling({ versie: 2 }, { vNummer: V_NUMMER, bsn: BSN, geslacht: 'man' }),
);
const registered = inschrijvingBericht({ bsn: BSN, vNummer: V_NUMMER });

const begun = async (): Promise<HubInMemory> => {
  const hub = hubInMemory(() => ({}));
  await createKanalen(hub.table).chooseBaseDoor('0907/balk', 'ophalen');
  await hub.process([linked]);
  return hub;
};

const upgraded = async (of: HubInMemory): Promise<HubInMemory> => {
  const hub = of.copy();
  await putBackAsBefore(hub.table);
  return hub;
};

const received = (hub: HubInMemory) =>
  Object.fromEntries(
    [...hub.queues].map(([kanaal, items]) => [
      kanaal,
      items.map((item) => {
        const { id, type, data } = berichtOf(item);
        return { id, type, data };
      }),
    ]),
  );

const zaken = (hub: HubInMemory): readonly ZaakId[] => [
  ...new Set(
    hub.table
      .alles()
      .flatMap(({ pk, sk }) =>
        sk === 'COMMIT#000001' && pk.startsWith('ZAAK#') ? [pk.slice(5) as ZaakId] : [],
      ),
  ),
];

/** What the books say of every zaak. */
const books = async (hub: HubInMemory) => {
  const made = createBooks(hub.table, hub.ontvangsten, { inPart: async () => [] });
  const read = await made.books(zaken(hub));
  return Promise.all(
    read.map(async (one) => ({
      ...bookOf(one.book, () => true),
      of: await made.checkFacts([one], hub.now()),
    })),
  );
};

/** The stored items without the marks of moved messages. */
const stored = (hub: HubInMemory) =>
  hub.table
    .alles()
    .filter(({ plek }) => plek !== 'verhuisd')
    .map(({ pk, sk, status }) => `${pk} ${sk} ${status}`);

describe('a hub with messages of version 0.1.0', () => {
  it('shows how far they are, and accounts for each of them', async () => {
    const hub = await begun();
    const later = await upgraded(hub);
    expect(await books(later)).toEqual(await books(hub));
    expect(JSON.stringify(await books(later))).not.toContain('bericht-');
    for (const zaakId of zaken(hub)) {
      expect(await later.zaken.tijdlijn(zaakId, GENNEP)).toEqual(await hub.zaken.tijdlijn(zaakId, GENNEP));
    }
  });

  it('tells partners what is new behind what they were told, as if it had always lain there', async () => {
    const hub = await begun();
    const later = await upgraded(hub);
    for (const one of [hub, later]) await one.process([corrected, registered]);
    expect(received(later)).toEqual(received(hub));
    expect(stored(later)).toEqual(stored(hub));
    expect(await books(later)).toEqual(await books(hub));
    expect(received(later)['0907/mage']?.map(({ data }) => data.volgnummer)).toEqual([1, 2]);
  });

  it('sends nothing twice when it was updated between a message and striking off its commit', async () => {
    const hub = await begun();
    const later = await upgraded(hub);
    for (const { pk, sk, ...rest } of later.table.alles()) {
      if (pk.startsWith('ZAAK#') && sk.startsWith('COMMIT#')) {
        await later.table.write([{ pk, sk, ...rest, status: 'UITGAAND', sinds: hub.now().toISOString() }]);
      }
    }
    for (const one of [hub, later]) await one.process([corrected, registered]);
    expect(received(later)).toEqual(received(hub));
    expect(stored(later)).toEqual(stored(hub));
  });

  it('lets a message that lies ready be confirmed once it is moved, and says until then that it is in motion', async () => {
    const hub = await upgraded(await begun());
    const zaakId = hub.pseudonyms.zaakId(V_NUMMER);
    const postvak = createPostvak(withOldPlace(hub.table));
    const [first] = (await postvak.list('0907/balk')).items;
    const id = JSON.parse(first?.tekst ?? '{}').id;
    const confirm = async () => {
      const item = await postvak.find('0907/balk', id);
      expect(item).toMatchObject({ zaakId, volgnummer: 1 });
      return item !== undefined && (await postvak.confirm(item, hub.now()));
    };
    expect(await confirm()).toBe(false);
    await hub.process([corrected]);
    expect(await confirm()).toBe(true);
    expect(await postvak.find('0907/balk', id)).toMatchObject({ plek: 'bevestigd' });
  });

  it.each(['before anything was moved', 'after a part of it was moved'])(
    'erases a person, %s',
    async (moment) => {
      const hub = await begun();
      const later = await upgraded(hub);
      const zaakId = hub.pseudonyms.zaakId(V_NUMMER);
      for (const one of [hub, later]) {
        if (moment.startsWith('after')) await one.process([corrected]);
        await one.erase(zaakId, GENNEP);
      }
      expect(received(later)).toEqual(received(hub));
      expect(stored(later)).toEqual(stored(hub));
      expect(later.table.alles().filter(({ plek }) => plek === 'verhuisd')).toEqual([]);
      const views = await Promise.all(
        [hub, later].map((one) => one.erasings.view(zaakId, GENNEP, one.now())),
      );
      const [told, toldLater] = views.map((view) =>
        view?.ontvangers.map(({ partner, staat }) => [partner, staat]),
      );
      expect(toldLater).toEqual(told);
    },
  );
});
