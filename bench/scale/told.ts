import { setTimeout as pause } from 'node:timers/promises';
import type { HubClient } from '../../client/hub-client.ts';
import { createClient } from '../client.ts';
import type { Partners } from './partners.ts';
import { untilQuiet } from './reading.ts';
import { stream, type Told } from './stream.ts';

/** The time after which partners have fetched the messages in their queues, once the hub is at rest (ms). */
const FETCHED_MS = 2_000;

/**
 * Sends the koppeling of household `n` and then its inschrijving, and counts the messages to partners of each. The measurement
 * keeps no list of partners, because the hub decides which partners it tells. Throws when the partners get nothing.
 */
export const measureTold = async (
  url: string,
  hub: HubClient,
  partners: Partners,
  n: number,
): Promise<Told> => {
  const counts: number[] = [];
  for (const { van, bericht } of stream(n, n + 1, 0, { koppeling: 0, inschrijving: 0 })) {
    const before = partners.ontvangen();
    const client = await createClient(url, 1, van);
    await client.post(bericht);
    client.close();
    await untilQuiet(hub);
    await pause(FETCHED_MS);
    counts.push(partners.ontvangen() - before);
  }
  const [koppeling = 0, inschrijving = 0] = counts;
  if (koppeling === 0 || inschrijving === 0) throw new Error('no partner hears of a household');
  return { koppeling, inschrijving };
};
