import { type Advance, momentsUntil, readClock, setMoment } from './clock.ts';
import type { HubClient } from './hub-client.ts';
import { waitUntilSettled } from './settle.ts';

export interface AdvanceOutcome {
  /** The time on the clock now. */
  readonly moment: Date;
  /** False when the hub was still busy after the longest wait, so that the clock stopped early. */
  readonly atRest: boolean;
}

/**
 * Moves the clock of the hub on day by day. Each day the hub gets the time to tell what is due, so that a term warns before it
 * passes, also in a large step. `onDay` is called after each day with the number of days so far.
 */
export const advanceClock = async (
  hub: HubClient,
  advance: Advance,
  waitSeconds: number,
  onDay: (day: number) => void = () => undefined,
): Promise<AdvanceOutcome> => {
  const from = await readClock(hub);
  let moment = from;
  for (const [index, next] of momentsUntil(from, advance).entries()) {
    moment = await setMoment(hub, next);
    if ((await waitUntilSettled(hub, waitSeconds * 1000)) === 'not settled') return { moment, atRest: false };
    onDay(index + 1);
  }
  return { moment, atRest: true };
};
