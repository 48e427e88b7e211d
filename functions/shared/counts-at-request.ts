import type { QueueCounts } from '../../adapters/queues/queue-counts.ts';
import { once } from './once.ts';

/** The counts of queues that lie beside this one, of which the client is loaded when a queue is looked into. */
export const countsAtRequest = (besideUrl: string): QueueCounts => {
  const counts = once(async () => {
    const { createQueueCounts } = await import('../../adapters/queues/queue-counts.ts');
    return createQueueCounts(besideUrl);
  });
  return { countOf: async (name) => (await counts()).countOf(name) };
};
