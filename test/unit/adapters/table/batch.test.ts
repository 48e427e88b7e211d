import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBatchTable } from '../../../../adapters/table/batch.ts';

/** Answers of DynamoDB that no emulator gives. */

const client = mockClient(DynamoDBClient);
const table = createBatchTable('hub', new DynamoDBClient({ region: 'eu-west-1' }));

const keyAt = (number: number) => ({ pk: `ONTVANGST#${String(number).padStart(3, '0')}`, sk: 'ONTVANGST' });
const keys = (count: number) => Array.from({ length: count }, (_, number) => keyAt(number));

/** What was asked of the table, call after call. */
const asked = () =>
  client.commandCalls(BatchGetItemCommand).map(({ args }) => args[0].input.RequestItems?.['hub']);

/** The table gives so many items in a call, and leaves the rest out. */
const givesAtMost = (count: number) => {
  client.on(BatchGetItemCommand).callsFake(({ RequestItems: { hub } }) => {
    const left = hub.Keys.slice(count);
    return {
      Responses: { hub: hub.Keys.slice(0, count) },
      UnprocessedKeys: left.length === 0 ? {} : { hub: { ...hub, Keys: left } },
    };
  });
};

/** A pause is that of chance, and a test need not wait long. */
const SHORT = 0.1;

beforeEach(() => {
  client.reset();
  vi.spyOn(Math, 'random').mockReturnValue(SHORT);
});
afterEach(() => void vi.restoreAllMocks());

describe('reading many items', () => {
  it('asks for a hundred in a call, strongly consistent, and for what is wanted of each', async () => {
    givesAtMost(100);
    expect(await table.readAll(keys(230), ['status'])).toEqual(keys(230));
    expect(asked().map((call) => call?.Keys?.length)).toEqual([100, 100, 30]);
    for (const call of asked()) {
      expect(call).toMatchObject({
        ConsistentRead: true,
        ProjectionExpression: 'pk, sk, #status',
        ExpressionAttributeNames: { '#status': 'status' },
      });
    }
  });

  it('asks again for what was left out, in the same way, after pauses that grow', async () => {
    givesAtMost(40);
    const begun = performance.now();
    expect(await table.readAll(keys(100), ['status'])).toEqual(keys(100));
    // A timer may run a moment early.
    expect(performance.now() - begun).toBeGreaterThan(SHORT * (100 + 200) - 5);
    expect(asked().map((call) => call?.Keys?.length)).toEqual([100, 60, 20]);
    expect(new Set(asked().map((call) => `${call?.ConsistentRead} ${call?.ProjectionExpression}`))).toEqual(
      new Set(['true pk, sk, #status']),
    );
  });

  it('fails, to be tried again, when something is left out each time: it does not pass for gone', async () => {
    givesAtMost(0);
    await expect(table.readAll(keys(3))).rejects.toMatchObject({ followUp: 'retry' });
    expect(asked()).toHaveLength(6);
  });

  it('fails as the call does', async () => {
    const broken = Object.assign(new Error('rustig aan'), { name: 'ThrottlingException' });
    client.on(BatchGetItemCommand).rejects(broken);
    await expect(table.readAll(keys(3))).rejects.toBe(broken);
  });

  it('asks nothing for no items', async () => {
    expect(await table.readAll([])).toEqual([]);
    expect(client.calls()).toEqual([]);
  });
});
