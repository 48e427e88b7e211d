import { pages } from '../../../../adapters/table/postvak/pages.ts';
import { kanaalQueue } from '../../../../contracts/internal/queue-names.ts';
import { DAY_MS } from '../../../../contracts/time.ts';
import type { KanaalId } from '../../../../domain/partners/address.ts';
import type { Dependencies } from '../dependencies.ts';
import { beginHerlevering, type HerleveringDependencies } from './begin-herlevering.ts';

/** What lies in the queue of a partner that never read it. */

type Needed = HerleveringDependencies &
  Pick<Dependencies, 'queueCounts'> & { readonly postvak: Pick<Dependencies['postvak'], 'list'> };

/** A queue keeps a message for fourteen days; what is a day younger lies there for certain when nobody took it. */
const CERTAIN_DAYS = 13;

/** Of which state how many messages were delivered or confirmed since a moment. */
const deliveredSince = async (
  { postvak }: Needed,
  kanaal: KanaalId,
  since: string,
): Promise<{ readonly unconfirmed: number; readonly all: number }> => {
  let [unconfirmed, all] = [0, 0];
  for await (const items of pages(postvak, kanaal, { places: ['bezorgd', 'bevestigd'] }, since)) {
    all += items.length;
    unconfirmed += items.filter(({ plek }) => plek === 'bezorgd').length;
  }
  return { unconfirmed, all };
};

/**
 * Puts what the queue of this partner got in line for its new door, when nothing was ever taken from that queue: as many messages
 * lie there as were delivered. Who reads its queue has them, and gets none a second time. Once more does nothing: by then
 * they are no longer delivered.
 */
export const takeUnread = async (needed: Needed, kanaal: KanaalId, by: string): Promise<void> => {
  const now = needed.clock.now();
  const since = new Date(now.getTime() - CERTAIN_DAYS * DAY_MS).toISOString();
  const { unconfirmed, all } = await deliveredSince(needed, kanaal, since);
  if (unconfirmed === 0 || (await needed.queueCounts.countOf(kanaalQueue(kanaal))) < all) return;
  // One that runs already was asked for by somebody: the partner can ask again once it has ended.
  await beginHerlevering(needed, { kanaal, keuze: { tot: now.toISOString(), onbevestigd: true }, door: by });
};
