import type { PartnerQueues } from '../../adapters/queues/partner-queues.ts';
import type { Postvak } from '../../adapters/table/postvak/postvak.ts';
import { asSent, isLeaving, type PostvakItem } from '../../domain/delivery/item.ts';
import { REASONS } from '../../domain/delivery/reasons.ts';

/** What became of messages that were sent through the queue door. */
interface SentByQueue {
  /** Each as it is now. What another instance took over meanwhile, because sending took longer than the claim, stays in hand there. */
  readonly settled: ReadonlyMap<PostvakItem, PostvakItem>;
  /** Their queue did not take these now: they lie ready again. */
  readonly failed: ReadonlySet<PostvakItem>;
  /** Their queue never takes these as they are: they are parked, and hold up nothing. */
  readonly refused: ReadonlySet<PostvakItem>;
}

/**
 * Sends through the queue door what this instance has in hand, and writes down what came of each; of what was put as delivered
 * only that it was not.
 */
export const sendByQueue = async (
  {
    partnerQueues,
    postvak,
    now: clock,
  }: {
    readonly partnerQueues: PartnerQueues;
    readonly postvak: Pick<Postvak, 'park' | 'release' | 'bezorgd'>;
    readonly now: () => Date;
  },
  items: readonly PostvakItem[],
): Promise<SentByQueue> => {
  const { failed, refused } = await partnerQueues.send(items);
  const now = clock();
  const settle = async (item: PostvakItem): Promise<PostvakItem | undefined> => {
    if (refused.has(item)) return postvak.park(item, now, REASONS.refused);
    if (failed.has(item)) return postvak.release(item, now);
    return isLeaving(item) ? asSent(item) : postvak.bezorgd(item, now);
  };
  const settled = await Promise.all(items.map(async (item) => [item, (await settle(item)) ?? item] as const));
  return { settled: new Map(settled), failed, refused };
};
