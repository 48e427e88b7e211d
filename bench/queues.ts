import { Agent } from 'node:http';
import * as z from 'zod';
import { query } from './sqs.ts';

/** The six partner queues of Gennep, read with the SQS protocol as the partners' consumers would. */
export interface PartnerQueues {
  readonly names: readonly string[];
  readonly urls: readonly string[];
  /** Messages that each queue holds, by its own count. */
  counts(): Promise<readonly number[]>;
  /** Waits on every queue at once until each has given one message; those are taken away afterwards. */
  next(): Promise<readonly string[]>;
  close(): void;
}

const Local = z.object({ queues: z.record(z.string(), z.object({ url: z.string() })) });
const AttributesAnswer = z.object({ Attributes: z.record(z.string(), z.string()) });
const Received = z.object({
  Messages: z.array(z.object({ ReceiptHandle: z.string(), Body: z.string() })).optional(),
});

const PARTNER_QUEUE = /-0907-(?!.*dode-brieven).*\.fifo$/;
const WAIT_SECONDS = 20;

/** Finds the queues on the embedded cloud. */
export const findPartnerQueues = async (url: string): Promise<PartnerQueues> => {
  const { queues } = Local.parse(await (await fetch(`${url}/_lokaal`)).json());
  const found = Object.entries(queues).filter(([name]) => PARTNER_QUEUE.test(name));
  if (found.length !== 6) throw new Error(`expected six partner queues, found ${found.length}`);
  const agent = new Agent({ keepAlive: true });
  const ask = <Schema extends z.ZodType>(action: string, input: object, schema: Schema) =>
    query(`${url}/`, agent, action, input, schema);

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
    names: found.map(([name]) => name),
    urls: found.map(([, queue]) => queue.url),
    counts: () => Promise.all(found.map(([, queue]) => count(queue.url))),
    next: () => Promise.all(found.map(([, queue]) => takeBody(queue.url))),
    close: () => agent.destroy(),
  };
};
