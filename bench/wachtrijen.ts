import { Agent } from 'node:http';
import * as z from 'zod';
import { vraag } from './sqs.ts';

/** The six partner queues of Gennep, read with the SQS protocol as the partners' consumers would. */
export interface Partnerwachtrijen {
  readonly namen: readonly string[];
  readonly urls: readonly string[];
  /** Messages that each queue holds, by its own count. */
  aantallen(): Promise<readonly number[]>;
  /** Waits on every queue at once until each has given one message; those are taken away afterwards. */
  volgende(): Promise<readonly string[]>;
  close(): void;
}

const Lokaal = z.object({ queues: z.record(z.string(), z.object({ url: z.string() })) });
const Kenmerken = z.object({ Attributes: z.record(z.string(), z.string()) });
const Ontvangen = z.object({
  Messages: z.array(z.object({ ReceiptHandle: z.string(), Body: z.string() })).optional(),
});

const PARTNERWACHTRIJ = /-0907-(?!.*dode-brieven).*\.fifo$/;
const WACHT_SECONDEN = 20;

/** Finds the queues on the embedded cloud. */
export const vindPartnerwachtrijen = async (url: string): Promise<Partnerwachtrijen> => {
  const { queues } = Lokaal.parse(await (await fetch(`${url}/_lokaal`)).json());
  const gevonden = Object.entries(queues).filter(([naam]) => PARTNERWACHTRIJ.test(naam));
  if (gevonden.length !== 6) throw new Error(`expected six partner queues, found ${gevonden.length}`);
  const agent = new Agent({ keepAlive: true });
  const ask = <Schema extends z.ZodType>(actie: string, invoer: object, schema: Schema) =>
    vraag(`${url}/`, agent, actie, invoer, schema);

  const aantal = async (queueUrl: string): Promise<number> => {
    const invoer = { QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages'] };
    const { Attributes } = await ask('GetQueueAttributes', invoer, Kenmerken);
    return Number(Attributes['ApproximateNumberOfMessages'] ?? 0);
  };

  const haal = async (queueUrl: string): Promise<string> => {
    const invoer = { QueueUrl: queueUrl, MaxNumberOfMessages: 1, WaitTimeSeconds: WACHT_SECONDEN };
    const { Messages = [] } = await ask('ReceiveMessage', invoer, Ontvangen);
    const [bericht] = Messages;
    if (bericht === undefined) throw new Error('a partner queue stayed empty');
    await ask('DeleteMessage', { QueueUrl: queueUrl, ReceiptHandle: bericht.ReceiptHandle }, z.unknown());
    return bericht.Body;
  };

  return {
    namen: gevonden.map(([naam]) => naam),
    urls: gevonden.map(([, queue]) => queue.url),
    aantallen: () => Promise.all(gevonden.map(([, queue]) => aantal(queue.url))),
    volgende: () => Promise.all(gevonden.map(([, queue]) => haal(queue.url))),
    close: () => agent.destroy(),
  };
};
