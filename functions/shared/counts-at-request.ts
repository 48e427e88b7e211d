import type { QueueCounts } from '../../adapters/queues/queue-counts.ts';
import { atFirstCall } from './at-first-call.ts';

/** The counts of queues beside this one. Their client is loaded at the first count. */
export const countsAtRequest = (besideUrl: string): QueueCounts =>
  atFirstCall(['countOf'], async () => {
    const { createQueueCounts } = await import('../../adapters/queues/queue-counts.ts');
    return createQueueCounts(besideUrl);
  });
