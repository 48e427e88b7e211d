import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import {
  ACCEPTANCE_DAYS,
  ACCEPTANCE_PARTS,
  createAcceptances,
} from '../../../../adapters/table/acceptances.ts';
import { createBooks } from '../../../../adapters/table/books.ts';
import { createOntvangsten, keyOfOntvangst, listOfStatus } from '../../../../adapters/table/ontvangsten.ts';
import type { OntvangstId } from '../../../../contracts/base-types.ts';

const DAY_MS = 24 * 3600 * 1000;
const NOW = new Date('2026-11-28T23:59:59.000Z');
const idOf = (nth: number) =>
  `${(nth % 16).toString(16)}0000000-0000-8000-8000-${String(nth).padStart(12, '0')}` as OntvangstId;
const daysLater = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

describe('acceptances', () => {
  it('have one record of a message, of when it was first accepted, however often and on whatever day it is repeated', async () => {
    const acceptances = createAcceptances(memoryTable());
    const message = { ontvangstId: idOf(10), organisatie: 'duo' };
    for (const days of [0, 0, 1, 20]) await acceptances.note(message, daysLater(days));
    const all = await Promise.all(ACCEPTANCE_PARTS.map((part) => acceptances.inPart(part, daysLater(20))));
    expect(all.flat()).toEqual([{ ...message, aangenomenOp: NOW.toISOString() }]);
  });

  it('are looked back on for as long as the table can be restored to, and not longer', async () => {
    const acceptances = createAcceptances(memoryTable());
    await acceptances.note({ ontvangstId: idOf(1), organisatie: 'coa' }, NOW);
    expect(await acceptances.inPart('1', daysLater(ACCEPTANCE_DAYS))).toHaveLength(1);
    expect(await acceptances.inPart('1', new Date(daysLater(ACCEPTANCE_DAYS).getTime() + 1))).toEqual([]);
  });

  it('name every message without a receipt, in whatever piece it is, to whom its sender belongs', async () => {
    const acceptances = createAcceptances(memoryTable());
    const lost = new Set([1, 16, 255, 256, 999].map(idOf));
    for (let nth = 1; nth <= 1000; nth++) {
      await acceptances.note({ ontvangstId: idOf(nth), organisatie: nth % 2 === 0 ? 'coa' : 'duo' }, NOW);
    }
    const table = memoryTable();
    for (let nth = 1; nth <= 1000; nth++) {
      if (lost.has(idOf(nth))) continue;
      await table.write([{ ...keyOfOntvangst(idOf(nth)), status: listOfStatus('verwerkt') }]);
    }
    const books = createBooks(table, createOntvangsten(table), acceptances);
    const walk = async (senders?: ReadonlySet<string>) => {
      const pages = await Promise.all(ACCEPTANCE_PARTS.map((part) => books.acceptances(part, NOW, senders)));
      return {
        count: pages.reduce((sum, { aantal }) => sum + aantal, 0),
        gone: pages.flatMap(({ verdwenen }) => verdwenen.map(({ ontvangstId }) => ontvangstId)).toSorted(),
      };
    };
    expect(await walk()).toEqual({ count: 1000, gone: [...lost].toSorted() });
    expect(await walk(new Set(['coa']))).toEqual({ count: 500, gone: [idOf(16), idOf(256)].toSorted() });
  });
});
