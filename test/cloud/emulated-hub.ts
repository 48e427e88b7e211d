import { setTimeout as pause } from 'node:timers/promises';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  paginateListQueues,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { inject } from 'vitest';
import { outputOf, type Rollout } from '../../client/deployment.ts';
import { createHubClient, type HubClient } from '../../client/hub-client.ts';
import { startEmulatedHub } from '../../emulator/hub.ts';
import type { EventEnvelope } from '../../local/events/bus.ts';
import type { PartnerPost, TestHub } from '../hub/test-hub.ts';

/** The whole hub on an emulator that others wrote, deployed by `cdk deploy` and read with the AWS SDK alone. */

const POLL_MS = 40;
const COOLDOWN_MS = 240_000;
const SPY = 'spion';

interface QueueMessage {
  readonly body: string;
  readonly messageAttributes: PartnerPost['messageAttributes'];
}

/** Empties a queue as a consumer does: receives and deletes until no message is left. */
const fetch = async (sqs: SQSClient, QueueUrl: string): Promise<readonly QueueMessage[]> => {
  const messages: QueueMessage[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return messages;
    messages.push(
      ...Messages.map(({ Body = '', MessageAttributes = {} }) => ({
        body: Body,
        messageAttributes: MessageAttributes,
      })),
    );
    const { Failed = [] } = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: Messages.map(({ ReceiptHandle }, place) => ({ Id: `m${place}`, ReceiptHandle })),
      }),
    );
    if (Failed.length > 0) throw new Error(`${Failed.length} messages could not be deleted`);
  }
};

/** Reads a queue and remembers its messages, so that a second call gives them again. */
const withMemory = (sqs: SQSClient) => {
  const perQueue = new Map<string, readonly QueueMessage[]>();
  return async (url: string): Promise<readonly QueueMessage[]> => {
    const all = [...(perQueue.get(url) ?? []), ...(await fetch(sqs, url))];
    perQueue.set(url, all);
    return all;
  };
};

/** Makes a queue that gets every event on the bus of the hub. */
const listenAlong = async (rollout: Rollout, sqs: SQSClient): Promise<string> => {
  const events = new EventBridgeClient(rollout.clientConfig('events'));
  const EventBusName = outputOf(rollout, 'BusNaam');
  try {
    const { RuleArn } = await events.send(
      new PutRuleCommand({
        Name: SPY,
        EventBusName,
        EventPattern: JSON.stringify({ source: [{ prefix: 'inburgeringshub' }] }),
      }),
    );
    const Arn = `arn:aws:sqs:eu-west-1:000000000000:${SPY}`;
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: Arn,
          Condition: { ArnEquals: { 'aws:SourceArn': RuleArn } },
        },
      ],
    });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: SPY, Attributes: { Policy } }));
    await events.send(new PutTargetsCommand({ Rule: SPY, EventBusName, Targets: [{ Id: SPY, Arn }] }));
    if (QueueUrl === undefined) throw new Error('the queue has no URL');
    return QueueUrl;
  } finally {
    events.destroy();
  }
};

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** The queues that functions read from: the stacks' own, without dead letters and partner channels. */
const ownQueues = async (sqs: SQSClient): Promise<readonly string[]> => {
  const urls: string[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs }, {})) urls.push(...QueueUrls);
  return urls.filter((url) => /InburgeringshubVerwerking-(?!.*DodeBrieven)|-bezorging\.fifo$/.test(url));
};

const isEmpty = async (sqs: SQSClient, urls: readonly string[]): Promise<boolean> => {
  const content = await Promise.all(
    urls.map((QueueUrl) =>
      sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] })),
    ),
  );
  return content.every(({ Attributes = {} }) => COUNTS.every((name) => Attributes[name] === '0'));
};

const untilQuiet = async (client: HubClient, sqs: SQSClient, queues: readonly string[]): Promise<void> => {
  const latest = Date.now() + COOLDOWN_MS;
  for (let quiet = 0; quiet < 2; ) {
    if (Date.now() > latest) throw new Error('the hub did not come to rest');
    // The queues before the balans: a message that left a queue is in the balans by then.
    const empty = await isEmpty(sqs, queues);
    const { ontvangsten, nogTeVersturen } = await client.balans();
    quiet = empty && ontvangsten.ontvangen === 0 && nogTeVersturen === 0 ? quiet + 1 : 0;
    await pause(POLL_MS);
  }
};

/** A hub on the emulator, and the environment in which an operator's commands find it. */
export type EmulatedTestHub = TestHub & { readonly env: NodeJS.ProcessEnv };

/** Deploys a hub of its own for a test. */
export const startEmulated = async (): Promise<EmulatedTestHub> => {
  const { python, assembly } = inject('emulator');
  const logLines: string[] = [];
  const hub = await startEmulatedHub({ python, assembly, onLine: (line) => logLines.push(line) });
  const { rollout } = hub;
  const sqs = new SQSClient(rollout.clientConfig('sqs'));
  const client = createHubClient({ url: hub.apiUrl, standInsUrl: hub.standInsUrl });
  const readQueue = withMemory(sqs);
  const spy = await listenAlong(rollout, sqs);
  const queues = await ownQueues(sqs);
  return {
    client,
    rollout,
    env: hub.env,
    logLines,
    quiet: () => untilQuiet(client, sqs, queues),
    published: async () => (await readQueue(spy)).map(({ body }) => JSON.parse(body) as EventEnvelope),
    inQueue: async (gemeentecode, key) =>
      (await readQueue(outputOf(rollout, `Kanaal${gemeentecode}${key}Url`))).map((message) => ({
        ...message,
        bericht: JSON.parse(message.body),
      })),
    stop: async () => {
      sqs.destroy();
      await hub.stop();
    },
  };
};
