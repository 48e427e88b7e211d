import { eraseNumberLog } from '../../adapters/table/erasing/close-log.ts';
import { allPages, type Item } from '../../adapters/table/table.ts';
import type { Bsn, OntvangstId } from '../../contracts/base-types.ts';
import { type AcceptedType, UNPROCESSED_TERMIJNEN } from '../../domain/bewaren/bewaartermijnen.ts';
import { keepUnprocessedUntil, shortestTermijn } from '../../domain/bewaren/keep-until.ts';
import type { PersoonsnummerContent } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { dayOf, minus } from '../../domain/termijnen/calendar.ts';
import type { EraseDependencies } from './erase.ts';
import { settleWithout, statusOf } from './receipts.ts';

/** Messages that waited, or were in quarantine, for as long as they may: what was in them goes, and that they came stays. */

/** Why such a message is done. */
export const EXPIRED = 'bewaartermijn verstreken';

const PER_PAGE = 200;
const MARGIN_MS = 10_000;

const isAccepted = (type: string): type is AcceptedType => Object.hasOwn(UNPROCESSED_TERMIJNEN, type);

export const expireMessages = async (deps: EraseDependencies, restMs: () => number): Promise<void> => {
  const today = dayOf(deps.now());
  for (const status of ['wacht', 'quarantaine'] as const) {
    const until = minus(today, shortestTermijn(status));
    const items = await allPages(async (after) => {
      const { items: elements, ...rest } = await deps.table.perStatus(statusOf(status), {
        until: `${until}~`,
        max: PER_PAGE,
        ...(after === undefined ? {} : { na: after }),
      });
      return { elements, ...rest };
    });
    for (const item of items) {
      if (restMs() < MARGIN_MS) return;
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
  const ontvangstId = pk.slice('ONTVANGST#'.length) as OntvangstId;
  await forgetWaiting(deps, item, ontvangstId);
  await settleWithout(table, item, EXPIRED, now());
};

/** A log of a BSN that says only that this message waited has nothing left to say. */
const forgetWaiting = async (
  { table, pseudonyms, now }: EraseDependencies,
  item: Item,
  ontvangstId: OntvangstId,
): Promise<void> => {
  const { data } = JSON.parse(String(item['inhoud'] ?? '{}')) as { data?: Record<string, unknown> };
  const { bsn } = (data ?? {}) as { bsn?: Bsn };
  const ending = { gevraagdOp: now().toISOString(), opvolger: ontvangstId };
  if (bsn !== undefined) {
    await eraseNumberLog<PersoonsnummerContent>(table, `BSN#${pseudonyms.bsnKey(bsn)}`, ending, (commits) =>
      commits.length > 0 &&
      commits.every(({ inhoud }) => inhoud.soort === 'wacht' && inhoud.ontvangstId === ontvangstId)
        ? { soort: 'gewist', tot: '1970-01-01T00:00:00Z', geopend: 0 }
        : undefined,
    );
  }
};
