import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDeadLetters, type Lot, type RecoveryPlace } from '../../../../adapters/queues/dead-letters.ts';

/** What SQS and Lambda can answer about single messages, and no emulator does. */

const sqs = mockClient(SQSClient);
const lambda = mockClient(LambdaClient);
const clients = {
  sqs: new SQSClient({ region: 'eu-west-1' }),
  lambda: new LambdaClient({ region: 'eu-west-1' }),
};
beforeEach(() => {
  sqs.reset();
  lambda.reset();
});

const SENT: Lot = { soort: 'verstuurd' };
const refused = (reason: string): Lot => ({ soort: 'geweigerd', reden: reason });
/** An error as the SDK throws it; its text quotes the message. */
const failure = (name: string) => Object.assign(new Error('{"naam":"Qasim"}'), { name });

const place = (target: RecoveryPlace['doel']): RecoveryPlace => ({
  naam: 'plek',
  deadLettersUrl: 'https://sqs.example/1/dood',
  doel: target,
});
const QUEUE = place({ soort: 'wachtrij', url: 'https://sqs.example/1/wachtrij.fifo' });
const RULE = place({ soort: 'wachtrij van regel', url: 'https://sqs.example/1/wachtrij' });

const bericht = (id: string, attributes: Record<string, string> = {}, group?: string) => ({
  MessageId: id,
  ReceiptHandle: `greep-${id}`,
  Body: '{"inhoud":1}',
  MessageAttributes: Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  ),
  ...(group === undefined
    ? {}
    : { Attributes: { MessageGroupId: group, MessageDeduplicationId: `uniek-${id}` } }),
});

describe('a message for a partner', () => {
  it('keeps its group, deduplication id and attributes, and gets the stamp', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [bericht('a', { ce_type: 't' }, 'zaak')] });
    sqs.on(SendMessageBatchCommand).resolves({
      Successful: [{ Id: '0', MessageId: 'nieuw', MD5OfMessageBody: '' }],
      Failed: [],
    });
    const bus = createDeadLetters(QUEUE, clients);
    expect(await bus.send(await bus.fetch(), 'run tijd')).toEqual([SENT]);
    const [entry] = sqs.commandCalls(SendMessageBatchCommand)[0]?.args[0].input.Entries ?? [];
    expect(entry).toMatchObject({
      MessageGroupId: 'zaak',
      MessageDeduplicationId: 'uniek-a',
      MessageBody: '{"inhoud":1}',
      MessageAttributes: { ce_type: { StringValue: 't' }, herstel: { StringValue: 'run tijd' } },
    });
  });

  it('that its queue still remembers is not taken for sent; a copy of it that was sent before is', async () => {
    sqs
      .on(ReceiveMessageCommand)
      .resolves({ Messages: [bericht('a', {}, 'zaak'), bericht('b', {}, 'ander')] });
    sqs.on(SendMessageBatchCommand).resolves({
      Successful: [
        { Id: '0', MessageId: 'a', MD5OfMessageBody: '' },
        { Id: '1', MessageId: 'eerdere-kopie', MD5OfMessageBody: '' },
      ],
      Failed: [],
    });
    const bus = createDeadLetters(QUEUE, clients);
    expect(await bus.send(await bus.fetch(), 's')).toEqual([{ soort: 'te vroeg' }, SENT]);
  });
});

