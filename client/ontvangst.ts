import { setTimeout as pause } from 'node:timers/promises';
import type { Ontvangst } from './answers.ts';
import type { HubClient } from './hub-client.ts';

const POLL_MS = 250;

/**
 * Waits until an accepted message is dealt with, at most `waitMs`. After that the receipt may still have the status `ontvangen`.
 */
export const waitForOntvangst = async (
  hub: Pick<HubClient, 'ontvangst'>,
  organisation: string,
  ontvangstId: string,
  waitMs: number,
  pollMs = POLL_MS,
): Promise<Ontvangst> => {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const ontvangst = await hub.ontvangst(organisation, ontvangstId);
    if (ontvangst.status !== 'ontvangen' || Date.now() >= deadline) return ontvangst;
    await pause(pollMs);
  }
};
