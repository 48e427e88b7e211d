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

export interface TerugzetOpties {
  readonly pauze: (ms: number) => Promise<unknown>;
  /** DynamoDB takes from minutes to hours, whatever the size. */
  readonly geduldMs: number;
}

const POLL_MS = 10_000;
const TTL_KENMERK = 'verlooptOp';

const staatKlaar = async (client: DynamoDBClient, TableName: string): Promise<boolean> => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const indexen = Table?.GlobalSecondaryIndexes ?? [];
  if (Table?.TableStatus !== 'ACTIVE' && Table?.TableStatus !== 'CREATING') {
    throw new Error(`table ${TableName} is ${Table?.TableStatus ?? 'gone'}`);
  }
  return (
    Table.TableStatus === 'ACTIVE' &&
    indexen.every(({ IndexStatus }) => IndexStatus === undefined || IndexStatus === 'ACTIVE')
  );
};

/** Restores into a new table, under the key of the old one, and waits until it can be used. */
export const zetTerug = async (
  client: DynamoDBClient,
  bron: string,
  doel: string,
  moment: Date | undefined,
  { pauze, geduldMs }: TerugzetOpties,
): Promise<void> => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: bron }));
  const sleutel = Table?.SSEDescription?.KMSMasterKeyArn;
  await client.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: bron,
      TargetTableName: doel,
      ...(moment === undefined ? { UseLatestRestorableTime: true } : { RestoreDateTime: moment }),
      ...(sleutel === undefined
        ? {}
        : { SSESpecificationOverride: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: sleutel } }),
    }),
  );
  for (let gewacht = 0; !(await staatKlaar(client, doel)); gewacht += POLL_MS) {
    if (gewacht >= geduldMs) throw new Error(`table ${doel} is not ready after ${geduldMs / 60_000} minutes`);
    await pauze(POLL_MS);
  }
};

/** Gives a restored table what a restore leaves out: backups of its own, expiry, and protection against deletion. */
export const maakBlijvend = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: TTL_KENMERK, Enabled: true },
    }),
  );
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
};

/** Removes the table of a rehearsal. */
export const gooiWeg = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  await client.send(new DeleteTableCommand({ TableName }));
};
