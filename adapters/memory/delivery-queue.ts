import type { DeliveryQueue, Offer } from '../queues/delivery-queue.ts';

export interface MemoryDeliveryQueue extends Pick<DeliveryQueue, 'enqueue'> {
  /** Everything that was offered and not taken out yet, in order. */
  readonly offers: Offer[];
}

/** The delivery queue in memory: it takes every order, and hands none out by itself. */
export const memoryDeliveryQueue = (offers: Offer[] = []): MemoryDeliveryQueue => ({
  offers,
  async enqueue(jobs) {
    offers.push(...jobs);
  },
});
