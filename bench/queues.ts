import { Agent } from 'node:http';
import * as z from 'zod';
import { REGIEVOERDER } from '../contracts/partnerrollen.ts';
import { query } from './sqs.ts';

/** The queues of the partners of Gennep, read with the SQS protocol as the consumers of these partners do. */
export interface PartnerQueues {
  readonly urls: readonly string[];
  /** Only the queues at these places. */
  at(places: readonly number[]): PartnerQueues;
  /** The number of messages in each queue, as the queue itself counts them. */
  counts(): Promise<readonly number[]>;
  /** Waits on all queues at once until each has given one message, and then deletes these messages. */
  next(): Promise<readonly string[]>;
  close(): void;
}

const Local = z.object({ queues: z.record(z.string(), z.object({ url: z.string() })) });
const AttributesAnswer = z.object({ Attributes: z.record(z.string(), z.string()) });
const Received = z.object({
  Messages: z.array(z.object({ ReceiptHandle: z.string(), Body: z.string() })).optional(),
});

/** The names of partner queues. The queue of the gemeente is left out, because it also gets messages of the watch. */
const PARTNER_QUEUE = new RegExp(`-0907-(?!${REGIEVOERDER}|.*dode-brieven).*\\.fifo$`);
const WAIT_SECONDS = 20;

const queuesAt = (endpoint: string, agent: Agent, urls: readonly string[]): PartnerQueues => {
  const ask = <Schema extends z.ZodType>(action: string, input: object, schema: Schema) =>
    query(endpoint, agent, action, input, schema);

  const count = async (queueUrl: string): Promise<number> => {
    const input = { QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages'] };
    const { Attributes } = await ask('GetQueueAttributes', input, AttributesAnswer);
    return Number(Attributes['ApproximateNumberOfMessages'] ?? 0);
  };

  const takeBody = async (queueUrl: string): Promise<string> => {
    const input = { QueueUrl: queueUrl, MaxNumberOfMessages: 1, WaitTimeSeconds: WAIT_SECONDS };
    const { Messages = [] } = await ask('ReceiveMessage', input, Received);
    const [bericht] = Messages;
    if (bericht === undefined) throw new Error('a partner queue stayed empty');
    await ask('DeleteMessage', { QueueUrl: queueUrl, ReceiptHandle: bericht.ReceiptHandle }, z.unknown());
    return bericht.Body;
  };

  return {
    urls,
    at: (places) =>
      queuesAt(
        endpoint,
        agent,
        urls.filter((_, place) => places.includes(place)),
      ),
    counts: () => Promise.all(urls.map(count)),
    next: () => Promise.all(urls.map(takeBody)),
    close: () => agent.destroy(),
  };
};

/** Finds every partner queue on the embedded cloud, also of partners that get no messages yet. */
export const findPartnerQueues = async (url: string): Promise<PartnerQueues> => {
  const { queues } = Local.parse(await (await fetch(`${url}/_lokaal`)).json());
  const urls = Object.entries(queues).flatMap(([name, queue]) =>
    PARTNER_QUEUE.test(name) ? [queue.url] : [],
  );
  return queuesAt(`${url}/`, new Agent({ keepAlive: true }), urls);
};
