import { describe, expect, it } from 'vitest';
import { createPendingAnswers } from '../../../../adapters/table/pending-answers.ts';
import type { Table } from '../../../../adapters/table/table.ts';
import type { OntvangstId } from '../../../../contracts/base-types.ts';
import { withFreshTable } from './support.ts';

/** Messages that wait for an answer of DUO, on an engine that evaluates every condition. */

let table: Table;
withFreshTable((fresh) => {
  table = fresh;
});

const id = (number: number) => `00000000-0000-8000-8000-00000000000${number}` as OntvangstId;
const NOW = new Date('2026-10-24T22:30:00.000Z');
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
const PENDING = { firstAskedAt: NOW.toISOString(), attempts: 1 };

describe('messages that wait for an answer of DUO', () => {
  it('are due at their moment, longest due first, with the number of times that DUO was asked', async () => {
    const pendingAnswers = createPendingAnswers(table);
    await pendingAnswers.postpone(id(1), PENDING, later(60));
    await pendingAnswers.postpone(id(2), PENDING, later(30));
    await pendingAnswers.postpone(id(3), PENDING, later(61));
    expect((await pendingAnswers.due(later(60))).map(({ ontvangstId }) => ontvangstId)).toEqual([
      id(2),
      id(1),
    ]);
    await pendingAnswers.postpone(id(2), { ...PENDING, attempts: 2 }, later(90));
    expect((await pendingAnswers.due(later(60))).map(({ ontvangstId }) => ontvangstId)).toEqual([id(1)]);
    expect(await pendingAnswers.read(id(2))).toEqual({ ...PENDING, attempts: 2 });
  });

  it('are claimed by one of many callers, and are due again when the claim ends', async () => {
    const pendingAnswers = createPendingAnswers(table);
    await pendingAnswers.postpone(id(1), PENDING, NOW);
    const [question] = await pendingAnswers.due(NOW);
    if (question === undefined) throw new Error('nothing is due');
    const claims = await Promise.all([1, 2, 3].map(() => pendingAnswers.claim(question, later(900))));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await pendingAnswers.due(later(899))).toEqual([]);
    expect(await pendingAnswers.due(later(900))).toHaveLength(1);
    expect(await pendingAnswers.read(id(1))).toEqual(PENDING);
  });

  it('are in no list and cannot be claimed once they are answered, and can begin to wait anew', async () => {
    const pendingAnswers = createPendingAnswers(table);
    await pendingAnswers.postpone(id(1), { ...PENDING, attempts: 7 }, NOW);
    const [question] = await pendingAnswers.due(NOW);
    await pendingAnswers.forget(id(1), NOW);
    await pendingAnswers.forget(id(2), NOW);
    expect(await pendingAnswers.due(later(900))).toEqual([]);
    expect(await pendingAnswers.read(id(1))).toBeUndefined();
    expect(question && (await pendingAnswers.claim(question, later(900)))).toBe(false);
    await pendingAnswers.postpone(id(1), PENDING, NOW);
    expect(await pendingAnswers.read(id(1))).toEqual(PENDING);
  });
});
