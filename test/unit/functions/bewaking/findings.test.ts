import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { note, tellFindings } from '../../../../functions/bewaking/findings.ts';
import { written } from '../berichten.ts';

/** One alarm for the whole hub tells of everything that is new, and forgets nothing that stays. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BEGIN = Date.parse('2026-11-22T10:00:00Z');

const world = () => {
  const table = memoryTable();
  const { telemetry, measured, told } = written();
  const at = (ms: number) => ({ table, telemetry, now: new Date(BEGIN + ms) });
  return {
    table,
    note: (ms: number, counts: Readonly<Record<string, number>>, among?: (what: string) => boolean) =>
      note(at(ms), 'DodeBrieven', new Map(Object.entries(counts)), among),
    /** What a run counts, and what it names. */
    tell: async (ms: number) => {
      measured.length = 0;
      told.length = 0;
      await tellFindings(at(ms));
      return [measured.map(([, count]) => count), told.map(([, data]) => data['gevonden'])];
    },
  };
};

describe('what the watch found', () => {
  it('is told by two runs, with a zero after it so that the alarm ends, and then measured no more', async () => {
    const hub = world();
    await hub.note(0, { coa: 2 });
    expect(await hub.tell(0)).toEqual([[2], [{ coa: 2 }]]);
    expect(await hub.tell(5 * MINUTE)).toEqual([[2], [{ coa: 2 }]]);
    expect(await hub.tell(10 * MINUTE)).toEqual([[0], []]);
    expect(await hub.tell(20 * MINUTE)).toEqual([[], []]);
  });

  it('is told by the next run when the one that found it died before it could', async () => {
    const hub = world();
    await hub.note(0, { coa: 1 });
    await hub.note(5 * MINUTE, { coa: 1 });
    expect(await hub.tell(5 * MINUTE)).toEqual([[1], [{ coa: 1 }]]);
  });

  it('hides nothing that comes beside it, and nothing that is added to it', async () => {
    const hub = world();
    await hub.note(0, { '0907/balk': 3 });
    await hub.note(HOUR, { '0907/balk': 3, coa: 1 });
    expect(await hub.tell(HOUR)).toEqual([[1], [{ coa: 1 }]]);
    await hub.note(2 * HOUR, { '0907/balk': 4, coa: 1 });
    expect(await hub.tell(2 * HOUR)).toEqual([[4], [{ '0907/balk': 4 }]]);
  });

  it('is told once a day again for as long as it is so', async () => {
    const hub = world();
    await hub.note(0, { coa: 1 });
    const tellings: number[] = [];
    for (let ms = 0; ms < 3 * DAY; ms += 5 * MINUTE) {
      await hub.note(ms, { coa: 1 });
      const [counts] = await hub.tell(ms + 1);
      if (counts?.[0] === 1) tellings.push(Math.floor(ms / DAY));
    }
    expect(tellings).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('is forgotten when it is over, and new when it comes back', async () => {
    const hub = world();
    await hub.note(0, { coa: 1 });
    await hub.note(HOUR, { coa: 0 });
    expect(await hub.tell(HOUR)).toEqual([[], []]);
    await hub.note(2 * HOUR, { coa: 1 });
    expect(await hub.tell(2 * HOUR)).toEqual([[1], [{ coa: 1 }]]);
  });

  it('stays as it was where nobody looked', async () => {
    const hub = world();
    await hub.note(0, { coa: 1, brp: 1 });
    await hub.note(MINUTE, { coa: 0 }, (what) => what === 'coa');
    expect(await hub.tell(MINUTE)).toEqual([[1], [{ brp: 1 }]]);
  });

  it('is written only when it changed', async () => {
    const hub = world();
    await hub.note(0, { coa: 1 });
    const before = hub.table.alles();
    await hub.note(5 * MINUTE, { coa: 1 });
    expect(hub.table.alles()).toEqual(before);
    await hub.note(10 * MINUTE, {});
    expect(hub.table.alles()).not.toEqual(before);
  });
});
