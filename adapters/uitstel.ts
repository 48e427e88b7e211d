import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Lets a message that is in hand come again after so many seconds (0..43200), unless it is acknowledged first. */
export type Uitstel = (receiptHandle: string, seconden: number) => Promise<void>;

/** Puts off messages of one queue. */
export const maakUitstel =
  (wachtrijUrl: string, client = new SQSClient({})): Uitstel =>
  async (receiptHandle, seconden) => {
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: wachtrijUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconden,
      }),
    );
  };
