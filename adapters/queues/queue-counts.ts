import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

export interface QueueCounts {
  /** About how many messages the queue of this name holds, those in hand among them. */
  countOf(name: string): Promise<number>;
}

/** Queues that lie beside a queue of the hub: same account, same region. */
export const createQueueCounts = (besideUrl: string, client = new SQSClient({})): QueueCounts => ({
  async countOf(name) {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl: new URL(name, besideUrl).href,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return (
      Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0) +
      Number(Attributes?.['ApproximateNumberOfMessagesNotVisible'] ?? 0)
    );
  },
});
