import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../domain/kpis/percentile.ts';
import { type Client, withAtMost } from './client.ts';
import { koppelingen } from './huishoudens.ts';
import type { PartnerQueues } from './queues.ts';

/** Measures how many koppelingen a second the hub takes, each from POST until every queue that hears of it holds its message. */

const STANDSTILL_MS = 30_000;
/** The time after the last message of a koppeling in which no other comes, also on a slow emulator (ms). */
const ALL_CAME_MS = 5_000;

type Counting = Pick<PartnerQueues, 'counts'>;

const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);

/**
 * Sends the koppeling of person `from` and gives the places of the queues that get a message. The measurement keeps no list of
 * these queues, because the hub decides which partners it tells.
 */
export const receivingPlaces = async (
  client: Client,
  queues: Counting,
  from: number,
): Promise<readonly number[]> => {
  for (const bericht of koppelingen(1, from)) await client.post(bericht);
  const begin = performance.now();
  let [previous, since] = [0, begin];
  for (;;) {
    const counts = await queues.counts();
    const now = performance.now();
    if (sum(counts) !== previous) [previous, since] = [sum(counts), now];
    else if (previous > 0 && now - since > ALL_CAME_MS)
      return counts.flatMap((count, place) => (count > 0 ? [place] : []));
    else if (now - begin > STANDSTILL_MS) throw new Error('no partner queue hears of a koppeling');
    await pause(100);
  }
};

const untilAllIsThere = async (queues: Counting, count: number): Promise<void> => {
  let previous = -1;
  let since = performance.now();
  for (;;) {
    const counts = await queues.counts();
    if (counts.every((n) => n === count)) return;
    if (counts.some((n) => n > count))
      throw new Error(`a queue holds more than ${count}: ${counts.join(', ')}`);
    const total = sum(counts);
    if (total !== previous) [previous, since] = [total, performance.now()];
    if (performance.now() - since > STANDSTILL_MS) {
      throw new Error(`nothing more arrives; the queues hold ${counts.join(', ')} of ${count}`);
    }
    // Counting takes time of the hub too, so it is done rarely, but often enough to keep the result exact.
    await pause(100);
  }
};

/** Sends `aantal` koppelingen and waits until every queue has that many messages more than it had `already`. */
export const measureThroughput = async (
  client: Client,
  queues: Counting,
  options: {
    readonly aantal: number;
    readonly concurrent: number;
    readonly from: number;
    readonly already: number;
  },
): Promise<number> => {
  const { aantal, concurrent, from, already } = options;
  const berichten = koppelingen(aantal, from);
  const start = performance.now();
  await withAtMost(concurrent, berichten, client.post);
  await untilAllIsThere(queues, already + aantal);
  return aantal / ((performance.now() - start) / 1000);
};

/** The times of single koppelingen, one after the other: milliseconds from POST until the last partner has its message. */
export const measureSingle = async (
  client: Client,
  queues: PartnerQueues,
  options: { readonly aantal: number; readonly warmUp: number; readonly from: number },
): Promise<{ readonly p50: number; readonly p99: number }> => {
  const times: number[] = [];
  for (const [n, bericht] of koppelingen(options.warmUp + options.aantal, options.from).entries()) {
    // The partners wait before the message is sent, as consumers with long polling do.
    const arrived = queues.next();
    const start = performance.now();
    await client.post(bericht);
    await arrived;
    if (n >= options.warmUp) times.push(performance.now() - start);
  }
  return { p50: percentile(times, 50), p99: percentile(times, 99) };
};
