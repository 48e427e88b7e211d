import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../../local/cloud.ts';
import { importFrom, lambda, mapping, proxyApi, role, temporaryDirectory, writeAssembly } from './fixture.ts';

const RECEIVER = `
import { SQSClient, SendMessageCommand } from ${importFrom('@aws-sdk/client-sqs')};
const sqs = new SQSClient({});
export const handler = async (event) => {
  if (event.path === '/echo') return { statusCode: 200, body: JSON.stringify({ event, env: process.env }) };
  if (event.path === '/broken') throw new TypeError('broken');
  if (event.path === '/malformed') return 'not a reply';
  if (event.path === '/slow') return new Promise(() => {});
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: event.body }));
  return { statusCode: 202, headers: { 'X-Own': 'yes' }, multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] } };
};`;

/** A function that fails the messages that ask for it and stores the others. */
const WORKER = `
import { DynamoDBClient, PutItemCommand } from ${importFrom('@aws-sdk/client-dynamodb')};
const dynamodb = new DynamoDBClient({});
export const handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const record of Records) {
    if (record.body.includes('fail')) batchItemFailures.push({ itemIdentifier: record.messageId });
    else await dynamodb.send(new PutItemCommand({
      TableName: process.env.TABLE,
      Item: { pk: { S: record.body }, record: { S: JSON.stringify(record) } },
    }));
  }
  return { batchItemFailures };
};`;

const stack = {
  Parameters: {
    Greeting: { Type: 'String' },
    BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>' },
  },
  Rules: { CheckBootstrapVersion: {} },
  Resources: {
    Role: role,
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        Replicas: [{ Region: { Ref: 'AWS::Region' } }],
      },
    },
    Dead: { Type: 'AWS::SQS::Queue' },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        // Longer than a call takes on a busy machine, so that a message in hand does not come back.
        VisibilityTimeout: 4,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 2 },
      },
    },
    Receiver: lambda(
      'receiver',
      { QUEUE_URL: { Ref: 'Queue' }, GREETING: { Ref: 'Greeting' } },
      { Timeout: 4 },
    ),
    Worker: lambda('worker', { TABLE: { Ref: 'Table' } }),
    Mapping: mapping('Queue', 'Worker'),
    ...proxyApi('Receiver'),
    Refused: {
      Type: 'AWS::ApiGateway::GatewayResponse',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResponseType: 'DEFAULT_4XX',
        ResponseParameters: { 'gatewayresponse.header.Content-Type': "'application/problem+json'" },
        ResponseTemplates: {
          'application/json': '{"title":$context.error.messageString,"instance":"$context.requestId"}',
        },
      },
    },
  },
  Outputs: {
    Url: {
      Value: { 'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.execute-api.eu-west-1.amazonaws.com/v1/']] },
    },
    DeadName: { Value: { 'Fn::GetAtt': ['Dead', 'QueueName'] } },
    TableName: { Value: { Ref: 'Table' } },
  },
};

describe('an API, its function, a queue and its consumer', () => {
  const directory = temporaryDirectory();
  const lines: string[] = [];
  let cloud: EmbeddedCloud;

  beforeAll(async () => {
    cloud = await startEmbeddedCloud({
      assemblyDir: writeAssembly(directory.path, { App: stack }, { receiver: RECEIVER, worker: WORKER }),
      parameters: { Greeting: 'hallo' },
      port: 0,
      onLog: (name, line) => lines.push(`${name} ${line}`),
    });
  });
  afterAll(async () => {
    await cloud?.stop();
    directory.remove();
  });

  const queueNamed = (name: string): string => cloud.queues[name]?.url ?? '';

  it('carries a request through the queue into the table', async () => {
    const response = await fetch(`${cloud.url}/v1/messages`, { method: 'POST', body: 'een 😀' });
    expect(lines).toEqual([]);
    expect(response.status).toBe(202);
    expect(response.headers.get('x-own')).toBe('yes');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    await cloud.settled();
    expect(cloud.inspectQueue('App-Queue')).toEqual([]);
  });

  it('moves a message that keeps failing to the dead-letter queue and keeps the rest of its batch', async () => {
    await Promise.all(
      ['goed', 'fail'].map((body) => fetch(`${cloud.url}/v1/messages`, { method: 'POST', body })),
    );
    await cloud.settled();
    const dead = cloud.inspectQueue(queueNamed(cloud.outputs['DeadName'] ?? ''));
    expect(dead.map((message) => message.body)).toEqual(['fail']);
  });

  it('gives a function the variables of the template and those of Lambda, not those of the host', async () => {
    const response = await fetch(`${cloud.url}/v1/echo?a=1&a=2&b=%20x`, { headers: { 'X-Mixed-Case': 'v' } });
    const { event, env } = (await response.json()) as {
      event: Record<string, never>;
      env: Record<string, string>;
    };
    expect(env['GREETING']).toBe('hallo');
    expect(env['AWS_REGION']).toBe('eu-west-1');
    expect(env['HOME']).toBeUndefined();
    expect(event).toMatchObject({
      resource: '/{proxy+}',
      path: '/echo',
      httpMethod: 'GET',
      queryStringParameters: { a: '2', b: ' x' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
      pathParameters: { proxy: 'echo' },
      body: null,
      requestContext: { stage: 'v1', path: '/v1/echo', resourcePath: '/{proxy+}' },
    });
  });

  it('answers 502 when the function fails or replies with something else, 504 when it is too late', async () => {
    const statusOf = async (path: string) => (await fetch(`${cloud.url}/v1/${path}`)).status;
    expect(await Promise.all(['broken', 'malformed', 'slow'].map(statusOf))).toEqual([502, 502, 504]);
    expect(await statusOf('echo')).toBe(200);
  });

  it('answers an unknown stage and a body over 10 MB in the form the template gives', async () => {
    const unknown = await fetch(`${cloud.url}/v9/echo`);
    expect(unknown.status).toBe(403);
    expect(unknown.headers.get('content-type')).toBe('application/problem+json');
    expect(await unknown.json()).toMatchObject({ title: 'Missing Authentication Token' });
    const body = 'x'.repeat(10 * 1024 * 1024 + 1);
    const large = await fetch(`${cloud.url}/v1/messages`, { method: 'POST', body });
    expect(large.status).toBe(413);
    expect(await large.json()).toMatchObject({ title: 'Request Too Long' });
  });

  it('tells its endpoints, and when nothing is on its way', async () => {
    const info = (await (await fetch(`${cloud.url}/_lokaal`)).json()) as Record<string, unknown>;
    expect(info).toMatchObject({ url: cloud.url, outputs: { Url: `${cloud.url}/v1/` } });
    expect((await fetch(`${cloud.url}/_lokaal/rust`)).status).toBe(204);
  });
});
