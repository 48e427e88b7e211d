import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { chunk } from '../chunk.ts';
import { createTable, type Key, type Table } from './table.ts';

/** The table for the one function that may delete from it (functions/wissen). */
export interface RemovalTable extends Table {
  /** Deletes these items; one that is not there is gone already. */
  remove(keys: readonly Key[]): Promise<void>;
}

/** Items that are deleted side by side. */
const TOGETHER = 20;

/** The table, for a function that may delete from it. */
export const createRemovalTable = (
  tableName: string,
  client: DynamoDBClient = new DynamoDBClient({}),
): RemovalTable => ({
  ...createTable(tableName, client),
  async remove(keys) {
    for (const some of chunk(keys, TOGETHER)) {
      await Promise.all(
        some.map(({ pk, sk }) =>
          client.send(new DeleteItemCommand({ TableName: tableName, Key: marshall({ pk, sk }) })),
        ),
      );
    }
  },
});
