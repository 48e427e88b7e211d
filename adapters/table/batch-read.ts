import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { HubError } from '../../domain/errors.ts';
import { chunk } from '../chunk.ts';
import type { Item, Key } from './table.ts';

/** Many items in few calls. */

/** As many keys as one call takes. */
const KEYS_TOGETHER = 100;

/** Calls for one list of keys, when the table leaves some of them each time. */
const TIMES = 8;

const FIRST_PAUSE_MS = 50;

/** The table answers what it can now, and names the keys that it left: those are asked for again, after a pause that grows. */
const readSome = async (
  client: DynamoDBClient,
  tableName: string,
  keys: readonly Key[],
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let left = keys.map(({ pk, sk }) => marshall({ pk, sk }));
  for (let time = 0; time < TIMES; time += 1) {
    if (time > 0) await pause(FIRST_PAUSE_MS * 2 ** (time - 1) * Math.random());
    const answer: BatchGetItemCommandOutput = await client.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: left, ConsistentRead: true } } }),
    );
    for (const item of answer.Responses?.[tableName] ?? []) items.push(unmarshall(item) as Item);
    left = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    if (left.length === 0) return items;
  }
  throw new HubError('opnieuw', 'de tabel gaf niet alles wat gevraagd werd');
};

/** A table that is read so. Apart from `Table`, so that only the start of a function that does this reads the code for it. */
export interface BatchReader {
  /** Those of these items that there are, in any order, strongly consistent. A key that is named twice is asked for once. */
  readAll(keys: readonly Key[]): Promise<readonly Item[]>;
}

/** The table of this name, in the account and region of the environment. */
export const createBatchReader = (tableName: string, client = new DynamoDBClient({})): BatchReader => ({
  async readAll(keys) {
    const distinct = [...new Map(keys.map((key) => [JSON.stringify([key.pk, key.sk]), key])).values()];
    const items: Item[] = [];
    for (const some of chunk(distinct, KEYS_TOGETHER)) {
      items.push(...(await readSome(client, tableName, some)));
    }
    return items;
  },
});
