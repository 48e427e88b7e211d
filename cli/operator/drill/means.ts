import { randomUUID } from 'node:crypto';
import {
  type CloudWatchClient,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { METRIC_NAMESPACE } from '../../../contracts/internal/metrics.ts';
import type { Means } from './plan.ts';

export interface Clients {
  readonly cloudwatch: CloudWatchClient;
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
}

type Of<Kind extends Means['kind']> = Extract<Means, { kind: Kind }>;

/** A cause that is at work. */
export interface Cause {
  /** Takes away what would keep the alarm on; false while something of the drill is left. May be called again. */
  undo(): Promise<boolean>;
}

const NO_RECOVERY: Cause = { undo: async () => true };

/** No function takes this: it is no batch, no request and no task. */
const UNUSABLE = Buffer.from(JSON.stringify({ taak: 'oefening' }));

/** How many batches are looked through to find our own message; so many dead letters are rare. */
const HIGHEST_ROUNDS = 50;

/** Removes the one message with this text. What else is there is put back once it is found. */
const remove = async (sqs: SQSClient, QueueUrl: string | undefined, attribute: string): Promise<boolean> => {
  const other: (string | undefined)[] = [];
  let found = false;
  try {
    for (let round = 0; !found && round < HIGHEST_ROUNDS; round++) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 }),
      );
      if (Messages.length === 0) break;
      for (const { Body, ReceiptHandle } of Messages) {
        if (Body?.includes(attribute) === true) {
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          found = true;
        } else other.push(ReceiptHandle);
      }
    }
  } finally {
    for (const ReceiptHandle of other) {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    }
  }
  return found;
};

const sendDeadLetter = async (sqs: SQSClient, { queue }: Of<'dead letter'>): Promise<Cause> => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  const drill = randomUUID();
  await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: JSON.stringify({ oefening: drill }),
      ...(queue.endsWith('.fifo') ? { MessageGroupId: 'oefening', MessageDeduplicationId: drill } : {}),
    }),
  );
  let away = false;
  return {
    async undo() {
      away = away || (await remove(sqs, QueueUrl, drill));
      return away;
    },
  };
};

const letFail = async (lambda: LambdaClient, { functionName }: Of<'failed invocation'>): Promise<Cause> => {
  const { FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: functionName, InvocationType: 'RequestResponse', Payload: UNUSABLE }),
  );
  if (FunctionError === undefined) throw new Error('the function took the event of the drill');
  return NO_RECOVERY;
};

const measure = async (cloudwatch: CloudWatchClient, means: Of<'measurement'>): Promise<Cause> => {
  const put = (Value: number) =>
    cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: METRIC_NAMESPACE,
        MetricData: [
          {
            MetricName: means.metric,
            Dimensions: Object.entries(means.dimensions).map(([Name, Value]) => ({ Name, Value: Value })),
            Unit: 'Count',
            Value,
          },
        ],
      }),
    );
  await put(means.value);
  // An alarm that keeps its state between measurements needs a low one to come back.
  return {
    async undo() {
      await put(0);
      return true;
    },
  };
};

/** Sets the state of an alarm. CloudWatch undoes it by itself as soon as it evaluates the alarm. */
export const setState = (
  cloudwatch: CloudWatchClient,
  AlarmName: string,
  StateValue: 'ALARM' | 'OK',
): Promise<unknown> =>
  cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'Oefening: er is niets aan de hand' }),
  );

/** Makes an alarm happen. */
export const cause = async (clients: Clients, alarm: string, means: Means): Promise<Cause> => {
  switch (means.kind) {
    case 'dead letter':
      return sendDeadLetter(clients.sqs, means);
    case 'failed invocation':
      return letFail(clients.lambda, means);
    case 'measurement':
      return measure(clients.cloudwatch, means);
    case 'set state':
      await setState(clients.cloudwatch, alarm, 'ALARM');
      return NO_RECOVERY;
  }
};
