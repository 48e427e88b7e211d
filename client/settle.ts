import { setTimeout as pause } from 'node:timers/promises';
import type { Openstaand } from './answers.ts';
import type { HubClient } from './hub-client.ts';

/** How the wait ended: all work is done, or the time ran out with work left. */
export type Settled = 'settled' | 'not settled';

const POLL_MS = 1_000;

const isDone = ({ ontvangen, nogTeVersturen }: Openstaand): boolean =>
  ontvangen === 0 && nogTeVersturen === 0;

/**
 * Waits until nothing is outstanding and two readings agree: a deployed hub cannot tell the state of all its queues at one moment.
 */
const untilStable = async (hub: HubClient, deadline: number, pollMs: number): Promise<Settled> => {
  let previous: string | undefined;
  for (;;) {
    const openstaand = await hub.openstaand();
    const current = JSON.stringify(openstaand);
    if (isDone(openstaand) && current === previous) return 'settled';
    if (Date.now() >= deadline) return 'not settled';
    previous = current;
    await pause(pollMs);
  }
};

/** Waits until the hub has dealt with every accepted message, not much longer than `waitMs`. */
export const waitUntilSettled = async (
  hub: HubClient,
  waitMs: number,
  pollMs = POLL_MS,
): Promise<Settled> => {
  // A local hub only answers this call once it is at rest.
  const { status } = await hub.callLocal('/_lokaal/rust', { method: 'GET', timeoutMs: waitMs });
  if (status === 204) return 'settled';
  return status === 408 ? 'not settled' : untilStable(hub, Date.now() + waitMs, pollMs);
};
