import { type Client, createClient, withAtMost } from '../client.ts';
import { followMemory, type Memory } from './memory.ts';
import type { Partners } from './partners.ts';
import { type Supply, stream, type Told } from './stream.ts';

/** The time and memory that a hub needed to grow by a number of households. */
export interface Growth {
  readonly huishoudens: number;
  readonly seconden: number;
  readonly huishoudensPerSeconde: number;
  readonly memory: Memory;
}

const CONCURRENT = 32;
/** The number of households under way at once: enough to keep the hub busy without queues that keep growing. */
const UNDERWAY = 300;
/** The number of households after which each source asks for a new token, because a token is valid for an hour. */
const PER_TOKEN = 5_000;

/** Makes a sender that limits the messages under way. `send` waits until the partners have fetched enough. */
const bounded = (clients: Readonly<Record<Supply['van'], Client>>, partners: Partners, told: Told) => {
  const perHuishouden = told.koppeling + told.inschrijving;
  let expected = partners.ontvangen();
  return {
    send: async ({ van, bericht, partnerberichten }: Supply): Promise<void> => {
      expected += partnerberichten;
      await partners.tot(expected - UNDERWAY * perHuishouden);
      await clients[van].post(bericht);
    },
    expectedByNow: () => expected,
  };
};

interface Range {
  readonly from: number;
  readonly until: number;
}

const growTo = async (url: string, { from, until }: Range, partners: Partners, told: Told): Promise<void> => {
  const clients = {
    coa: await createClient(url, CONCURRENT, 'coa'),
    brp: await createClient(url, CONCURRENT, 'brp'),
  };
  try {
    const sender = bounded(clients, partners, told);
    await withAtMost(CONCURRENT, stream(from, until, 2 * UNDERWAY, told), sender.send);
    await partners.tot(sender.expectedByNow());
  } finally {
    clients.coa.close();
    clients.brp.close();
  }
};

/** Grows the hub from household `from` to `until`. It ends when the partners have every message that follows. */
export const growth = async (
  hub: { readonly url: string; ownMB(): number },
  { from, until }: Range,
  partners: Partners,
  told: Told,
  say: (text: string) => void,
): Promise<Growth> => {
  const memory = followMemory(hub.ownMB);
  const start = performance.now();
  try {
    for (let begin = from; begin < until; begin += PER_TOKEN) {
      const end = Math.min(until, begin + PER_TOKEN);
      await growTo(hub.url, { from: begin, until: end }, partners, told);
      say(`${end} of ${until} households, ${hub.ownMB()} MB`);
    }
  } catch (error) {
    memory.stop();
    throw error;
  }
  const seconds = (performance.now() - start) / 1000;
  return {
    huishoudens: until - from,
    seconden: seconds,
    huishoudensPerSeconde: (until - from) / seconds,
    memory: memory.stop(),
  };
};
