import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { commitKey, createZaakLogs, ERASED_AT, TO } from '../../../../adapters/table/logs.ts';
import { createOutbound } from '../../../../adapters/table/outbound.ts';
import type { Table } from '../../../../adapters/table/table.ts';
import { ZaakId } from '../../../../contracts/base-types.ts';
import type { ZaakContent } from '../../../../domain/zaak/dossier.ts';
import { addFeiten, emptyDossier } from '../../../../domain/zaak/dossier.ts';
import { linked } from '../../domain/support.ts';

const ID = ZaakId.parse('3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a');
const COMMITS = 100;

/** The facts of the n-th commit. */
const contentAt = (n: number): ZaakContent => ({
  feiten: [{ ...linked(), feitId: `feit:${n}` }],
  meldingen: [],
});

/** A table that counts the items that partitions were read with. */
const counting = (table: ReturnType<typeof memoryTable>) => {
  let items = 0;
  const counted: Table = {
    ...table,
    partition: async (...asked) => {
      const found = await table.partition(...asked);
      items += found.length;
      return found;
    },
  };
  return {
    counted,
    taken: () => {
      const taken = items;
      items = 0;
      return taken;
    },
  };
};

const fill = async (table: Table, count = COMMITS): Promise<void> => {
  const logs = createZaakLogs(table);
  for (let n = 1; n <= count; n += 1) await logs.append(ID, () => ({ append: contentAt(n), outcome: n }));
};

const seen = async (logs: Pick<ReturnType<typeof createZaakLogs>, 'read'>) =>
  (await logs.read(ID)).flatMap(({ inhoud }) => inhoud.feiten.map(({ feitId }) => feitId));

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-11-02T09:00:00Z') }));
afterEach(() => void vi.useRealTimers());

describe('a long log that an instance has read', () => {
  it('is read from its last known commit on, however long it is', async () => {
    const { counted, taken } = counting(memoryTable());
    const logs = createZaakLogs(counted);
    const perMessage: number[] = [];
    for (let n = 1; n <= COMMITS; n += 1) {
      await logs.append(ID, () => ({ append: contentAt(n), outcome: n }));
      await logs.read(ID);
      perMessage.push(taken());
    }
    expect(Math.max(...perMessage.slice(COMMITS / 2))).toBeLessThanOrEqual(2);
    expect(await seen(logs)).toEqual(await seen(createZaakLogs(counted)));
  });

  it('is found with what another instance added', async () => {
    const table = memoryTable();
    await fill(table);
    const logs = createZaakLogs(table);
    await logs.read(ID);
    await createZaakLogs(table).append(ID, () => ({ append: contentAt(COMMITS + 1), outcome: undefined }));
    expect((await seen(logs)).at(-1)).toBe(`feit:${COMMITS + 1}`);
    const { outcome, commits } = await logs.append(ID, (earlier) => ({
      append: contentAt(COMMITS + 2),
      outcome: earlier.length,
    }));
    expect([outcome, commits.length, commits.at(-1)?.versie]).toEqual([
      COMMITS + 1,
      COMMITS + 2,
      COMMITS + 2,
    ]);
  });

  it('takes nothing any more once its person was erased, and leads away', async () => {
    const table = memoryTable();
    await fill(table);
    const logs = createZaakLogs(table);
    await logs.read(ID);
    const pk = `ZAAK#${ID}`;
    const last = { pk, sk: commitKey(COMMITS + 1), versie: COMMITS + 1, tijd: 'nu', inhoud: '{}' };
    await table.insert({ ...last, [ERASED_AT]: '2026-11-02T09:00:00Z' });
    const append = () => logs.append(ID, () => ({ append: contentAt(COMMITS + 2), outcome: undefined }));
    await expect(append()).rejects.toMatchObject({ followUp: 'retry' });
    await table.write([{ pk, sk: commitKey(1), [TO]: 'elders', [ERASED_AT]: '2026-11-02T09:00:00Z' }]);
    await table.remove(Array.from({ length: COMMITS - 1 }, (_, n) => ({ pk, sk: commitKey(n + 2) })));
    await expect(append()).rejects.toMatchObject({ followUp: 'erased' });
  });

  it('is read anew after ten seconds, so that what was taken out of it is not known any longer', async () => {
    const table = memoryTable();
    await fill(table);
    const logs = createZaakLogs(table);
    await logs.read(ID);
    const [first] = await table.partition(`ZAAK#${ID}`);
    if (first === undefined) throw new Error('the log has a first commit');
    await table.write([{ ...first, inhoud: JSON.stringify({ feiten: [], meldingen: [] }) }]);
    for (let second = 0; second < 12; second += 4) {
      vi.advanceTimersByTime(4_000);
      await createZaakLogs(table).append(ID, () => ({ append: contentAt(second + 1000), outcome: 1 }));
      await logs.read(ID);
    }
    expect(await seen(logs)).not.toContain('feit:1');
  });
});

describe('a long timeline with messages to partners', () => {
  const owing = (n: number): ZaakContent => {
    const added = addFeiten(ID, emptyDossier, [linked()], '2025-09-08');
    if (added === undefined) throw new Error('a new fact adds a commit');
    return { ...contentAt(n), meldingen: added.inhoud.meldingen };
  };

  it('is read from the first commit on that is still to be sent', async () => {
    const table = memoryTable();
    await fill(table);
    const logs = createZaakLogs(table);
    await logs.append(ID, () => ({ append: owing(COMMITS + 1), outcome: undefined }));
    await logs.append(ID, () => ({ append: contentAt(COMMITS + 2), outcome: undefined }));
    const { counted, taken } = counting(table);
    const outbound = createOutbound(counted);
    const first = await outbound.read(ID);
    expect(taken()).toBeGreaterThan(COMMITS);
    expect(await outbound.read(ID)).toEqual(first);
    expect(taken()).toBeLessThan(10);

    await outbound.sent(first.commits.flatMap(({ afterSending }) => afterSending ?? []));
    const after = await outbound.read(ID);
    expect(after).toEqual(await createOutbound(table).read(ID));
    expect(after.commits.filter(({ afterSending }) => afterSending !== undefined)).toEqual([]);
  });
});
