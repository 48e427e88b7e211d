import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../adapters/memory/table.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import type { PostvakItem } from '../../domain/delivery/item.ts';
import { GENNEP, koppeling } from '../unit/domain/support.ts';
import {
  BSN,
  geopendBericht,
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  OTHER_BSN,
  V_NUMMER,
} from '../unit/functions/berichten.ts';
import { berichtOf, hubInMemory } from '../unit/functions/hub-in-memory.ts';

/**
 * Functions run on many machines with different clocks. The decisions of the hub follow from the messages of sources and not from
 * these clocks.
 */

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;
const BEGIN = Date.parse('2025-10-20T10:00:00Z');

const STORY: readonly InboundBericht[] = [
  koppelingBericht(koppeling({}, { vNummer: V_NUMMER, bsn: BSN })),
  geopendBericht({ bsn: OTHER_BSN }),
  inschrijvingBericht({ bsn: BSN, vNummer: V_NUMMER }),
  notificatieBericht('SS101', { bsn: OTHER_BSN }),
  koppelingBericht(koppeling({ versie: 2 }, { vNummer: V_NUMMER, bsn: BSN, geslacht: 'man' })),
];

/** Two instances on one table take the messages in turn. Their clocks differ by `offMs`. */
const play = async (offMs: number) => {
  const table = memoryTable();
  const queues = new Map<string, PostvakItem[]>();
  const instance = (moment: number) =>
    hubInMemory(
      () => ({ inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' } }),
      {
        table,
        queues,
        begin: new Date(moment).toISOString(),
      },
    );
  const hubs = [instance(BEGIN), instance(BEGIN + offMs)];
  for (const [place, bericht] of STORY.entries()) await hubs[place % 2]?.process([bericht]);
  const [hub] = hubs;
  const zaken = await Promise.all(
    [BSN, OTHER_BSN].map(async (bsn) => {
      const [found] = (await hub?.zaken.findZaak({ bsn }, GENNEP)) ?? [];
      return found && [await hub?.zaken.zaakForGemeente(found.zaakId, GENNEP), found];
    }),
  );
  return {
    zaken,
    stored: table.alles().map(({ pk, sk, status }) => `${pk} ${sk} ${status}`),
    received: [...queues].map(([kanaal, items]) => [
      kanaal,
      items.map((item) => {
        const { id, type, data } = berichtOf(item);
        return { id, type, data };
      }),
    ]),
  };
};

describe('functions whose clocks differ', () => {
  it.each([
    ['half a second ahead', SECOND / 2],
    ['half a second behind', -SECOND / 2],
    ['a day ahead', DAY],
    ['three days ahead', 3 * DAY],
    ['three days behind', -3 * DAY],
  ])('by one that is %s store the same and tell the same', async (_, offMs) => {
    expect(await play(offMs)).toEqual(await play(0));
  });
});
