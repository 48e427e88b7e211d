import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { InvalidCursor } from '../../../../adapters/table/cursor.ts';
import { createTable } from '../../../../adapters/table/table.ts';

/** Answers of DynamoDB that no emulator gives. */

const client = mockClient(DynamoDBClient);
const table = createTable('hub', new DynamoDBClient({ region: 'eu-west-1' }));

const item = (number: number) => ({ pk: 'POSTVAK#1', sk: `POST#${String(number).padStart(3, '0')}` });
const items = (count: number) => Array.from({ length: count }, (_, number) => item(number));

const written = () => client.commandCalls(PutItemCommand).map(({ args }) => args[0].input.Item?.['sk']?.S);
const queries = () => client.commandCalls(QueryCommand).map(({ args }) => args[0].input);

const busy = new ConditionalCheckFailedException({
  message: 'The conditional request failed',
  $metadata: {},
});
const broken = Object.assign(new Error('rustig aan'), { name: 'ThrottlingException' });

beforeEach(() => {
  client.reset();
});

describe('writing many items', () => {
  it('puts each by itself, so that who writes need not be able to delete', async () => {
    client.on(PutItemCommand).resolves({});
    await table.write(items(60));
    expect(client.calls().map(({ args }) => args[0].constructor)).toEqual(Array(60).fill(PutItemCommand));
    expect(new Set(written()).size).toBe(60);
  });

  it('fails when one of them is refused', async () => {
    client
      .on(PutItemCommand)
      .resolves({})
      .on(PutItemCommand, { Item: marshall(item(1)) })
      .rejects(broken);
    await expect(table.write(items(3))).rejects.toBe(broken);
  });

  it('leaves out members that are undefined', async () => {
    client.on(PutItemCommand).resolves({});
    await table.write([{ ...item(1), reden: undefined }]);
    expect(client.commandCalls(PutItemCommand)[0]?.args[0].input.Item).toEqual(marshall(item(1)));
  });

  it('makes no call for nothing', async () => {
    await table.write([]);
    expect(client.calls()).toHaveLength(0);
  });
});

it('an item is inserted unless its key exists, or exists with the member that is named', async () => {
  client.on(PutItemCommand).resolves({});
  await table.insert(item(1));
  await table.insert(item(1), 'id');
  expect(client.commandCalls(PutItemCommand).map(({ args: [{ input }] }) => input)).toMatchObject(
    ['pk', 'id'].map((attribute) => ({
      ConditionExpression: 'attribute_not_exists(#kenmerk)',
      ExpressionAttributeNames: { '#kenmerk': attribute },
    })),
  );
});

describe('a condition that does not hold', () => {
  it('gives false instead of an error when adding and when changing', async () => {
    client.on(PutItemCommand).rejects(busy).on(UpdateItemCommand).rejects(busy);
    expect(await table.insert(item(1))).toBe(false);
    expect(await table.change(item(1), { reden: 'x' }, ['A'])).toBe(false);
    expect(await table.add(item(1), { attribute: 'aantal', amount: 1, from: 0, until: 9 })).toBe(false);
  });

  it('is the only failure that does so: any other is thrown', async () => {
    client.on(PutItemCommand).rejects(broken).on(UpdateItemCommand).rejects(broken);
    await expect(table.insert(item(1))).rejects.toBe(broken);
    await expect(table.change(item(1), { reden: 'x' }, ['A'])).rejects.toBe(broken);
  });
});

describe('reading page by page', () => {
  it('gives a whole partition, also when the answers are parts of it', async () => {
    client
      .on(QueryCommand)
      .resolvesOnce({ Items: [marshall(item(1))], LastEvaluatedKey: marshall(item(1)) })
      .resolvesOnce({ Items: [], LastEvaluatedKey: marshall(item(2)) })
      .resolvesOnce({ Items: [marshall(item(3))] });
    expect(await table.partition('POSTVAK#1', 'POST#')).toEqual([item(1), item(3)]);
    expect(queries().map(({ ExclusiveStartKey }) => ExclusiveStartKey)).toEqual([
      undefined,
      marshall(item(1)),
      marshall(item(2)),
    ]);
    expect(queries().every(({ ConsistentRead }) => ConsistentRead)).toBe(true);
  });

  it('asks for the key and the attributes that are named, also when one has a name of DynamoDB itself', async () => {
    client.on(QueryCommand).resolves({ Items: [] });
    await table.partition('POSTVAK#1', undefined, { attributes: ['status', 'plek'] });
    await table.partition('POSTVAK#1');
    expect(queries()[0]).toMatchObject({
      KeyConditionExpression: 'pk = :pk',
      ProjectionExpression: 'pk, sk, #status, #plek',
      ExpressionAttributeNames: { '#status': 'status', '#plek': 'plek' },
    });
    expect(queries()[1]).not.toHaveProperty('ProjectionExpression');
  });

  it('counts over all parts of the answer', async () => {
    client
      .on(QueryCommand)
      .resolvesOnce({ Count: 1000, LastEvaluatedKey: marshall(item(1)) })
      .resolvesOnce({ Count: 7 });
    expect(await table.count('A')).toBe(1007);
  });

  it('gives a cursor that leads to where the page ended', async () => {
    const end = { ...item(9), status: 'A', sinds: '2025-06-20T08:00:00.000Z#é' };
    client
      .on(QueryCommand)
      .resolvesOnce({ Items: [], LastEvaluatedKey: marshall(end) })
      .resolves({ Items: [] });
    const { na = '' } = await table.perStatus('A');
    expect(na).toMatch(/^[\w-]+$/);
    expect(await table.perStatus('A', { na, max: 5 })).toEqual({ items: [] });
    expect(queries()[1]).toMatchObject({
      ExclusiveStartKey: marshall(end),
      Limit: 5,
      IndexName: 'perStatus',
    });
  });

  it('asks for no item after the given moment', async () => {
    client.on(QueryCommand).resolves({ Items: [], Count: 0 });
    await table.perStatus('A', { until: '2025' });
    await table.count('A', '2025');
    for (const query of queries()) {
      expect(query).toMatchObject({
        KeyConditionExpression: '#status = :status AND #sinds <= :tot',
        ExpressionAttributeValues: marshall({ ':status': 'A', ':tot': '2025' }),
      });
    }
  });

  it.each([
    ['nothing', ''],
    ['text', 'x'],
    ['JSON that is no cursor', Buffer.from('{"pk":"ZAAK#1"}').toString('base64url')],
    ['null', Buffer.from('null').toString('base64url')],
    ['a number', Buffer.from('7').toString('base64url')],
  ])('refuses %s as a cursor and asks the table nothing', async (_, after) => {
    await expect(table.perStatus('A', { na: after })).rejects.toBeInstanceOf(InvalidCursor);
    expect(client.calls()).toHaveLength(0);
  });
});
