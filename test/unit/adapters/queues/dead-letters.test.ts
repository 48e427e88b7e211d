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

/** Answers of SQS and Lambda about single messages that no emulator gives. */

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

const SENT: Lot = { kind: 'sent' };
const refused = (reason: string): Lot => ({ kind: 'refused', reden: reason });
/** An error as the SDK throws it; its text quotes the message. */
const failure = (name: string) => Object.assign(new Error('{"naam":"Qasim"}'), { name });

const place = (target: RecoveryPlace['target']): RecoveryPlace => ({
  naam: 'plek',
  deadLettersUrl: 'https://sqs.example/1/dood',
  target,
});
const QUEUE = place({ kind: 'queue', url: 'https://sqs.example/1/wachtrij.fifo' });
const RULE = place({ kind: 'queue of a rule', url: 'https://sqs.example/1/wachtrij' });

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
    const deadLetters = createDeadLetters(QUEUE, clients);
    expect(await deadLetters.send(await deadLetters.fetch(), 'run tijd')).toEqual([SENT]);
    const [entry] = sqs.commandCalls(SendMessageBatchCommand)[0]?.args[0].input.Entries ?? [];
    expect(entry).toMatchObject({
      MessageGroupId: 'zaak',
      MessageDeduplicationId: 'uniek-a',
      MessageBody: '{"inhoud":1}',
      MessageAttributes: { ce_type: { StringValue: 't' }, herstel: { StringValue: 'run tijd' } },
    });
  });

  it('is left when its queue would drop it, and counts as sent when a copy of it was sent before', async () => {
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
    const deadLetters = createDeadLetters(QUEUE, clients);
    expect(await deadLetters.send(await deadLetters.fetch(), 's')).toEqual([{ kind: 'too early' }, SENT]);
  });
});

describe('a batch', () => {
  it('counts a message that is refused or not mentioned as not sent', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: ['a', 'b', 'c'].map((id) => bericht(id)) });
    sqs.on(SendMessageBatchCommand).resolves({
      Successful: [{ Id: '1', MessageId: 'nieuw', MD5OfMessageBody: '' }],
      Failed: [{ Id: '0', Code: 'InternalError', SenderFault: false }],
    });
    const deadLetters = createDeadLetters(QUEUE, clients);
    expect(await deadLetters.send(await deadLetters.fetch(), 's')).toEqual([
      refused('InternalError'),
      SENT,
      refused('onbekend'),
    ]);
  });

  it('that cannot be sent or removed at all is reported with the name of the error and nothing of its text', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [bericht('a')] });
    sqs.on(SendMessageBatchCommand).rejects(failure('KmsAccessDenied'));
    sqs.on(DeleteMessageBatchCommand).rejects(failure('AWS.SimpleQueueService.NonExistentQueue'));
    const deadLetters = createDeadLetters(QUEUE, clients);
    const letters = await deadLetters.fetch();
    expect(await deadLetters.send(letters, 's')).toEqual([refused('KmsAccessDenied')]);
    expect(await deadLetters.remove(letters)).toEqual({ gone: 0, redenen: ['NonExistentQueue'] });
  });

  it('that is too large as a whole is sent message by message', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: ['a', 'b', 'c'].map((id) => bericht(id)) });
    sqs
      .on(SendMessageBatchCommand)
      .rejectsOnce(new Error('BatchRequestTooLong'))
      .resolvesOnce({ Successful: [{ Id: '0', MessageId: 'x', MD5OfMessageBody: '' }], Failed: [] })
      .rejectsOnce(failure('RequestThrottled'))
      .resolves({ Successful: [{ Id: '0', MessageId: 'y', MD5OfMessageBody: '' }], Failed: [] });
    const deadLetters = createDeadLetters(QUEUE, clients);
    expect(await deadLetters.send(await deadLetters.fetch(), 's')).toEqual([
      SENT,
      refused('RequestThrottled'),
      SENT,
    ]);
  });

  it('of which some messages are not removed counts those that were', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [bericht('a'), bericht('b')] });
    sqs.on(DeleteMessageBatchCommand).resolves({
      Successful: [{ Id: '0' }],
      Failed: [{ Id: '1', Code: 'ReceiptHandleIsInvalid', SenderFault: true }],
    });
    const deadLetters = createDeadLetters(QUEUE, clients);
    expect(await deadLetters.remove(await deadLetters.fetch())).toEqual({
      gone: 1,
      redenen: ['ReceiptHandleIsInvalid'],
    });
  });
});

describe('an event that EventBridge could not deliver', () => {
  it('is sent without the attributes of the failure', async () => {
    sqs.on(ReceiveMessageCommand).resolves({
      Messages: [bericht('a', { TARGET_ARN: 'arn:aws:sqs:eu-west-1:1:wachtrij', ERROR_CODE: 'X' })],
    });
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
    const deadLetters = createDeadLetters(RULE, clients);
    const letters = await deadLetters.fetch();
    expect(letters.map(({ otherTarget }) => otherTarget)).toEqual([false]);
    await deadLetters.send(letters, 's');
    const [entry] = sqs.commandCalls(SendMessageBatchCommand)[0]?.args[0].input.Entries ?? [];
    expect(Object.keys(entry?.MessageAttributes ?? {})).toEqual(['herstel']);
  });

  it('is marked when it was meant for another queue', async () => {
    sqs.on(ReceiveMessageCommand).resolves({
      Messages: [bericht('a', { TARGET_ARN: 'arn:aws:sqs:eu-west-1:1:anders' })],
    });
    const [letter] = await createDeadLetters(RULE, clients).fetch();
    expect(letter?.otherTarget).toBe(true);
  });
});

describe('an invocation that failed', () => {
  const deadLetters = createDeadLetters(place({ kind: 'function', naam: 'bewaking' }), clients);

  it('is invoked again, with the stamp in its event', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [bericht('a')] });
    lambda.on(InvokeCommand).resolves({ StatusCode: 202 });
    expect(await deadLetters.send(await deadLetters.fetch(), 'run tijd')).toEqual([SENT]);
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
  ])('carries the stamp in its event when it failed again after a redrive: %s', async (Body, stamp) => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [{ ...bericht('a'), Body }] });
    const [letter] = await createDeadLetters(place({ kind: 'function', naam: 'bewaking' }), clients).fetch();
    expect(letter?.stamp).toBe(stamp);
  });

  it('is left when Lambda does not accept it', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [bericht('a')] });
    lambda.on(InvokeCommand).rejectsOnce(failure('ResourceNotFoundException')).resolves({ StatusCode: 429 });
    const letters = await deadLetters.fetch();
    expect(await deadLetters.send(letters, 's')).toEqual([refused('ResourceNotFoundException')]);
    expect(await deadLetters.send(letters, 's')).toEqual([refused('status 429')]);
  });
});
