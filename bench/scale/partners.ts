import { Agent } from 'node:http';
import * as z from 'zod';
import { query } from '../sqs.ts';

/** The partners of a run at scale: each fetches and deletes what lies in its queue, as its own consumer would. */
export interface Partners {
  /** Messages fetched and deleted so far, of all partners together. */
  ontvangen(): number;
  /** Some of the zaken that the messages were about: at most `STOCK`, each with the same chance. */
  zaken(): readonly string[];
  /** Waits until the partners have fetched this many messages. Throws when no more messages come. */
  tot(count: number): Promise<void>;
  /** Ends the long polls. */
  stop(): Promise<void>;
}

const STOCK = 500;
const WAIT_SECONDS = 20;
const STANDSTILL_MS = 60_000;

const Bericht = z.object({ ReceiptHandle: z.string(), Body: z.string() });
const Received = z.object({ Messages: z.array(Bericht).optional() });
const Removed = z.object({ Failed: z.array(z.unknown()).optional() });
/** `zaakId` is absent in a message about a household. */
const Content = z.object({ data: z.object({ zaakId: z.string().optional() }) });

/** Keeps at most `size` of the inserted values, each with the same chance (reservoir sampling). */
export const sample = <Value>(size: number, random: () => number) => {
  const held: Value[] = [];
  let seen = 0;
  return {
    insert: (value: Value): void => {
      seen += 1;
      if (held.length < size) held.push(value);
      else {
        const place = Math.floor(random() * seen);
        if (place < size) held[place] = value;
      }
    },
    values: (): readonly Value[] => held,
  };
};

/** Starts a consumer per queue. */
export const startPartners = (url: string, urls: readonly string[], random: () => number): Partners => {
  const agent = new Agent({ keepAlive: true });
  const zaken = sample<string>(STOCK, random);
  const waiters = new Set<() => void>();
  let received = 0;
  let stopped = false;

  const fetch = async (QueueUrl: string): Promise<void> => {
    const { Messages = [] } = await query(
      `${url}/`,
      agent,
      'ReceiveMessage',
      { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: WAIT_SECONDS },
      Received,
    );
    if (Messages.length === 0) return;
    const Entries = Messages.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));
    const { Failed = [] } = await query(
      `${url}/`,
      agent,
      'DeleteMessageBatch',
      { QueueUrl, Entries },
      Removed,
    );
    if (Failed.length > 0) throw new Error(`${Failed.length} partner messages could not be deleted`);
    received += Messages.length;
    for (const { Body } of Messages) {
      const { zaakId } = Content.parse(JSON.parse(Body)).data;
      if (zaakId !== undefined) zaken.insert(zaakId);
    }
    for (const look of waiters) look();
  };

  const work = async (queueUrl: string): Promise<void> => {
    while (!stopped) {
      try {
        await fetch(queueUrl);
      } catch (error) {
        // `stop` breaks off the long polls that wait. Any other error is a failure of the run.
        if (!stopped) throw error;
      }
    }
  };
  const done = Promise.all(urls.map(work));
  let failure: unknown;
  done.catch((error: unknown) => {
    failure = error;
    for (const look of waiters) look();
  });

  return {
    ontvangen: () => received,
    zaken: zaken.values,
    tot: (count) =>
      new Promise((resolve, reject) => {
        let timer: NodeJS.Timeout | undefined;
        const look = (): void => {
          clearTimeout(timer);
          const end = (finish: () => void): void => {
            waiters.delete(look);
            finish();
          };
          if (failure !== undefined) end(() => reject(failure));
          else if (received >= count) end(resolve);
          else {
            const silent = new Error(`nothing more arrives; the partners have ${received} of ${count}`);
            timer = setTimeout(() => end(() => reject(silent)), STANDSTILL_MS);
          }
        };
        waiters.add(look);
        look();
      }),
    stop: async () => {
      stopped = true;
      agent.destroy();
      await done;
    },
  };
};
