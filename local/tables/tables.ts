import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { keyPath } from '../seal.ts';
import type { Resource } from '../template/deployment.ts';
import { ACCOUNT, REGION } from '../template/identity.ts';

export type TableResource = Resource<'AWS::DynamoDB::Table' | 'AWS::DynamoDB::GlobalTable'>;

export interface TableEngine {
  readonly endpoint: string;
  create(table: TableResource): Promise<void>;
  close(): Promise<void>;
}

type Reply = Readonly<Record<string, unknown>>;
type AttributeValue = Readonly<Record<string, string>>;
type Call = (operation: string, input: object) => Promise<Reply>;

const TTL_SWEEP_MS = 60 * 60 * 1000;

/** Dynalite wants a header with the shape of a signature and does not check the signature. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=local/20000101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local';

const caller =
  (endpoint: string): Call =>
  async (operation, input) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': '20000101T000000Z',
        authorization: AUTHORIZATION,
      },
      body: JSON.stringify(input),
    });
    const reply = (await response.json()) as Reply;
    if (response.ok) return reply;
    const type = String(reply['__type']).split('#').at(-1) ?? '';
    throw Object.assign(new Error(`${operation}: ${type} ${String(reply['message'] ?? '')}`), { name: type });
  };

function definitionOf({ name, properties }: TableResource): object {
  const indexes = (given: typeof properties.GlobalSecondaryIndexes) =>
    given?.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }));
  return {
    TableName: name,
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: indexes(properties.GlobalSecondaryIndexes),
    LocalSecondaryIndexes: indexes(properties.LocalSecondaryIndexes),
  };
}

/** Removes the items whose TTL has passed, as DynamoDB does some time after. */
async function sweep(
  call: Call,
  { name, properties }: TableResource,
  attribute: string,
  now: number,
): Promise<void> {
  const keys = properties.KeySchema.map((key) => key.AttributeName);
  let from: unknown;
  do {
    const page = await call('Scan', {
      TableName: name,
      FilterExpression: '#ttl < :now',
      ExpressionAttributeNames: { '#ttl': attribute },
      ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) } },
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    for (const item of page['Items'] as readonly Record<string, AttributeValue>[]) {
      await call('DeleteItem', {
        TableName: name,
        Key: Object.fromEntries(keys.map((key) => [key, item[key]])),
        // A function may have given the item a later TTL meanwhile.
        ConditionExpression: '#ttl = :seen',
        ExpressionAttributeNames: { '#ttl': attribute },
        ExpressionAttributeValues: { ':seen': item[attribute] },
      }).catch((error: Error) => {
        if (error.name !== 'ConditionalCheckFailedException') throw error;
      });
    }
    from = page['LastEvaluatedKey'];
  } while (from);
}

/** Starts the table engine. With a data directory its items outlive the process. They expire by the clock of `now`. */
export async function startTableEngine(
  dataDir: string | undefined,
  onError: (error: Error) => void,
  now: () => number,
): Promise<TableEngine> {
  const path = dataDir === undefined ? undefined : join(dataDir, 'tables');
  if (path) mkdirSync(path, { recursive: true });
  const worker = new Worker(new URL('./dynalite-worker.ts', import.meta.url), {
    workerData: path ? { path, keyPath: keyPath() } : {},
    env: { AWS_REGION: REGION, AWS_ACCOUNT_ID: ACCOUNT },
    execArgv: [],
    // The old generation may grow with the tables. A small young generation soon collects what a request leaves behind.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
    name: 'tables',
  });
  const [{ port }] = (await once(worker, 'message')) as [{ port: number }];
  // The hub cannot run without tables, so an error of the thread is not caught and ends the process.
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  const endpoint = `http://127.0.0.1:${port}`;
  const call = caller(endpoint);
  const timers: NodeJS.Timeout[] = [];

  const create = async (table: TableResource): Promise<void> => {
    try {
      await call('CreateTable', definitionOf(table));
    } catch (error) {
      // The table is there from an earlier run, with its items.
      if (!(error instanceof Error) || error.name !== 'ResourceInUseException') {
        throw new Error(`stack ${table.stack}, resource ${table.logicalId}: ${String(error)}`, {
          cause: error,
        });
      }
    }
    const ttl = table.properties.TimeToLiveSpecification;
    const attribute = ttl?.Enabled ? ttl.AttributeName : undefined;
    if (attribute === undefined) return;
    timers.push(
      setInterval(() => void sweep(call, table, attribute, now()).catch(onError), TTL_SWEEP_MS).unref(),
    );
  };

  const close = async (): Promise<void> => {
    timers.forEach(clearInterval);
    worker.postMessage('stop');
    await exited;
  };
  return { endpoint, create, close };
}
