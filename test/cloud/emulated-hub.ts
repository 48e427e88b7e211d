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
import { type Uitrol, uitvoerVan } from '../../client/deployment.ts';
import { createHubClient, type HubClient } from '../../client/hub-client.ts';
import { startEmulatedHub } from '../../emulator/hub.ts';
import type { EventEnvelope } from '../../local/events/bus.ts';
import type { Partnerpost, Proefhub } from '../hub/proefhub.ts';

/** The whole hub on an emulator that others wrote, deployed by `cdk deploy`, seen with the AWS SDK alone. */

const POLL_MS = 40;
const RUST_MS = 120_000;
const SPION = 'spion';

interface Gehaald {
  readonly body: string;
  readonly messageAttributes: Partnerpost['messageAttributes'];
}

/** Empties a queue as a consumer does: receive, delete, until there is nothing left. */
const haalOp = async (sqs: SQSClient, QueueUrl: string): Promise<readonly Gehaald[]> => {
  const gehaald: Gehaald[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return gehaald;
    gehaald.push(
      ...Messages.map(({ Body = '', MessageAttributes = {} }) => ({
        body: Body,
        messageAttributes: MessageAttributes,
      })),
    );
    const { Failed = [] } = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: Messages.map(({ ReceiptHandle }, plaats) => ({ Id: `m${plaats}`, ReceiptHandle })),
      }),
    );
    if (Failed.length > 0) throw new Error(`${Failed.length} messages could not be deleted`);
  }
};

/** Remembers what a queue gave, so that asking twice gives it twice. */
const metGeheugen = (sqs: SQSClient) => {
  const perWachtrij = new Map<string, readonly Gehaald[]>();
  return async (url: string): Promise<readonly Gehaald[]> => {
    const alles = [...(perWachtrij.get(url) ?? []), ...(await haalOp(sqs, url))];
    perWachtrij.set(url, alles);
    return alles;
  };
};

/** A queue of the test's own that gets everything that goes over the hub's bus. */
const luisterMee = async (uitrol: Uitrol, sqs: SQSClient): Promise<string> => {
  const events = new EventBridgeClient(uitrol.clientConfig('events'));
  const EventBusName = uitvoerVan(uitrol, 'BusNaam');
  try {
    const { RuleArn } = await events.send(
      new PutRuleCommand({
        Name: SPION,
        EventBusName,
        EventPattern: JSON.stringify({ source: [{ prefix: 'inburgeringshub' }] }),
      }),
    );
    const Arn = `arn:aws:sqs:eu-west-1:000000000000:${SPION}`;
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
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: SPION, Attributes: { Policy } }));
    await events.send(new PutTargetsCommand({ Rule: SPION, EventBusName, Targets: [{ Id: SPION, Arn }] }));
    if (QueueUrl === undefined) throw new Error('the queue has no URL');
    return QueueUrl;
  } finally {
    events.destroy();
  }
};

const AANTALLEN = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** The queues that functions read from: the stacks' own, without dead letters and partner channels. */
const eigenWachtrijen = async (sqs: SQSClient): Promise<readonly string[]> => {
  const urls: string[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs }, {})) urls.push(...QueueUrls);
  return urls.filter((url) => /InburgeringshubVerwerking-(?!.*DodeBrieven)|-bezorging\.fifo$/.test(url));
};

const isLeeg = async (sqs: SQSClient, urls: readonly string[]): Promise<boolean> => {
  const inhoud = await Promise.all(
    urls.map((QueueUrl) =>
      sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AANTALLEN] })),
    ),
  );
  return inhoud.every(({ Attributes = {} }) => AANTALLEN.every((naam) => Attributes[naam] === '0'));
};

const totRust = async (client: HubClient, sqs: SQSClient, wachtrijen: readonly string[]): Promise<void> => {
  const uiterlijk = Date.now() + RUST_MS;
  for (let rustig = 0; rustig < 2; ) {
    if (Date.now() > uiterlijk) throw new Error('the hub did not come to rest');
    // The queues first: what left them is in the balance by then.
    const leeg = await isLeeg(sqs, wachtrijen);
    const { ontvangsten, nogTeVersturen } = await client.balans();
    rustig = leeg && ontvangsten.ontvangen === 0 && nogTeVersturen === 0 ? rustig + 1 : 0;
    await pause(POLL_MS);
  }
};

/** A hub on the emulator, and the environment in which an operator's commands find it. */
export type EmulatedProefhub = Proefhub & { readonly env: NodeJS.ProcessEnv };

/** Deploys a hub of its own for a test. */
export const startEmulated = async (): Promise<EmulatedProefhub> => {
  const { python, assembly } = inject('emulator');
  const logregels: string[] = [];
  const hub = await startEmulatedHub({ python, assembly, onLine: (regel) => logregels.push(regel) });
  const { uitrol } = hub;
  const sqs = new SQSClient(uitrol.clientConfig('sqs'));
  const client = createHubClient({ url: hub.apiUrl, standInsUrl: hub.standInsUrl });
  const gehaaldUit = metGeheugen(sqs);
  const spion = await luisterMee(uitrol, sqs);
  const wachtrijen = await eigenWachtrijen(sqs);
  return {
    client,
    uitrol,
    env: hub.env,
    logregels,
    rust: () => totRust(client, sqs, wachtrijen),
    gepubliceerd: async () => (await gehaaldUit(spion)).map(({ body }) => JSON.parse(body) as EventEnvelope),
    inWachtrij: async (gemeentecode, sleutel) =>
      (await gehaaldUit(uitvoerVan(uitrol, `Kanaal${gemeentecode}${sleutel}Url`))).map((gehaald) => ({
        ...gehaald,
        bericht: JSON.parse(gehaald.body),
      })),
    stop: async () => {
      sqs.destroy();
      await hub.stop();
    },
  };
};
