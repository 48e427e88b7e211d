import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import {
  ACCEPTANCE_DAYS,
  acceptanceDays,
  createAcceptances,
} from '../../../../adapters/table/acceptances.ts';
import { createBooks } from '../../../../adapters/table/books.ts';
import type { Ontvangst } from '../../../../contracts/api.ts';
import type { OntvangstId } from '../../../../contracts/base-types.ts';

const DAY_MS = 24 * 3600 * 1000;
const NOW = new Date('2026-11-28T23:59:59.000Z');
const idOf = (nth: number) => `00000000-0000-8000-8000-${String(nth).padStart(12, '0')}` as OntvangstId;

describe('the days of acceptances', () => {
  it('are today and the days before it, each once', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (now) => {
          const expected = Array.from({ length: ACCEPTANCE_DAYS }, (_, ago) =>
            new Date(now.getTime() - ago * DAY_MS).toISOString().slice(0, 10),
          );
          expect(acceptanceDays(now).toSorted()).toEqual(expected.toSorted());
        },
      ),
    );
  });

  it('keep their place when the next day begins, so that a reader who goes on then misses none', () => {
    const today = acceptanceDays(NOW);
    const tomorrow = acceptanceDays(new Date(NOW.getTime() + 1000));
    const other = today.filter((day, place) => tomorrow[place] !== day);
    expect(other).toEqual(['2026-10-25']);
  });
});

describe('acceptances', () => {
  it('tell of each message once, on the day of its first acceptance, however often it is repeated that day', async () => {
    const acceptances = createAcceptances(memoryTable());
    const message = { ontvangstId: idOf(1), organisatie: 'duo' };
    await acceptances.note(message, NOW);
    await acceptances.note(message, new Date(NOW.getTime() + 999));
    expect(await acceptances.ofDay('2026-11-28')).toEqual([
      { ...message, aangenomenOp: '2026-11-28T23:59:59.000Z' },
    ]);
    expect(await acceptances.ofDay('2026-11-27')).toEqual([]);
  });

  it('are looked up in pieces, and name every one without a receipt, whatever piece it is in', async () => {
    const acceptances = createAcceptances(memoryTable());
    const lost = new Set([1, 999, 1000, 1001, 2344].map(idOf));
    for (let nth = 1; nth <= 2345; nth++) {
      await acceptances.note({ ontvangstId: idOf(nth), organisatie: nth % 2 === 0 ? 'coa' : 'duo' }, NOW);
    }
    const ontvangsten = {
      read: async (id: OntvangstId) => (lost.has(id) ? undefined : ({} as Ontvangst)),
      countPage: async () => ({ aantal: 0 }),
    };
    const books = createBooks(memoryTable(), ontvangsten, acceptances);
    const walk = async (senders?: ReadonlySet<string>) => {
      let [count, after]: [number, string | undefined] = [0, undefined];
      const found: (OntvangstId | undefined)[] = [];
      do {
        const page = await books.acceptances('2026-11-28', after, senders);
        count += page.aantal;
        found.push(...page.verschillen.map(({ ontvangstId }) => ontvangstId));
        after = page.na;
      } while (after !== undefined);
      return { count, found };
    };
    expect(await walk()).toEqual({ count: 2345, found: [...lost] });
    expect(await walk(new Set(['coa']))).toEqual({ count: 1172, found: [idOf(1000), idOf(2344)] });
  });
});
