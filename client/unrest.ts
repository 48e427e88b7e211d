import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { waitAfter } from '../domain/delivery/schedule.ts';
import { known } from '../domain/known.ts';
import type { Ontvangst } from './answers.ts';
import { clockAheadMs } from './clock.ts';
import { isUserError } from './errors.ts';
import type { HubClient } from './hub-client.ts';
import { waitUntilSettled } from './settle.ts';

/** A message that the webhook of its partner refused at the last try. */
export interface Undelivered {
  /** Gemeentecode and partner key: `0907/mage`. */
  readonly channel: string;
  /** The abonnementen of the partner: their ids and the hosts of their webhooks. */
  readonly abonnementen?: readonly { readonly id: string; readonly host: string }[];
  readonly berichtId: string;
  readonly zaakId: string;
  readonly volgnummer: number;
  readonly tries: number;
  /** The result of the last try: `status 503`. */
  readonly lastResult: string;
  /** The earliest moment of the next try (ms since 1970, by the clock of the hub); absent when no try is left. */
  readonly nextTry?: number;
}

/** The work that a hub still has to do. */
export interface Unrest {
  /** Messages that were accepted and not dealt with yet. */
  readonly receipts: readonly Ontvangst[];
  /** Zaken with messages that are not composed yet, as far as the client knows. */
  readonly uncomposed?: readonly string[];
  readonly undelivered: readonly Undelivered[];
}

const SLICE_MS = 5_000;
const PAUSE_MS = 500;

/**
 * Waits until the hub is at rest, at most `waitMs`, and gives the work that is left; undefined when nothing is left. The wait ends
 * early when only messages are left whose next try comes after the wait.
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

/** The messages that the hub is working on now, one by one. */
export const findUnrest = async (hub: HubClient): Promise<Unrest> => {
  const { ontvangen, post } = await hub.openstaand();
  const channels = Object.entries(post).filter(([, { klaargezet }]) => klaargezet > 0);
  return {
    receipts: ontvangen === 0 ? [] : await hub.ontvangsten('ontvangen'),
    undelivered: (await Promise.all(channels.map(([channel]) => failedOf(hub, channel)))).flat(),
  };
};

/**
 * The messages that the webhook of a partner refused. A message that was never tried is left out, because it waits for its partner.
 * The messages of a partner without a webhook are not read: this partner gets them through another door, mostly by fetching them.
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
    // Without a token of this partner the client cannot read its messages: a deployed hub then shows only their numbers.
    if (isUserError(error)) return [];
    throw error;
  }
};

const Abonnementen = z.object({ abonnementen: z.array(z.object({ id: z.string(), sink: z.string() })) });

/**
 * The abonnementen of a partner, each with the host of its address only, because the path may hold a secret. Undefined when the hub
 * does not tell them.
 */
const abonnementenOf = async (hub: HubClient, gemeentecode: string, partner: string) => {
  const path = `/abonnementen?${new URLSearchParams({ partner }).toString()}`;
  const { body } = await hub.call(`${partner}-${gemeentecode}`, path, { method: 'GET' });
  return Abonnementen.safeParse(body).data?.abonnementen.map(({ id, sink }) => ({
    id,
    host: URL.parse(sink)?.host ?? 'no address',
  }));
};
