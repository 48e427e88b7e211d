import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { sendAll, sendBatch } from '../../../adapters/send-all.ts';

describe('sending everything', () => {
  const OPTIONS = { times: 3, firstPauseMs: 0, refused: (count: number) => `${count} geweigerd` };

  it('sends again only what was refused, of each batch by itself', async () => {
    const sent: string[][] = [];
    const refuseOnce = new Set(['b', 'c']);
    await sendAll(
      [['a', 'b'], ['c']],
      async (batch) => {
        sent.push([...batch]);
        return batch.filter((entry) => refuseOnce.delete(entry));
      },
      OPTIONS,
    );
    expect(sent.toSorted()).toEqual([['a', 'b'], ['b'], ['c'], ['c']]);
  });

  it('fails, to be tried again, when an entry is refused each time', async () => {
    const sending = sendAll([['a', 'b']], async (batch) => batch.filter((entry) => entry === 'b'), OPTIONS);
    await expect(sending).rejects.toMatchObject({ vervolg: 'opnieuw', message: '1 geweigerd' });
  });

  it('sends nothing when there is nothing', async () => {
    await expect(sendAll([], () => Promise.reject(new Error('verstuurd')), OPTIONS)).resolves.toBeUndefined();
  });
});

it('a queue says of a batch which entries it took, under which id, and which it refused and why', async () => {
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
