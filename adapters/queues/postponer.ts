import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Lets a message that is in hand come again after so many seconds (0..43200), unless it is acknowledged first. */
export type Postponer = (receiptHandle: string, seconds: number) => Promise<void>;

/** Puts off messages of one queue. */
export const createPostponer =
  (queueUrl: string, client = new SQSClient({})): Postponer =>
  async (receiptHandle, seconds) => {
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  };
