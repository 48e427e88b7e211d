import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import type { ZaakUpdated } from '../../../../contracts/internal/bus-events.ts';
import {
  type AnnouncementsDependencies,
  publishOutbound,
  publishOwed,
} from '../../../../functions/bewaking/announcements.ts';
import { written } from '../berichten.ts';
import { zaakNumber } from '../shared/rest/resources/listed-zaken.ts';

/** The announcements of many zaken were lost. Each run of the watch announces a part of them again, until all are done. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const LISTS = {
  UITGAAND: { sk: 'COMMIT#000001', announce: publishOutbound, found: 'aankondigingen' },
  AANDUO: { sk: 'AANDUO', announce: publishOwed, found: 'meldingen aan DUO' },
} as const;

const world = (list: keyof typeof LISTS, count: number) => {
  const begin = Date.parse('2026-01-01T08:00:00Z');
  const { sk, announce, found } = LISTS[list];
  const at = (ms: number) => new Date(begin + ms).toISOString();
  const table = memoryTable(
    Array.from({ length: count }, (_, n) => ({
      pk: `ZAAK#${zaakNumber(n)}`,
      sk,
      versie: 1,
      status: list,
      sinds: at(n),
    })),
  );
  const announced: string[] = [];
  let most = 0;
  let isAway = false;
  /** Calls of the table that are under way. */
  let underWay = 0;
  const counted: Pick<AnnouncementsDependencies['table'], 'read' | 'change'> = {
    read: (key) => during(table.read(key)),
    change: (...args) => during(table.change(...args)),
  };
  const during = async <Result>(call: Promise<Result>): Promise<Result> => {
    underWay += 1;
    most = Math.max(most, underWay);
    await Promise.resolve();
    const result = await call;
    underWay -= 1;
    return result;
  };
  return {
    table,
    at,
    busIsAway: (away: boolean) => {
      isAway = away;
    },
    /** The zaken that a run announces so long after the first one was lost, and the most calls that it makes side by side. */
    run: async (ms: number) => {
      announced.length = 0;
      most = 0;
      await announce({
        table: { ...table, ...counted },
        bus: {
          announceUpdated: async (zaken: readonly ZaakUpdated[]) => {
            if (isAway && zaken.length > 0) throw new Error('the bus is away');
            announced.push(...zaken.map(({ zaakId }) => zaakId));
          },
        },
        telemetry: written().telemetry,
        now: new Date(begin + ms),
      });
      return { announced: [...announced], most };
    },
    left: async () => {
      const item = await table.read({ pk: 'BEWAKING', sk: 'BlijftLiggen' });
      return JSON.parse(String(item?.['gevolgd'] ?? '{}'))[found]?.aantal ?? 0;
    },
  };
};

describe.each(['UITGAAND', 'AANDUO'] as const)('many zaken in the list %s', (list) => {
  it('are announced the oldest first, so many in a run, each once, a hundred side by side', async () => {
    const hub = world(list, 1_200);
    const runs = [];
    const left = [];
    for (let n = 0; n < 4; n += 1) {
      runs.push(await hub.run(2 * HOUR + n * 5 * MINUTE));
      left.push(await hub.left());
    }
    expect(runs.map(({ announced }) => announced.length)).toEqual([500, 500, 200, 0]);
    expect(runs.flatMap(({ announced }) => announced)).toEqual(
      Array.from({ length: 1_200 }, (_, n) => zaakNumber(n)),
    );
    expect(Math.max(...runs.map(({ most }) => most))).toBe(100);
    // What a run leaves is counted.
    expect(left).toEqual([700, 200, 0, 0]);
  });

  it('are announced by the next run when the bus is away, from where it failed', async () => {
    const hub = world(list, 300);
    hub.busIsAway(true);
    await expect(hub.run(2 * HOUR)).rejects.toThrow('the bus is away');
    hub.busIsAway(false);
    expect((await hub.run(2 * HOUR + 5 * MINUTE)).announced).toHaveLength(300);
  });
});

it('zaken that wait on their queue for DUO keep no other waiting, and are announced an hour after they were tried', async () => {
  const hub = world('AANDUO', 800);
  await hub.table.write(
    Array.from({ length: 600 }, (_, n) => ({
      pk: `ZAAK#${zaakNumber(n)}`,
      sk: 'DUOMELDING',
      tot: hub.at(90 * MINUTE),
    })),
  );
  expect((await hub.run(2 * HOUR)).announced).toEqual([]);
  expect((await hub.run(2 * HOUR + 5 * MINUTE)).announced).toEqual(
    Array.from({ length: 200 }, (_, n) => zaakNumber(600 + n)),
  );
  expect((await hub.run(2.4 * HOUR)).announced).toEqual([]);
  expect((await hub.run(2.6 * HOUR)).announced).toHaveLength(500);
  expect((await hub.run(2.7 * HOUR)).announced).toHaveLength(100);
});
