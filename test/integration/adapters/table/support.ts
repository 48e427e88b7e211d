import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import * as z from 'zod';
import { type BatchTable, createBatchTable } from '../../../../adapters/table/batch.ts';
import { createTable as tableInStack } from '../../../../infra/constructs/table.ts';
import { temporaryFolder } from '../../../temporary.ts';

/** The table as infra/ defines it, on an engine that evaluates every condition. */

const Keys = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const Definition = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.literal('S') })),
  KeySchema: Keys,
  GlobalSecondaryIndexes: z.array(
    z.object({
      IndexName: z.string(),
      KeySchema: Keys,
      Projection: z.object({ ProjectionType: z.literal('INCLUDE'), NonKeyAttributes: z.array(z.string()) }),
    }),
  ),
});

const definition = () => {
  const stack = new Stack(new App({ outdir: temporaryFolder() }), 'Test');
  tableInStack(stack, 'Tabel', {
    key: new Key(stack, 'Sleutel'),
    removalPolicy: RemovalPolicy.DESTROY,
    deletionProtection: false,
    labels: [],
  });
  const [table] = Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::GlobalTable'));
  return Definition.parse(table?.['Properties']);
};

const dynalite = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server;

interface TableMachine {
  /** A table of its own, empty. */
  newTable(): Promise<BatchTable>;
  stop(): Promise<void>;
}

const startTableMachine = async (): Promise<TableMachine> => {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${address.port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const as = definition();
  let count = 0;
  return {
    async newTable() {
      count += 1;
      const TableName = `hub-${count}`;
      await client.send(new CreateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST', ...as }));
      await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName });
      return createBatchTable(TableName, client);
    },
    async stop() {
      client.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

/** Gives every test of a file a table of its own, empty. */
export const withFreshTable = (usage: (table: BatchTable) => void): void => {
  let machine: TableMachine;
  beforeAll(async () => {
    machine = await startTableMachine();
  });
  afterAll(() => machine.stop());
  beforeEach(async () => usage(await machine.newTable()));
};
