import { type AttributeValue, BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { HubError } from '../../domain/errors.ts';
import { chunk } from '../chunk.ts';
import { AGAIN, retry } from '../retry.ts';
import { shownOf } from './queries.ts';
import { createTable, type Item, type Key, type Table } from './table.ts';

/** The table with reading many items in one call (adapters/table/books.ts): that takes a right of its own. */
export interface BatchTable extends Table {
  /**
   * Of each of these items that is there its key and these attributes, in any order, strongly consistent. Throws a `HubError`
   * ('retry') when the table goes on to leave some of them out.
   */
  readAll(keys: readonly Key[], attributes?: readonly string[]): Promise<readonly Item[]>;
}

/** As many items as DynamoDB gives in one call. */
const TOGETHER = 100;

/** DynamoDB leaves out what is too much at once, and names it: that is asked for again. */
const ATTEMPTS = {
  times: 6,
  pauseMs: (failed: number): number => 50 * 2 ** failed * Math.random(),
  exhausted: (): HubError => new HubError('retry', 'de tabel gaf niet alles wat gevraagd werd'),
};

/** The table, for a function that may read many items in one call. */
export const createBatchTable = (tableName: string, client = new DynamoDBClient({})): BatchTable => {
  const readSome = (keys: readonly Key[], attributes?: readonly string[]): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let left: Record<string, AttributeValue>[] = keys.map(({ pk, sk }) => marshall({ pk, sk }));
    return retry(async () => {
      const { Responses = {}, UnprocessedKeys = {} } = await client.send(
        new BatchGetItemCommand({
          RequestItems: { [tableName]: { Keys: left, ConsistentRead: true, ...shownOf(attributes) } },
        }),
      );
      for (const item of Responses[tableName] ?? []) items.push(unmarshall(item) as Item);
      left = UnprocessedKeys[tableName]?.Keys ?? [];
      return left.length === 0 ? items : AGAIN;
    }, ATTEMPTS);
  };
  return {
    ...createTable(tableName, client),
    async readAll(keys, attributes) {
      const items: Item[] = [];
      for (const some of chunk(keys, TOGETHER)) items.push(...(await readSome(some, attributes)));
      return items;
    },
  };
};
