import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../../local/cloud.ts';
import { clientsOf, lambda, role, temporaryDirectory, writeAssembly } from './fixture.ts';

const rule = (pattern: object, targets: readonly object[]) => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventBusName: { Ref: 'Bus' }, EventPattern: pattern, State: 'ENABLED', Targets: targets },
});
const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

const busStack = {
  Resources: { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'hub' } } },
  Outputs: { BusName: { Value: { Ref: 'Bus' }, Export: { Name: 'bus-name' } } },
};

const appStack = {
  Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
  Resources: {
    Role: role,
    One: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'one' } },
    Two: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: 'two.fifo', FifoQueue: true, ContentBasedDeduplication: true },
    },
    Three: { Type: 'AWS::SQS::Queue', Condition: 'Never', Properties: { Nonsense: true } },
    Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
    Listener: lambda('listener', {}, { DeadLetterConfig: { TargetArn: arn('Dead') } }),
    ToOne: rule({ source: ['hub'], detail: { kind: [{ prefix: 'zaak.' }] } }, [
      { Id: 'one', Arn: arn('One') },
    ]),
    ToTwo: rule({ source: ['hub'] }, [
      { Id: 'two', Arn: arn('Two'), SqsParameters: { MessageGroupId: 'g' }, InputPath: '$.detail' },
    ]),
    ToListener: rule({ 'detail-type': ['listen'] }, [{ Id: 'listener', Arn: arn('Listener') }]),
  },
};

const LISTENER = `
export const handler = async ({ detail }) => {
  if (detail.fail) throw new Error('asked to fail');
  console.log(JSON.stringify(detail));
};`;

const replaceBus = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll('{"Ref":"Bus"}', '{"Fn::ImportValue":"bus-name"}'));

describe('an event bus with rules', () => {
  const directory = temporaryDirectory();
  const heard: string[] = [];
  let cloud: EmbeddedCloud;
  let clients: ReturnType<typeof clientsOf>;

  beforeAll(async () => {
    const app = replaceBus(appStack) as typeof appStack;
    cloud = await startEmbeddedCloud({
      assemblyDir: writeAssembly(directory.path, { Bus: busStack, App: app }, { listener: LISTENER }),
      parameters: {},
      port: 0,
      onLog: (_name, line) => heard.push(line),
    });
    clients = clientsOf(cloud);
  });
  afterAll(async () => {
    await cloud?.stop();
    directory.remove();
  });

  const bodies = (queue: string) => cloud.inspectQueue(queue).map((message) => JSON.parse(message.body));

  it('stores an event at every target whose rule matches before it answers', async () => {
    const Detail = JSON.stringify({ kind: 'zaak.bijgewerkt', zaakId: 'z1' });
    const answer = await clients.events.send(
      new PutEventsCommand({
        Entries: [
          { EventBusName: 'hub', Source: 'hub', DetailType: 't', Detail },
          { EventBusName: 'hub', Source: 'hub', DetailType: 't', Detail: '{"kind":"anders"}' },
          { EventBusName: 'hub', Source: 'elders', DetailType: 'listen', Detail: '{"n":3}' },
        ],
      }),
    );
    expect(answer.FailedEntryCount).toBe(0);
    expect(bodies('one')).toMatchObject([
      { version: '0', source: 'hub', 'detail-type': 't', region: 'eu-west-1', detail: { zaakId: 'z1' } },
    ]);
    expect(bodies('one')[0].id).toBe(answer.Entries?.[0]?.EventId);
    expect(bodies('two.fifo')).toEqual([{ kind: 'zaak.bijgewerkt', zaakId: 'z1' }, { kind: 'anders' }]);
    await cloud.settled();
    expect(heard).toEqual(['{"n":3}']);
  });

  it('puts an event that a function keeps failing on in the function’s dead-letter queue', async () => {
    const Entries = [{ EventBusName: 'hub', Source: 'x', DetailType: 'listen', Detail: '{"fail":true}' }];
    await clients.events.send(new PutEventsCommand({ Entries }));
    await cloud.settled();
    expect(bodies('dead')).toMatchObject([{ detail: { fail: true } }]);
  });

  it('reports each entry that it refuses and accepts the others', async () => {
    const good = { EventBusName: 'hub', Source: 'x', DetailType: 't', Detail: '{}' };
    const answer = await clients.events.send(
      new PutEventsCommand({
        Entries: [good, { ...good, Detail: '{"open":' }, { ...good, EventBusName: 'other' }],
      }),
    );
    expect(answer.FailedEntryCount).toBe(2);
    expect(answer.Entries?.map((entry) => entry.ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'ResourceNotFoundException',
    ]);
    const Entries = Array.from({ length: 11 }, () => good);
    await expect(clients.events.send(new PutEventsCommand({ Entries }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('serves queues without a consumer to any client that polls them', async () => {
    const QueueUrl = cloud.queues['one']?.url;
    const waiting = clients.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }),
    );
    await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'direct' }));
    expect((await waiting).Messages?.length).toBeGreaterThan(0);
  });
});

describe('a template that holds something unknown', () => {
  const errorOf = async (resources: Readonly<Record<string, unknown>>): Promise<string> => {
    const directory = temporaryDirectory();
    try {
      const assemblyDir = writeAssembly(directory.path, { App: { Resources: resources } }, { f: '' });
      const cloud = await startEmbeddedCloud({ assemblyDir, parameters: {}, port: 0 });
      await cloud.stop();
      return 'started';
    } catch (error) {
      return (error as Error).message;
    } finally {
      directory.remove();
    }
  };
  const queue = (properties: object) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
  const bus = { Type: 'AWS::Events::EventBus', Properties: { Name: 'hub' } };

  it.each([
    ['a resource type', { Bucket: { Type: 'AWS::S3::Bucket' } }, ['App', 'Bucket', 'AWS::S3::Bucket']],
    ['a property', { Q: queue({ Shape: 'round' }) }, ['App', 'Q', 'Shape']],
    [
      'a nested property',
      { Q: queue({ RedrivePolicy: { deadLetterTargetArn: 'x', maxReceiveCount: 1, colour: 'red' } }) },
      ['Q', 'RedrivePolicy.colour'],
    ],
    ['an intrinsic function', { Q: queue({ QueueName: { 'Fn::Magic': [] } }) }, ['App', 'Q', 'Fn::Magic']],
    ['a reference', { Q: queue({ QueueName: { Ref: 'Nothing' } }) }, ['App', 'Q', 'Nothing']],
    [
      'a pattern operator',
      { Bus: bus, R: rule({ source: [{ sounds: 'like' }] }, []) },
      ['App', 'R', 'sounds'],
    ],
    [
      'a schedule expression',
      { R: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'cron(0 8 * * ? *)' } } },
      ['App', 'R', 'cron'],
    ],
  ])('does not start with %s it does not know, and names it', async (_what, resources, names) => {
    const message = await errorOf(resources);
    for (const name of names) expect(message).toContain(name);
  });

  it('does not start without a value for a parameter', async () => {
    const directory = temporaryDirectory();
    const stack = { Parameters: { Needed: { Type: 'String' } }, Resources: {} };
    const assemblyDir = writeAssembly(directory.path, { App: stack });
    const starting = startEmbeddedCloud({ assemblyDir, parameters: {}, port: 0 });
    await expect(starting).rejects.toThrow('Needed');
    directory.remove();
  });
});
