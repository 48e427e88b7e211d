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
import { METRIEK_NAAMRUIMTE } from '../../../contracts/metrieken.ts';
import type { Middel } from './plan.ts';

export interface Clients {
  readonly cloudwatch: CloudWatchClient;
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
}

type Van<Soort extends Middel['soort']> = Extract<Middel, { soort: Soort }>;

/** A cause that is at work. */
export interface Oorzaak {
  /** Takes away what would keep the alarm on; false while something of the drill is left. May be called again. */
  herstel(): Promise<boolean>;
}

const GEEN_HERSTEL: Oorzaak = { herstel: async () => true };

/** No function takes this: it is no batch, no request and no task. */
const ONBRUIKBAAR = Buffer.from(JSON.stringify({ taak: 'oefening' }));

/** How many batches are looked through to find our own message; so many dead letters are rare. */
const HOOGSTE_RONDES = 50;

/** Removes the one message with this text. What else is there is put back once it is found. */
const verwijder = async (sqs: SQSClient, QueueUrl: string | undefined, kenmerk: string): Promise<boolean> => {
  const andere: (string | undefined)[] = [];
  let gevonden = false;
  try {
    for (let ronde = 0; !gevonden && ronde < HOOGSTE_RONDES; ronde++) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 }),
      );
      if (Messages.length === 0) break;
      for (const { Body, ReceiptHandle } of Messages) {
        if (Body?.includes(kenmerk) === true) {
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          gevonden = true;
        } else andere.push(ReceiptHandle);
      }
    }
  } finally {
    for (const ReceiptHandle of andere) {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    }
  }
  return gevonden;
};

const stuurDodeBrief = async (sqs: SQSClient, { wachtrij }: Van<'dode brief'>): Promise<Oorzaak> => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: wachtrij }));
  const oefening = randomUUID();
  await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: JSON.stringify({ oefening }),
      ...(wachtrij.endsWith('.fifo') ? { MessageGroupId: 'oefening', MessageDeduplicationId: oefening } : {}),
    }),
  );
  let weg = false;
  return {
    async herstel() {
      weg = weg || (await verwijder(sqs, QueueUrl, oefening));
      return weg;
    },
  };
};

const laatMislukken = async (
  lambda: LambdaClient,
  { functie }: Van<'mislukte aanroep'>,
): Promise<Oorzaak> => {
  const { FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: functie, InvocationType: 'RequestResponse', Payload: ONBRUIKBAAR }),
  );
  if (FunctionError === undefined) throw new Error('the function took the event of the drill');
  return GEEN_HERSTEL;
};

const meet = async (cloudwatch: CloudWatchClient, middel: Van<'meting'>): Promise<Oorzaak> => {
  const zet = (Value: number) =>
    cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: METRIEK_NAAMRUIMTE,
        MetricData: [
          {
            MetricName: middel.metriek,
            Dimensions: Object.entries(middel.dimensies).map(([Name, Waarde]) => ({ Name, Value: Waarde })),
            Unit: middel.eenheid,
            Value,
          },
        ],
      }),
    );
  await zet(middel.waarde);
  // An alarm that keeps its state between measurements needs a low one to come back.
  return {
    async herstel() {
      await zet(0);
      return true;
    },
  };
};

/** Sets the state of an alarm. CloudWatch undoes it by itself as soon as it evaluates the alarm. */
export const zetStand = (
  cloudwatch: CloudWatchClient,
  AlarmName: string,
  StateValue: 'ALARM' | 'OK',
): Promise<unknown> =>
  cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'Oefening: er is niets aan de hand' }),
  );

/** Makes an alarm happen. */
export const veroorzaak = async (clients: Clients, alarm: string, middel: Middel): Promise<Oorzaak> => {
  switch (middel.soort) {
    case 'dode brief':
      return stuurDodeBrief(clients.sqs, middel);
    case 'mislukte aanroep':
      return laatMislukken(clients.lambda, middel);
    case 'meting':
      return meet(clients.cloudwatch, middel);
    case 'gezette stand':
      await zetStand(clients.cloudwatch, alarm, 'ALARM');
      return GEEN_HERSTEL;
  }
};