describe('a batch', () => {
  it('is read per message: what is refused, or not mentioned, was not sent', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: ['a', 'b', 'c'].map((id) => bericht(id)) });
    sqs.on(SendMessageBatchCommand).resolves({
      Successful: [{ Id: '1', MessageId: 'nieuw', MD5OfMessageBody: '' }],
      Failed: [{ Id: '0', Code: 'InternalError', SenderFault: false }],
    });
    const bus = createDeadLetters(QUEUE, clients);
    expect(await bus.send(await bus.fetch(), 's')).toEqual([
      refused('InternalError'),
      SENT,
      refused('onbekend'),
    ]);
  });

  it('that cannot be sent or removed at all counts as such, with the name of the error and nothing of its text', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [bericht('a')] });
    sqs.on(SendMessageBatchCommand).rejects(failure('KmsAccessDenied'));
    sqs.on(DeleteMessageBatchCommand).rejects(failure('AWS.SimpleQueueService.NonExistentQueue'));
    const bus = createDeadLetters(QUEUE, clients);
    const letters = await bus.fetch();
    expect(await bus.send(letters, 's')).toEqual([refused('KmsAccessDenied')]);
    expect(await bus.remove(letters)).toEqual({ gone: 0, redenen: ['NonExistentQueue'] });
  });

  it('that is too large as a whole goes message by message', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: ['a', 'b', 'c'].map((id) => bericht(id)) });
    sqs
      .on(SendMessageBatchCommand)
      .rejectsOnce(new Error('BatchRequestTooLong'))
      .resolvesOnce({ Successful: [{ Id: '0', MessageId: 'x', MD5OfMessageBody: '' }], Failed: [] })
      .rejectsOnce(failure('RequestThrottled'))
      .resolves({ Successful: [{ Id: '0', MessageId: 'y', MD5OfMessageBody: '' }], Failed: [] });
    const bus = createDeadLetters(QUEUE, clients);
    expect(await bus.send(await bus.fetch(), 's')).toEqual([SENT, refused('RequestThrottled'), SENT]);
  });

  it('of which some stay counts those that went', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [bericht('a'), bericht('b')] });
    sqs.on(DeleteMessageBatchCommand).resolves({
      Successful: [{ Id: '0' }],
      Failed: [{ Id: '1', Code: 'ReceiptHandleIsInvalid', SenderFault: true }],
    });
    const bus = createDeadLetters(QUEUE, clients);
    expect(await bus.remove(await bus.fetch())).toEqual({ gone: 1, redenen: ['ReceiptHandleIsInvalid'] });
  });
});

describe('what EventBridge could not deliver', () => {
  it('loses the attributes of the failure', async () => {
    sqs.on(ReceiveMessageCommand).resolves({
      Messages: [bericht('a', { TARGET_ARN: 'arn:aws:sqs:eu-west-1:1:wachtrij', ERROR_CODE: 'X' })],
    });
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
    const bus = createDeadLetters(RULE, clients);
    const letters = await bus.fetch();
    expect(letters.map(({ otherTarget }) => otherTarget)).toEqual([false]);
    await bus.send(letters, 's');
    const [entry] = sqs.commandCalls(SendMessageBatchCommand)[0]?.args[0].input.Entries ?? [];
    expect(Object.keys(entry?.MessageAttributes ?? {})).toEqual(['herstel']);
  });

  it('is recognised when it was meant for another queue', async () => {
    sqs.on(ReceiveMessageCommand).resolves({
      Messages: [bericht('a', { TARGET_ARN: 'arn:aws:sqs:eu-west-1:1:anders' })],
    });
    const [brief] = await createDeadLetters(RULE, clients).fetch();
    expect(brief?.otherTarget).toBe(true);
  });
});

describe('an invocation that failed', () => {
  const bus = createDeadLetters(place({ soort: 'functie', naam: 'bewaking' }), clients);

  it('is made again, with the stamp in its event', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [bericht('a')] });
    lambda.on(InvokeCommand).resolves({ StatusCode: 202 });
    expect(await bus.send(await bus.fetch(), 'run tijd')).toEqual([SENT]);
    const { FunctionName, InvocationType, Payload } =
      lambda.commandCalls(InvokeCommand)[0]?.args[0].input ?? {};
    expect({ FunctionName, InvocationType }).toEqual({ FunctionName: 'bewaking', InvocationType: 'Event' });
    expect(JSON.parse(Buffer.from(Payload as Uint8Array).toString())).toEqual({
      inhoud: 1,
      herstel: 'run tijd',
    });
  });

  it.each([
    ['{"taak":"minuut","herstel":"run tijd"}', 'run tijd'],
    ['{"taak":"minuut"}', undefined],
    ['geen json', undefined],
  ])('that failed again after it was made again says so in its event: %s', async (Body, stamp) => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [{ ...bericht('a'), Body }] });
    const [brief] = await createDeadLetters(place({ soort: 'functie', naam: 'bewaking' }), clients).fetch();
    expect(brief?.stempel).toBe(stamp);
  });

  it('stays when Lambda does not accept it', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [bericht('a')] });
    lambda.on(InvokeCommand).rejectsOnce(failure('ResourceNotFoundException')).resolves({ StatusCode: 429 });
    const letters = await bus.fetch();
    expect(await bus.send(letters, 's')).toEqual([refused('ResourceNotFoundException')]);
    expect(await bus.send(letters, 's')).toEqual([refused('status 429')]);
  });
});
