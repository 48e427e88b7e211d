import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import * as z from 'zod';
import { maakTabel, type Tabel } from '../../adapters/tabel.ts';
import { maakTabel as tabelInStack } from '../../infra/tabel.ts';
import { tijdelijkeMap } from '../tijdelijk.ts';

/** The table as infra/ defines it, on an engine that evaluates every condition. */

const Sleutels = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const Definitie = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.literal('S') })),
  KeySchema: Sleutels,
  GlobalSecondaryIndexes: z.array(
    z.object({
      IndexName: z.string(),
      KeySchema: Sleutels,
      Projection: z.object({ ProjectionType: z.literal('INCLUDE'), NonKeyAttributes: z.array(z.string()) }),
    }),
  ),
});

const definitie = () => {
  const stack = new Stack(new App({ outdir: tijdelijkeMap() }), 'Test');
  tabelInStack(stack, 'Tabel', {
    sleutel: new Key(stack, 'Sleutel'),
    removalPolicy: RemovalPolicy.DESTROY,
    deletionProtection: false,
    labels: [],
  });
  const [tabel] = Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::GlobalTable'));
  return Definitie.parse(tabel?.['Properties']);
};

const dynalite = createRequire(import.meta.url)('dynalite') as (opties: { createTableMs: number }) => Server;

interface TabelMachine {
  /** A table of its own, empty. */
  nieuweTabel(): Promise<Tabel>;
  stop(): Promise<void>;
}

const startTabelMachine = async (): Promise<TabelMachine> => {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const adres = server.address();
  if (typeof adres !== 'object' || adres === null) throw new Error('geen adres');
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${adres.port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const zoals = definitie();
  let aantal = 0;
  return {
    async nieuweTabel() {
      aantal += 1;
      const TableName = `hub-${aantal}`;
      await client.send(new CreateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST', ...zoals }));
      await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName });
      return maakTabel(TableName, client);
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
export const metVerseTabel = (gebruik: (tabel: Tabel) => void): void => {
  let machine: TabelMachine;
  beforeAll(async () => {
    machine = await startTabelMachine();
  });
  afterAll(() => machine.stop());
  beforeEach(async () => gebruik(await machine.nieuweTabel()));
};
