import { setTimeout as sleepFor } from 'node:timers/promises';
import { HubError } from '../domain/errors.ts';

/** The result of an attempt that has to be made again. */
export const AGAIN = Symbol('again');

export interface RetryOptions {
  /** The most often that the attempt is made. */
  readonly times: number;
  /** Milliseconds to wait after so many failed attempts (1, 2, 3 …); 0 does not wait. */
  readonly pauseMs: (failed: number) => number;
  /** Waits. A caller with a clock of its own gives its own function. */
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** Makes an attempt until its result is not `AGAIN`. Throws what `exhausted` gives after the last one. */
export async function retry<Result>(
  attempt: (nth: number) => Promise<Result | typeof AGAIN>,
  { times, pauseMs, sleep = sleepFor, exhausted }: RetryOptions & { readonly exhausted: () => Error },
): Promise<Result> {
  for (let nth = 1; nth <= times; nth++) {
    const result = await attempt(nth);
    if (result !== AGAIN) return result;
    const pause = nth < times ? pauseMs(nth) : 0;
    if (pause > 0) await sleep(pause);
  }
  throw exhausted();
}

/** Does something again while it fails with a `HubError` that asks for that. It throws the failure of the last time. */
export async function retryOnConflict<Result>(
  action: () => Promise<Result>,
  options: RetryOptions,
): Promise<Result> {
  let last: HubError | undefined;
  return retry(
    async () => {
      try {
        return await action();
      } catch (error) {
        if (!(error instanceof HubError) || error.followUp !== 'retry') throw error;
        last = error;
        return AGAIN;
      }
    },
    { ...options, exhausted: () => last ?? new HubError('retry', 'er was geen poging') },
  );
}
