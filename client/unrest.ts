import { setTimeout as pause } from 'node:timers/promises';
import { waitAfter } from '../domain/delivery/schedule.ts';
import type { Ontvangst } from './answers.ts';
import { isUserError } from './errors.ts';
import type { HubClient } from './hub-client.ts';
import { waitUntilSettled } from './settle.ts';

/** A message that its webhook did not take at the last try. */
export interface Undelivered {
  /** Gemeentecode and partner key: `0907/mage`. */
  readonly channel: string;
  readonly berichtId: string;
  readonly zaakId: string;
  readonly volgnummer: number;
  readonly tries: number;
  /** What came of the last try: `status 503`. */
  readonly lastResult: string;
  /** The earliest moment of the next try by the schedule, in milliseconds since 1970; absent after the last one. */
  readonly nextTry?: number;
}

/** What a hub still has to do. */
export interface Unrest {
  /** Accepted, and not dealt with yet. */
  readonly receipts: readonly Ontvangst[];
  readonly undelivered: readonly Undelivered[];
}

const SLICE_MS = 5_000;
const PAUSE_MS = 500;

/**
 * Waits until the hub is at rest, at most `waitMs`, and gives what is left. A message whose next try lies beyond the wait
 * is not waited for.
 */
export const settleOrName = async (hub: HubClient, waitMs: number): Promise<Unrest | undefined> => {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const left = Math.max(1, deadline - Date.now());
    const settled = (await waitUntilSettled(hub, Math.min(SLICE_MS, left))) === 'settled';
    const unrest = await findUnrest(hub);
    const { receipts, undelivered } = unrest;
    if (settled && receipts.length + undelivered.length === 0) return undefined;
    const later = undelivered.every(({ nextTry = Number.POSITIVE_INFINITY }) => nextTry > deadline);
    const onlyLater = receipts.length === 0 && undelivered.length > 0 && later;
    if (onlyLater || Date.now() >= deadline) return unrest;
    await pause(Math.min(PAUSE_MS, left));
  }
};

/** What the hub has in hand now, by name. */
export const findUnrest = async (hub: HubClient): Promise<Unrest> => {
  const { ontvangen, post } = await hub.openstaand();
  const channels = Object.entries(post).filter(([, { klaargezet }]) => klaargezet > 0);
  return {
    receipts: ontvangen === 0 ? [] : await hub.ontvangsten('ontvangen'),
    undelivered: (await Promise.all(channels.map(([channel]) => failedOf(hub, channel)))).flat(),
  };
};

/** Messages that a webhook refused; what lies ready without a try waits for its partner, and is at rest. */
const failedOf = async (hub: HubClient, channel: string): Promise<readonly Undelivered[]> => {
  const [gemeentecode = '', partner = ''] = channel.split('/');
  try {
    const ready = await hub.berichten(partner, gemeentecode, 'klaargezet');
    const states = await Promise.all(ready.map(({ id }) => hub.bericht(partner, gemeentecode, id)));
    return states.flatMap((state) => {
      const last = state?.pogingen.at(-1);
      if (state === undefined || last === undefined) return [];
      const wait = waitAfter(state.pogingen.length, 0);
      const { id: berichtId, zaakId, volgnummer, pogingen } = state;
      return [
        {
          channel,
          berichtId,
          zaakId,
          volgnummer,
          tries: pogingen.length,
          lastResult: last.status === undefined ? last.reden : `${last.reden} ${last.status}`,
          ...(wait === undefined ? {} : { nextTry: Date.parse(last.tijdstip) + wait }),
        },
      ];
    });
  } catch (error) {
    // Without a token of this partner its post cannot be read: a deployed hub gives no more than its numbers.
    if (isUserError(error)) return [];
    throw error;
  }
};
