import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { createBatchReader } from '../../../../adapters/table/batch-read.ts';

const keyAt = (n: number) => ({ pk: `ONTVANGST#${n}`, sk: 'ONTVANGST' });
const keys = (count: number) => Array.from({ length: count }, (_, n) => keyAt(n));

type Asked = { readonly RequestItems: Record<string, { readonly Keys: Record<string, never>[] }> };

/** A table in which every item exists, that answers so many keys of a call and leaves the rest. */
const tableThatAnswers = (perCall: number) => {
  const calls: number[] = [];
  const client = {
    send: async ({ input }: { input: Asked }) => {
      const { Keys = [] } = input.RequestItems['tabel'] ?? {};
      calls.push(Keys.length);
      const left = Keys.slice(perCall);
      return {
        Responses: {
          tabel: Keys.slice(0, perCall).map((key) => marshall({ ...unmarshall(key), is: 'hier' })),
        },
        UnprocessedKeys: left.length === 0 ? {} : { tabel: { Keys: left } },
      };
    },
  };
  return { calls, client: client as unknown as DynamoDBClient };
};

describe('many items', () => {
  it('are read a hundred in a call, each once', async () => {
    const { calls, client } = tableThatAnswers(100);
    const found = await createBatchReader('tabel', client).readAll([...keys(230), ...keys(230)]);
    expect(calls).toEqual([100, 100, 30]);
    expect(found.map(({ pk }) => pk)).toEqual(keys(230).map(({ pk }) => pk));
  });

  it('are asked for again as far as the table left them', async () => {
    const { calls, client } = tableThatAnswers(40);
    const found = await createBatchReader('tabel', client).readAll(keys(100));
    expect(calls).toEqual([100, 60, 20]);
    expect(found).toHaveLength(100);
  });

  it('are an error, to be tried again, when the table keeps leaving some of them', async () => {
    const { client } = tableThatAnswers(0);
    await expect(createBatchReader('tabel', client).readAll(keys(3))).rejects.toMatchObject({
      vervolg: 'opnieuw',
    });
  });

  it('cost no call when there are none', async () => {
    const { calls, client } = tableThatAnswers(100);
    expect(await createBatchReader('tabel', client).readAll([])).toEqual([]);
    expect(calls).toEqual([]);
  });
});
