import { beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createOfferAgain } from '../../../../adapters/table/offer-again.ts';
import { createOntvangsten } from '../../../../adapters/table/ontvangsten.ts';
import type { OntvangstId } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { publishAgain } from '../../../../functions/bewaking/offer-again.ts';
import { koppelingBericht, written } from '../berichten.ts';

/** Many messages that no function gets through: each run of the watch takes a part, and none is forgotten. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const world = () => {
  const table = memoryTable();
  const ontvangsten = createOntvangsten(table);
  const offers = createOfferAgain(table);
  const { telemetry, measured, told, errors } = written();
  const begin = Date.now();
  const offered: OntvangstId[] = [];
  const looked: OntvangstId[] = [];
  let refuses: (id: OntvangstId) => boolean = () => false;
  let attempts = 0;
  return {
    table,
    ontvangsten,
    offers,
    offered,
    looked,
    measured,
    told,
    errors,
    attempts: () => attempts,
    busRefuses: (fresh: (id: OntvangstId) => boolean) => {
      refuses = fresh;
    },
    accept: async (count: number): Promise<readonly OntvangstId[]> => {
      const berichten = Array.from({ length: count }, () => koppelingBericht());
      for (const bericht of berichten) await ontvangsten.accept(bericht);
      return berichten.map(({ ontvangstId }) => ontvangstId);
    },
    /** One run of the watch so long after the messages came; gives how many it looked at and offered. */
    run: async (ms: number): Promise<readonly [looked: number, offered: number]> => {
      looked.length = 0;
      offered.length = 0;
      attempts = 0;
      await publishAgain({
        table,
        ontvangsten,
        offers: {
          ...offers,
          toOfferAgain: async (ontvangstId) => {
            looked.push(ontvangstId);
            return offers.toOfferAgain(ontvangstId);
          },
        },
        bus: {
          publish: async (berichten: readonly InboundBericht[]) => {
            for (const { ontvangstId } of berichten) {
              attempts += 1;
              if (refuses(ontvangstId)) throw new Error('the bus refused');
              offered.push(ontvangstId);
            }
          },
        },
        telemetry,
        now: new Date(begin + ms),
      });
      return [looked.length, offered.length];
    },
  };
};

let hub: ReturnType<typeof world>;
beforeEach(() => {
  hub = world();
});

describe('many messages that stayed unprocessed', () => {
  it('are offered the oldest first, so many in a run, and each once in an hour', async () => {
    const ids = await hub.accept(1_200);
    const seen: OntvangstId[] = [];
    const counts: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      counts.push((await hub.run(2 * HOUR + n * MINUTE))[1]);
      seen.push(...hub.offered);
    }
    expect(counts).toEqual([500, 500, 200, 0]);
    expect(new Set(seen)).toEqual(new Set(ids));
    expect(seen).toHaveLength(1_200);
  });

  it('cost next to nothing in each run once they were offered often enough, and keep no other waiting', async () => {
    await hub.accept(600);
    for (let hour = 2; hour < 5; hour += 1) {
      for (const minute of [0, 5]) await hub.run(hour * HOUR + minute * MINUTE + hour * 10 * MINUTE);
    }
    // The place comes behind them.
    for (const minute of [0, 5, 10]) await hub.run(7 * HOUR + minute * MINUTE);
    const [looked, offered] = await hub.run(7 * HOUR + 15 * MINUTE);
    expect([looked <= 25, offered]).toEqual([true, 0]);
    const fresh = koppelingBericht();
    await hub.ontvangsten.accept(fresh);
    await hub.table.change(
      { pk: `ONTVANGST#${fresh.ontvangstId}`, sk: 'ONTVANGST' },
      { sinds: new Date(Date.now() + 6.5 * HOUR).toISOString() },
      ['ONTVANGST#ontvangen'],
    );
    await hub.run(7.6 * HOUR);
    expect(hub.offered).toEqual([fresh.ontvangstId]);
    // They are still counted where the watch measures them.
    expect(await hub.table.read({ pk: 'BEWAKING', sk: 'BlijftLiggen' })).toMatchObject({
      gevolgd: expect.stringContaining('"aantal":601'),
    });
  });

  it('are looked at again once a day, for somebody may have put back an old one', async () => {
    const [old] = await hub.accept(30);
    for (let hour = 2; hour < 8; hour += 1) await hub.run(hour * HOUR + hour * MINUTE);
    await hub.table.change(
      { pk: `ONTVANGST#${old}`, sk: 'ONTVANGST' },
      { sinds: '2020-01-01T00:00:00.000Z', aanbiedingen: undefined },
      ['ONTVANGST#ontvangen'],
    );
    await hub.run(9 * HOUR);
    expect(hub.offered).toEqual([]);
    await hub.run(2 * HOUR + DAY + HOUR);
    expect(hub.offered).toEqual([old]);
  });

  describe('that were offered often enough', () => {
    /** Brings the place behind so many of them; gives the last. */
    const exhausted = async (count: number): Promise<OntvangstId | undefined> => {
      const ids = await hub.accept(count);
      for (const id of ids) await setOf(id, { aanbiedingen: 3 });
      for (let n = 0; n <= count / 500; n += 1) await hub.run(2 * HOUR + n * MINUTE);
      return ids.toSorted().at(-1);
    };
    const setOf = (id: OntvangstId, change: Readonly<Record<string, string | number | undefined>>) =>
      hub.table.change({ pk: `ONTVANGST#${id}`, sk: 'ONTVANGST' }, change, ['ONTVANGST#ontvangen']);
    const stuckAt = async (ms: number): Promise<OntvangstId> => {
      const [id] = await hub.accept(1);
      await setOf(id as OntvangstId, { sinds: new Date(Date.now() + ms - 1.5 * HOUR).toISOString() });
      return id as OntvangstId;
    };

    it('hold up nothing new in the first run of a round, nor in any later one of it', async () => {
      await exhausted(1_500);
      const looked: number[] = [];
      for (let n = 0; n < 5; n += 1) {
        const at = 27 * HOUR + n * 5 * MINUTE;
        const fresh = await stuckAt(at);
        looked.push((await hub.run(at))[0]);
        expect(hub.offered).toEqual([fresh]);
      }
      // The 1,500 in four runs, and what lies behind the place.
      expect(looked.slice(0, 3)).toEqual([500, 500, 500]);
      expect(looked[4]).toBeLessThan(50);
    });

    it('are looked at to the last one, also when a round takes longer than a day', async () => {
      const last = await exhausted(2_000);
      await setOf(last as OntvangstId, { aanbiedingen: undefined });
      const offered: OntvangstId[] = [];
      for (let n = 0; n < 5; n += 1) {
        await hub.run(27 * HOUR + n * 9 * HOUR);
        offered.push(...hub.offered);
      }
      expect(offered).toContain(last);
    });

    it('leave half of a run to each when much new is stuck, and nothing is offered twice in it', async () => {
      await exhausted(600);
      const fresh = await hub.accept(600);
      for (const id of fresh) await setOf(id, { sinds: new Date(Date.now() + 20 * HOUR).toISOString() });
      // The place lies before the last page of the old ones.
      expect(await hub.run(27 * HOUR)).toEqual([500, 225]);
      const seen = [...hub.offered];
      for (let n = 1; n < 5; n += 1) {
        await hub.run(27 * HOUR + n * MINUTE);
        seen.push(...hub.offered);
      }
      expect(new Set(seen)).toEqual(new Set(fresh));
      expect(seen).toHaveLength(600);
    });
  });

  it('are begun with anew when the clock was put back', async () => {
    const [old] = await hub.accept(60);
    for (let hour = 2; hour < 8; hour += 1) await hub.run(hour * HOUR + hour * MINUTE);
    await hub.table.change(
      { pk: `ONTVANGST#${old}`, sk: 'ONTVANGST' },
      { sinds: '2020-01-01T00:00:00.000Z', aanbiedingen: undefined },
      ['ONTVANGST#ontvangen'],
    );
    await hub.run(4 * HOUR);
    expect(hub.offered).toEqual([old]);
  });
});

