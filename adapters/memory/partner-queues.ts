import type { PostvakItem } from '../../domain/delivery/item.ts';
import { deduplicationId, type PartnerQueues } from '../queues/partner-queues.ts';

export interface MemoryPartnerQueues extends PartnerQueues {
  /** What each queue took, in order, without the repetitions that a FIFO queue drops. */
  readonly perPartner: ReadonlyMap<string, readonly PostvakItem[]>;
  /** Everything that a queue took, in order, with repetitions. */
  readonly sent: PostvakItem[];
}

/** The queues of the partners in memory. `fails`: to be tried again; `refuses`: never taken. By default they take all. */
export const memoryPartnerQueues = ({
  perPartner = new Map(),
  fails = () => false,
  refuses = () => false,
}: {
  readonly perPartner?: Map<string, PostvakItem[]>;
  readonly fails?: (item: PostvakItem) => boolean;
  readonly refuses?: (item: PostvakItem) => boolean;
} = {}): MemoryPartnerQueues => {
  const sent: PostvakItem[] = [];
  return {
    perPartner,
    sent,
    async send(items) {
      const failed = new Set(items.filter((item) => fails(item)));
      const refused = new Set(items.filter((item) => !failed.has(item) && refuses(item)));
      for (const item of items) {
        if (failed.has(item) || refused.has(item)) continue;
        sent.push(item);
        const queue = perPartner.get(item.partner) ?? [];
        perPartner.set(item.partner, queue);
        if (!queue.some((known) => deduplicationId(known) === deduplicationId(item))) queue.push(item);
      }
      return { failed, refused };
    },
  };
};
