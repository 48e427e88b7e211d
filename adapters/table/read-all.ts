import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { HubError } from '../../domain/errors.ts';
import { chunk } from '../chunk.ts';
import { AGAIN, retry } from '../retry.ts';
import type { Item, Key } from './table.ts';

/** As many items as DynamoDB gives in one call. */
const TOGETHER = 100;
/** Calls until it gave each of them: it leaves out what is too much at once. */
const ATTEMPTS = 8;

const readSome = async (
  client: DynamoDBClient,
  tableName: string,
  keys: readonly Key[],
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let left: Record<string, AttributeValue>[] = keys.map(({ pk, sk }) => marshall({ pk, sk }));
  return retry(
    async () => {
      const { Responses = {}, UnprocessedKeys = {} } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: left, ConsistentRead: true } } }),
      );
      for (const item of Responses[tableName] ?? []) items.push(unmarshall(item) as Item);
      left = UnprocessedKeys[tableName]?.Keys ?? [];
      return left.length === 0 ? items : AGAIN;
    },
    {
      times: ATTEMPTS,
      pauseMs: (failed) => 50 * 2 ** failed * Math.random(),
      exhausted: () => new HubError('opnieuw', 'de tabel gaf niet alles wat gevraagd is'),
    },
  );
};

/** Those of these items that are there, strongly consistent. Throws a `HubError` ('opnieuw') when the table does not give them all. */
export const readAll = async (
  client: DynamoDBClient,
  tableName: string,
  keys: readonly Key[],
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  for (const some of chunk(keys, TOGETHER)) items.push(...(await readSome(client, tableName, some)));
  return items;
};