describe('a bus that is away', () => {
  it('uses up no offer of a message, and is left alone after the first that it refuses', async () => {
    const ids = await hub.accept(200);
    hub.busRefuses(() => true);
    for (let run = 0; run < 60; run += 1) {
      await expect(hub.run(2 * HOUR + run * 5 * MINUTE)).rejects.toThrow('the bus refused');
      expect(hub.attempts()).toBe(25);
    }
    hub.busRefuses(() => false);
    await hub.run(8 * HOUR);
    expect(new Set(hub.offered)).toEqual(new Set(ids));
  });

  it('for some messages only lets the others be offered, and those once more an hour later', async () => {
    const ids = await hub.accept(100);
    const broken = new Set(ids.slice(0, 50));
    hub.busRefuses((id) => broken.has(id));
    await expect(hub.run(2 * HOUR)).rejects.toThrow();
    // A whole page of what it refuses looks like a bus that is away.
    hub.busRefuses((id) => ids.indexOf(id) % 2 === 0);
    await expect(hub.run(2 * HOUR)).rejects.toThrow();
    expect(hub.offered).toHaveLength(50);
    hub.busRefuses(() => false);
    expect(await hub.run(2 * HOUR + 5 * MINUTE)).toEqual([0, 0]);
    expect((await hub.run(3 * HOUR + 5 * MINUTE))[1]).toBe(100);
  });

  it('leaves at most one offer too many when the run falls before it counted', async () => {
    const [id] = await hub.accept(1);
    const { countOffer } = hub.offers;
    hub.offers.countOffer = async () => {
      throw new Error('crash');
    };
    await expect(hub.run(2 * HOUR)).rejects.toThrow('crash');
    hub.offers.countOffer = countOffer;
    for (let hour = 3; hour < 9; hour += 1) {
      await hub.run(hour * HOUR + hour * MINUTE);
      expect(hub.offered).toEqual(hour < 6 ? [id] : []);
    }
  });
});

it('a message that the contract does not allow any more goes to quarantine, is counted, and holds up no other', async () => {
  const [bad, good] = await hub.accept(2);
  const place = { pk: `ONTVANGST#${bad}`, sk: 'ONTVANGST' };
  const item = await hub.table.read(place);
  await hub.table.write([{ ...item, ...place, inhoud: '{"type":"nl.brp.persoon.verhuisd.v1"}' }]);
  await hub.run(2 * HOUR);
  expect(hub.offered).toEqual([good]);
  expect(hub.measured).toEqual([['InQuarantaine', 1]]);
  expect(await hub.ontvangsten.read(bad as OntvangstId)).toMatchObject({ status: 'quarantaine' });
  await hub.run(4 * HOUR);
  expect(hub.looked).toEqual([good]);
});
