import type { QueueCounts } from '../../adapters/queues/queue-counts.ts';
import { atFirstCall } from './at-first-call.ts';

/** The counts of queues that lie beside this one, of which the client is loaded when a queue is looked into. */
export const countsAtRequest = (besideUrl: string): QueueCounts =>
  atFirstCall(['countOf'], async () => {
    const { createQueueCounts } = await import('../../adapters/queues/queue-counts.ts');
    return createQueueCounts(besideUrl);
  });
