import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ADRES } from '../domain/support.ts';
import { BSN, inbound, koppelingBericht, notificatieBericht, V_NUMMER } from './berichten.ts';
import type { Outside } from './hub-in-memory.ts';
import { hubInMemory } from './hub-in-memory.ts';

/** A person with many facts: the cost of a message about this person must not grow with the number of earlier messages. */

const MESSAGES = 160;

/** Counts the items that every partition of the table is read with. */
const countingItems = () => {
  let items = 0;
  const outside: Outside = (adapter) =>
    'partition' in adapter && typeof adapter.partition === 'function'
      ? {
          ...adapter,
          partition: async (...asked: unknown[]) => {
            const found: readonly object[] = await Reflect.apply(adapter.partition as never, adapter, asked);
            items += found.length;
            return found;
          },
        }
      : adapter;
  return {
    outside,
    take: () => {
      const taken = items;
      items = 0;
      return taken;
    },
  };
};

const moment = (n: number): string => new Date(Date.parse('2025-09-10T08:00:00Z') + n * 60_000).toISOString();

const verhuizing = (n: number) =>
  inbound('nl.brp.persoon.verhuisd.v1', moment(n), {
    bsn: BSN,
    datumVerhuizing: '2025-09-12',
    adres: { ...ADRES, huisnummer: n },
    gemeentecode: '0907',
    isCoaLocatie: false,
  });

// Only the clock stands still: a log that is known for long is read anew.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

describe('what a message about somebody with a long life reads', () => {
  it('does not grow with what was told before', async () => {
    const { outside, take } = countingItems();
    const hub = hubInMemory(() => ({}), { outside });
    await hub.process([koppelingBericht()]);
    const perMessage: number[] = [];
    for (let n = 1; n <= MESSAGES; n += 1) {
      take();
      await hub.process([notificatieBericht('SS102', { bsn: BSN, vNummer: V_NUMMER }, moment(n))]);
      perMessage.push(take());
    }
    const highest = (from: number, to: number) => Math.max(...perMessage.slice(from, to));
    expect(highest(MESSAGES - 20, MESSAGES)).toBeLessThanOrEqual(highest(30, 50));
    await hub.process([verhuizing(MESSAGES + 1)]);
    take();
    await hub.process([verhuizing(MESSAGES + 2)]);
    expect(take()).toBeLessThan(MESSAGES);
  });
});
