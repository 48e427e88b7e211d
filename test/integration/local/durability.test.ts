import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetItemCommand, PutItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../../local/cloud.ts';
import { clientsOf, lambda, mapping, role, temporaryDirectory, writeAssembly } from './fixture.ts';

const stack = {
  Resources: {
    Role: role,
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'table',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'status', AttributeType: 'S' },
        ],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'perStatus',
            KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
        TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
      },
    },
    Secret: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { Name: 'key', GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true } },
    },
    Plain: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'plain' } },
    Partner: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'partner.fifo', FifoQueue: true } },
    Mapped: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'mapped', VisibilityTimeout: 600 } },
    Stuck: lambda('stuck', {}, { Timeout: 600 }),
    Mapping: mapping('Mapped', 'Stuck'),
  },
};

/** A function that announces each message that it gets, and never finishes unless the message says so. */
const STUCK = `
export const handler = async ({ Records }) => {
  for (const { body, attributes } of Records) console.log('got ' + body + ' ' + attributes.ApproximateReceiveCount);
  if (Records.some(({ body, attributes }) => body === 'stuck' && attributes.ApproximateReceiveCount === '1')) {
    await new Promise(() => {});
  }
};`;

describe('state on disk', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  let assemblyDir: string;
  let cloud: EmbeddedCloud | undefined;
  let lines: string[];

  const start = async (): Promise<EmbeddedCloud> => {
    cloud = await startEmbeddedCloud({
      assemblyDir,
      parameters: {},
      port: 0,
      dataDir: join(directory.path, 'data'),
      onLog: (_name, line) => lines.push(line),
    });
    return cloud;
  };
  const restart = async (): Promise<EmbeddedCloud> => {
    await cloud?.stop();
    return start();
  };
  /** The same cloud in a separate process, which a test kills. */
  const startChild = (then: string) => {
    const program = `
      import { startEmbeddedCloud } from ${JSON.stringify(new URL('../../../local/cloud.ts', import.meta.url).href)};
      const cloud = await startEmbeddedCloud({
        ...${JSON.stringify({ assemblyDir, parameters: {}, port: 0, dataDir: join(directory.path, 'data') })},
        onLog: (_name, line) => console.log(line),
      });
      ${then}`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const output = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
      nextLine: async (): Promise<string> => String((await output.next()).value),
      kill: async (): Promise<void> => {
        child.kill('SIGKILL');
        await once(child, 'exit');
      },
    };
  };
  const url = (running: EmbeddedCloud, name: string): string => running.queues[name]?.url ?? '';
  const secretOf = async (running: EmbeddedCloud) =>
    (await clientsOf(running).secrets.send(new GetSecretValueCommand({ SecretId: 'key' }))).SecretString;

  beforeEach(() => {
    lines = [];
    directory = temporaryDirectory();
    assemblyDir = writeAssembly(directory.path, { App: stack }, { stuck: STUCK });
  });
  afterEach(async () => {
    await cloud?.stop();
    directory.remove();
  });

  it('keeps items with their index, messages with their attributes, and the generated secret, all sealed', async () => {
    const first = await start();
    const before = clientsOf(first);
    const item = { pk: { S: 'a' }, status: { S: 'WACHT' }, content: { S: 'Tesfaye 999966133' } };
    await before.dynamodb.send(new PutItemCommand({ TableName: 'table', Item: item }));
    await before.sqs.send(
      new SendMessageCommand({
        QueueUrl: url(first, 'plain'),
        MessageBody: 'kept for Tesfaye',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
      }),
    );
    const secret = await secretOf(first);
    expect(secret).toMatch(/^[A-Za-z0-9]{64}$/);

    const second = await restart();
    const after = clientsOf(second);
    const found = await after.dynamodb.send(new GetItemCommand({ TableName: 'table', Key: { pk: item.pk } }));
    expect(found.Item).toEqual(item);
    const indexed = await after.dynamodb.send(
      new QueryCommand({
        TableName: 'table',
        IndexName: 'perStatus',
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'status' },
        ExpressionAttributeValues: { ':s': item.status },
      }),
    );
    expect(indexed.Items).toEqual([item]);
    expect(second.inspectQueue('plain')).toMatchObject([
      { body: 'kept for Tesfaye', state: 'ready', messageAttributes: { kind: { StringValue: 'x' } } },
    ]);
    expect(await secretOf(second)).toBe(secret);

    await second.stop();
    const dataDir = join(directory.path, 'data');
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    const kept = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)));
    for (const text of ['Tesfaye', '999966133', secret ?? '']) {
      expect(kept.filter((content) => content.includes(text))).toEqual([]);
    }
    expect(files.length).toBeGreaterThan(3);
  });

  it('recognises a repeated send to a FIFO queue after a restart, whether or not the message is still there', async () => {
    const first = await start();
    const send = (running: EmbeddedCloud, id: string) =>
      clientsOf(running).sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: url(running, 'partner.fifo'),
          Entries: [{ Id: id, MessageBody: id, MessageGroupId: 'g', MessageDeduplicationId: `dedup-${id}` }],
        }),
      );
    const sent = await send(first, 'taken');
    const { sqs } = clientsOf(first);
    const QueueUrl = url(first, 'partner.fifo');
    const [taken] = (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? [];
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: taken?.ReceiptHandle }));
    await send(first, 'waiting');

    const second = await restart();
    const again = await send(second, 'taken');
    await send(second, 'waiting');
    await send(second, 'new');
    expect(again.Successful?.[0]?.MessageId).toBe(sent.Successful?.[0]?.MessageId);
    const left = second.inspectQueue('partner.fifo');
    expect(left.map((message) => message.body)).toEqual(['waiting', 'new']);
    const sequence = left.map((message) => message.attributes['SequenceNumber'] ?? '');
    expect(sequence[0] && sequence[1] && sequence[0] < sequence[1]).toBe(true);
  });

  it('keeps a message that a consumer of its own has in hand, and takes its acknowledgement later', async () => {
    const first = await start();
    const before = clientsOf(first);
    await before.sqs.send(new SendMessageCommand({ QueueUrl: url(first, 'plain'), MessageBody: 'in hand' }));
    const received = await before.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url(first, 'plain'), VisibilityTimeout: 600 }),
    );
    const second = await restart();
    expect(second.inspectQueue('plain')).toMatchObject([{ state: 'inFlight', receiveCount: 1 }]);
    await clientsOf(second).sqs.send(
      new DeleteMessageCommand({
        QueueUrl: url(second, 'plain'),
        ReceiptHandle: received.Messages?.[0]?.ReceiptHandle,
      }),
    );
    expect(second.inspectQueue('plain')).toEqual([]);
  });

  it('hands a message out again at once when its consumer asks so, and still has it after a restart', async () => {
    const first = await start();
    const { sqs } = clientsOf(first);
    const QueueUrl = url(first, 'plain');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'returned' }));
    const received = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    const ReceiptHandle = received.Messages?.[0]?.ReceiptHandle;
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    const returned = { body: 'returned', state: 'ready', receiveCount: 1 };
    expect(first.inspectQueue('plain')).toMatchObject([returned]);
    expect((await restart()).inspectQueue('plain')).toMatchObject([returned]);
  });

  it('never shows an index that disagrees with its table, wherever the process was killed', async () => {
    const child = startChild("console.log('url ' + cloud.endpoints.dynamodb);");
    const endpoint = (await child.nextLine()).replace('url ', '');
    const { dynamodb } = clientsOf({ endpoints: { dynamodb: endpoint } } as EmbeddedCloud);
    const flip = async (pk: string): Promise<void> => {
      for (let turn = 0; turn < 1000; turn += 1) {
        const Item = { pk: { S: pk }, status: { S: turn % 2 ? 'ODD' : 'EVEN' }, turn: { N: String(turn) } };
        await dynamodb.send(new PutItemCommand({ TableName: 'table', Item }));
        if (pk === 'item0' && turn === 20) await child.kill();
      }
    };
    await Promise.allSettled(Array.from({ length: 8 }, (_unused, index) => flip(`item${index}`)));

    const { dynamodb: after } = clientsOf(await start());
    const scan = async (IndexName?: string) => {
      const { Items = [] } = await after.send(new ScanCommand({ TableName: 'table', IndexName }));
      return Items.sort((a, b) => String(a['pk']?.S).localeCompare(String(b['pk']?.S)));
    };
    const items = await scan();
    expect(items).toHaveLength(8);
    expect(await scan('perStatus')).toEqual(items);
  });

  it('does not start a second time on a directory that is in use', async () => {
    const running = await start();
    const dataDir = join(directory.path, 'data');
    const second = startEmbeddedCloud({ assemblyDir, parameters: {}, port: 0, dataDir });
    await expect(second).rejects.toThrow(dataDir);
    expect(await secretOf(running)).toBeDefined();
  });

  it('keeps running when a client hangs up in the middle of a request to a table', async () => {
    const running = await start();
    const { hostname, port } = new URL(running.endpoints.dynamodb);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"Table');
    socket.destroy();
    await once(socket, 'close');
    const { dynamodb } = clientsOf(running);
    const get = new GetItemCommand({ TableName: 'table', Key: { pk: { S: 'a' } } });
    expect((await dynamodb.send(get)).Item).toBeUndefined();
  });

  it('hands out again at once what a function had in hand when the process was killed', async () => {
    const child = startChild("console.log('url ' + cloud.queues.mapped.url);");
    const queueUrl = (await child.nextLine()).replace('url ', '');
    const { sqs } = clientsOf({ endpoints: { sqs: new URL(queueUrl).origin } } as EmbeddedCloud);
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'stuck' }));
    expect(await child.nextLine()).toBe('got stuck 1');
    await child.kill();

    const cloudAfter = await start();
    await cloudAfter.settled();
    expect(lines).toEqual(['got stuck 2']);
    expect(cloudAfter.inspectQueue('mapped')).toEqual([]);
  });
});
