import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { waitAfter } from '../domain/delivery/schedule.ts';
import { known } from '../domain/known.ts';
import type { Ontvangst } from './answers.ts';
import { clockAheadMs } from './clock.ts';
import { isUserError } from './errors.ts';
import type { HubClient } from './hub-client.ts';
import { waitUntilSettled } from './settle.ts';

/** A message that its webhook did not take at the last try. */
export interface Undelivered {
  /** Gemeentecode and partner key: `0907/mage`. */
  readonly channel: string;
  /** The partner's abonnementen: their ids, and the hosts that they deliver at. */
  readonly abonnementen?: readonly { readonly id: string; readonly host: string }[];
  readonly berichtId: string;
  readonly zaakId: string;
  readonly volgnummer: number;
  readonly tries: number;
  /** What came of the last try: `status 503`. */
  readonly lastResult: string;
  /** The earliest moment of the next try by the schedule, on the clock of the hub; absent after the last one. */
  readonly nextTry?: number;
}

/** What a hub still has to do. */
export interface Unrest {
  /** Accepted, and not dealt with yet. */
  readonly receipts: readonly Ontvangst[];
  /** Zaken of which messages are still to be composed, as far as they are known. */
  readonly uncomposed?: readonly string[];
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
    const end = deadline + (undelivered.length === 0 ? 0 : await clockAheadMs(hub));
    const later = undelivered.every(({ nextTry = Number.POSITIVE_INFINITY }) => nextTry > end);
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

/**
 * Messages that a webhook refused; what lies ready without a try waits for its partner, and is at rest. Who has no webhook (any
 * more) gets what lies ready through another door, and many partners fetch: of these no message is read.
 */
const failedOf = async (hub: HubClient, channel: string): Promise<readonly Undelivered[]> => {
  const [gemeentecode = '', partner = ''] = channel.split('/');
  try {
    const abonnementen = await abonnementenOf(hub, gemeentecode, partner);
    if (abonnementen?.length === 0) return [];
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
          ...known({ abonnementen }),
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

const Abonnementen = z.object({ abonnementen: z.array(z.object({ id: z.string(), sink: z.string() })) });

/** What a partner's messages go through, without the path of an address: that may hold a secret. Undefined when the hub does not say. */
const abonnementenOf = async (hub: HubClient, gemeentecode: string, partner: string) => {
  const path = `/abonnementen?${new URLSearchParams({ partner }).toString()}`;
  const { body } = await hub.call(`${partner}-${gemeentecode}`, path, { method: 'GET' });
  return Abonnementen.safeParse(body).data?.abonnementen.map(({ id, sink }) => ({
    id,
    host: URL.parse(sink)?.host ?? 'no address',
  }));
};
