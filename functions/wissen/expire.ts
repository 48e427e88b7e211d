import { allPages } from '../../adapters/table/all-pages.ts';
import { listOfStatus } from '../../adapters/table/ontvangsten.ts';
import type { Item } from '../../adapters/table/table.ts';
import { type AcceptedType, UNPROCESSED_TERMIJNEN } from '../../domain/bewaren/bewaartermijnen.ts';
import { keepUnprocessedUntil, shortestTermijn } from '../../domain/bewaren/keep-until.ts';
import { known } from '../../domain/known.ts';
import { dayOf, minus } from '../../domain/termijnen/calendar.ts';
import type { EraseDependencies } from './erase.ts';
import { settleWithout } from './receipts.ts';
import { eraseWaiting } from './waiting.ts';

/** Messages that waited, or were in quarantine, for as long as they may: their content goes, and that they came stays. */

/** Why such a message is done. */
export const EXPIRED = 'bewaartermijn verstreken';

const PER_PAGE = 200;
const MARGIN_MS = 10_000;

const isAccepted = (type: string): type is AcceptedType => Object.hasOwn(UNPROCESSED_TERMIJNEN, type);

/**
 * Erases messages that waited, or were in quarantine, for longer than they are kept, until `remainingMs` says that time is nearly
 * up.
 */
export const expireMessages = async (deps: EraseDependencies, remainingMs: () => number): Promise<void> => {
  const today = dayOf(deps.now());
  for (const status of ['wacht', 'quarantaine'] as const) {
    const until = minus(today, shortestTermijn(status));
    const items = await allPages(async (after) => {
      const { items: elements, ...rest } = await deps.table.perStatus(listOfStatus(status), {
        until: `${until}~`,
        max: PER_PAGE,
        ...known({ na: after }),
      });
      return { elements, ...rest };
    });
    for (const item of items) {
      if (remainingMs() < MARGIN_MS) return;
      const type = String(item['type']);
      if (!isAccepted(type) || keepUnprocessedUntil(type, status, String(item['sinds'])) > today) continue;
      await expireOne(deps, item);
    }
  }
};

const expireOne = async (deps: EraseDependencies, { pk, sk }: Pick<Item, 'pk' | 'sk'>): Promise<void> => {
  const { table, now } = deps;
  const item = await table.read({ pk, sk });
  if (item === undefined) return;
  await eraseWaiting(deps, item);
  await settleWithout(table, item, EXPIRED, now());
};
