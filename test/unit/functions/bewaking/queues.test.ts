import { beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import type { KanaalId } from '../../../../domain/partners/projection.ts';
import { tellFindings } from '../../../../functions/bewaking/findings.ts';
import { lookIntoPartnerQueues, lookIntoQueues, type Places } from '../../../../functions/bewaking/queues.ts';
import { written } from '../berichten.ts';

/** No message lies in a queue unseen, however many queues there are. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BEGIN = Date.parse('2026-11-22T00:00:00Z');

const PLACES: Places = {
  coa: ['coa-dood', 'coa-rij', 900],
  duo: ['duo-dood', 'duo-rij', 14_400],
  'coa-regel': ['coa-regel-dood'],
};
const receivers = Array.from(
  { length: 30 },
  (_, number) => `${String(1000 + Math.floor(number / 6)) as Gemeentecode}/partner${number % 6}` as KanaalId,
);

const world = () => {
  const table = memoryTable();
  const { telemetry, told } = written();
  const queueCounts = new Map<string, number>();
  const broken = new Set<string>();
  let looks = 0;
  return {
    queueCounts,
    broken,
    looks: () => looks,
    found: () => told.map(([, data]) => [data['vondst'], data['gevonden']]),
    look: async (ms: number) => {
      told.length = 0;
      const needed = {
        table,
        telemetry,
        now: new Date(BEGIN + ms),
        places: PLACES,
        receivers,
        partnerAlarmAfterMs: DAY,
        queueCounts: {
          countOf: async (name: string) => {
            looks += 1;
            if (broken.has(name)) throw new Error('no queue');
            return queueCounts.get(name) ?? 0;
          },
        },
      };
      const failed: unknown[] = [];
      for (const step of [lookIntoQueues, lookIntoPartnerQueues]) {
        await step(needed).catch((error: unknown) => failed.push(error));
      }
      await tellFindings(needed);
      return failed;
    },
  };
};

let hub: ReturnType<typeof world>;
beforeEach(() => {
  hub = world();
});

describe('dead letters', () => {
  it('of a function and of a rule are told by their names', async () => {
    hub.queueCounts.set('coa-dood', 2).set('coa-regel-dood', 1);
    await hub.look(0);
    expect(hub.found()).toEqual([['DodeBrieven', { coa: 2, 'coa-regel': 1 }]]);
  });

  it('of every partner are told within an hour, and each queue is looked into once in it', async () => {
    for (const kanaal of receivers)
      hub.queueCounts.set(`inburgeringshub-${kanaal.replace('/', '-')}-dode-brieven.fifo`, 1);
    const names = new Set<string>();
    for (let ms = 0; ms < HOUR; ms += 5 * MINUTE) {
      await hub.look(ms);
      for (const [, found] of hub.found()) for (const name of Object.keys(found as object)) names.add(name);
    }
    expect([...names].toSorted()).toEqual(receivers.toSorted());
    expect(hub.looks()).toBe(2 * receivers.length + 12 * 5);
  });

  it('that cannot be counted hold up no other, are not taken for gone, and make the run fail', async () => {
    hub.queueCounts.set('coa-dood', 1).set('duo-dood', 1);
    await hub.look(0);
    hub.broken.add('coa-dood');
    hub.queueCounts.set('duo-dood', 2);
    expect(await hub.look(HOUR)).toHaveLength(1);
    expect(hub.found()).toEqual([['DodeBrieven', { duo: 2 }]]);
    hub.broken.clear();
    await hub.look(2 * HOUR);
    expect(hub.found()).toEqual([]);
  });
});

describe('work in the queue of a function', () => {
  it('is told when nothing was taken from it for as long as it may wait', async () => {
    hub.queueCounts.set('coa-rij', 3).set('duo-rij', 3);
    await hub.look(0);
    await hub.look(14 * MINUTE);
    expect(hub.found()).toEqual([]);
    await hub.look(15 * MINUTE);
    expect(hub.found()).toEqual([['BlijftLiggen', { 'wachtrij coa': 3 }]]);
    await hub.look(4 * HOUR);
    expect(hub.found()).toEqual([['BlijftLiggen', { 'wachtrij duo': 3 }]]);
  });

  it('is not told while it is worked on, however long that takes', async () => {
    for (let minutes = 0; minutes <= 60; minutes += 5) {
      hub.queueCounts.set('coa-rij', 1_000 - minutes);
      await hub.look(minutes * MINUTE);
      expect(hub.found()).toEqual([]);
    }
  });
});

describe('messages in the queue of a partner', () => {
  it('are told when it took none for a day', async () => {
    const name = 'inburgeringshub-1000-partner0.fifo';
    hub.queueCounts.set(name, 1);
    for (let ms = 0; ms < DAY; ms += HOUR) {
      hub.queueCounts.set(name, 1 + ms / HOUR);
      await hub.look(ms);
      expect(hub.found()).toEqual([]);
    }
    await hub.look(DAY);
    expect(hub.found()).toEqual([['TeLangKlaargezet', { 'wachtrij 1000/partner0': 24 }]]);
    hub.queueCounts.set(name, 23);
    await hub.look(DAY + HOUR);
    await hub.look(DAY + 2 * HOUR);
    expect(hub.found()).toEqual([]);
  });
});
