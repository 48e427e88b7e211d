import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable, type Item, type Table } from '../../adapters/table/table.ts';
import { INDEX_ATTRIBUTES, STATUS_INDEX } from '../../contracts/internal/status-index.ts';
import type { TableEngine } from '../../local/tables/tables.ts';
import { itemsInLists, type Kind } from './zaken-in-lists.ts';

/** Tables with many zaken in their lists, on the table engine of the local hub. */

const WRITTEN_TOGETHER = 1_000;

/** An empty table as the hub has it. */
export const newTable = async (engine: TableEngine, name: string): Promise<Table> => {
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  await engine.create({
    stack: 'bench',
    logicalId: name,
    type: 'AWS::DynamoDB::Table',
    name,
    properties: {
      AttributeDefinitions: ['pk', 'sk', 'status', 'sinds'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        {
          IndexName: STATUS_INDEX,
          KeySchema: keys('status', 'sinds'),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...INDEX_ATTRIBUTES] },
        },
      ],
    },
  } as never);
  return createTable(
    name,
    new DynamoDBClient({
      region: 'eu-west-1',
      endpoint: engine.endpoint,
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    }),
  );
};

/** Writes the entries of these zaken, from the first number up to the last. */
export const storeInLists = async (table: Table, from: number, until: number, kind: Kind): Promise<void> => {
  let items: Item[] = [];
  for (let n = from; n < until; n += 1) {
    items.push(...(await itemsInLists(n, kind)));
    if (items.length < WRITTEN_TOGETHER && n < until - 1) continue;
    await table.write(items);
    items = [];
  }
};
