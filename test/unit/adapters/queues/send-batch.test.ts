import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { sendBatch } from '../../../../adapters/queues/send-batch.ts';

it('the result of a batch names the accepted entries with their ids, and the refused ones with the reason', async () => {
  const refusal = { Id: '1', Code: 'InvalidMessageContents', SenderFault: true };
  const sqs = mockClient(SQSClient);
  sqs.on(SendMessageBatchCommand).resolves({
    Successful: [{ Id: '0', MessageId: 'eerste', MD5OfMessageBody: '' }],
    Failed: [refusal],
  });
  const entries = ['0', '1', '2'].map((Id) => ({ Id, MessageBody: '{}' }));
  expect(await sendBatch(new SQSClient({ region: 'eu-west-1' }), 'https://sqs.example/q', entries)).toEqual({
    messageIds: new Map([['0', 'eerste']]),
    failed: [refusal],
  });
  expect(sqs.commandCalls(SendMessageBatchCommand)[0]?.args[0].input.Entries).toEqual(entries);
});
