import type { Postponer } from '../../adapters/queues/postponer.ts';
import { once } from './once.ts';

/** Puts off messages of one queue. Few messages are put off, so the client of the queue is loaded for the first. */
export const postponerAtRequest = (queueUrl: string): Postponer => {
  const postponer = once(async () => {
    const { createPostponer } = await import('../../adapters/queues/postponer.ts');
    return createPostponer(queueUrl);
  });
  return async (receiptHandle, seconds) => (await postponer())(receiptHandle, seconds);
};
