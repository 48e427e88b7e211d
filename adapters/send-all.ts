import { HubError } from '../domain/errors.ts';
import { AGAIN, retry } from './retry.ts';

export interface SendAllOptions {
  /** The most often that a batch is sent. */
  readonly times: number;
  /** The least time to wait after the first attempt (ms). It doubles with each attempt, and is stretched by chance. */
  readonly firstPauseMs: number;
  /** The text of the failure, without content, when so many entries were refused every time. */
  readonly refused: (count: number) => string;
}

/**
 * Sends every batch until each of its entries is accepted. `send` gives the entries that were refused; only these go
 * again. Throws a `HubError` when some are refused every time: acknowledge nothing then.
 */
export async function sendAll<Entry>(
  batches: readonly (readonly Entry[])[],
  send: (batch: readonly Entry[]) => Promise<readonly Entry[]>,
  { times, firstPauseMs, refused }: SendAllOptions,
): Promise<void> {
  await Promise.all(
    batches.map(async (batch) => {
      let rest = batch;
      await retry(
        async () => {
          rest = await send(rest);
          return rest.length === 0 ? undefined : AGAIN;
        },
        {
          times,
          pauseMs: (failed) => 2 ** (failed - 1) * firstPauseMs * (1 + Math.random()),
          exhausted: () => new HubError('retry', refused(rest.length)),
        },
      );
    }),
  );
}

/** The largest number of entries that SQS and EventBridge take at once. */
export const LARGEST_BATCH = 10;
