import {
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';

/** A table as it was at an earlier moment, beside the one in use. */

export interface RestoreOptions {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** DynamoDB takes from minutes to hours, whatever the size. */
  readonly patienceMs: number;
}

const POLL_MS = 10_000;
const TTL_ATTRIBUTE = 'verlooptOp';

const stateDone = async (client: DynamoDBClient, TableName: string): Promise<boolean> => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const indexes = Table?.GlobalSecondaryIndexes ?? [];
  if (Table?.TableStatus !== 'ACTIVE' && Table?.TableStatus !== 'CREATING') {
    throw new Error(`table ${TableName} is ${Table?.TableStatus ?? 'gone'}`);
  }
  return (
    Table.TableStatus === 'ACTIVE' &&
    indexes.every(({ IndexStatus }) => IndexStatus === undefined || IndexStatus === 'ACTIVE')
  );
};

/** Restores into a new table, under the key of the old one, and waits until it can be used. */
export const putBack = async (
  client: DynamoDBClient,
  source: string,
  target: string,
  moment: Date | undefined,
  { sleep, patienceMs }: RestoreOptions,
): Promise<void> => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: source }));
  const key = Table?.SSEDescription?.KMSMasterKeyArn;
  await client.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: source,
      TargetTableName: target,
      ...(moment === undefined ? { UseLatestRestorableTime: true } : { RestoreDateTime: moment }),
      ...(key === undefined
        ? {}
        : { SSESpecificationOverride: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: key } }),
    }),
  );
  for (let waited = 0; !(await stateDone(client, target)); waited += POLL_MS) {
    if (waited >= patienceMs)
      throw new Error(`table ${target} is not ready after ${patienceMs / 60_000} minutes`);
    await sleep(POLL_MS);
  }
};

/** What DynamoDB answers while it makes the backups of a new table ready, or still changes the table. */
const NOT_YET: ReadonlySet<string> = new Set([
  'ContinuousBackupsUnavailableException',
  'ResourceInUseException',
]);

const isNotYet = (error: unknown): boolean => error instanceof Error && NOT_YET.has(error.name);

const startBackups = async (
  client: DynamoDBClient,
  TableName: string,
  { sleep, patienceMs }: RestoreOptions,
): Promise<void> => {
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  for (let waited = 0; ; waited += POLL_MS) {
    try {
      await client.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
      return;
    } catch (error) {
      if (!isNotYet(error) || waited >= patienceMs) throw error;
    }
    await sleep(POLL_MS);
  }
};

/**
 * Gives a restored table what a restore leaves out: expiry, protection against deletion, and backups of its own. Those come last,
 * because DynamoDB may not be ready for them yet.
 */
export const createPermanent = async (
  client: DynamoDBClient,
  TableName: string,
  options: RestoreOptions,
): Promise<void> => {
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: TTL_ATTRIBUTE, Enabled: true },
    }),
  );
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
  await startBackups(client, TableName, options);
};

/** Removes the table of a rehearsal. */
export const discard = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  await client.send(new DeleteTableCommand({ TableName }));
};
