import { Aws, type CfnTag, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnGlobalTable, type CfnGlobalTableProps } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { INDEX_ATTRIBUTES, STATUS_INDEX } from '../../contracts/internal/status-index.ts';
import type { Environment } from '../environments/environment.ts';

/** What the stacks need of the table. */
export type Table = { readonly name: string; readonly arn: string; readonly index: typeof STATUS_INDEX };

/** What the stacks need of the table with the logbook. */
export type LogboekTable = Pick<Table, 'name' | 'arn'>;

/** The table that the functions use: that of the data stack, unless an operator restored another one beside it. */
export const currentTable = (
  scope: Construct,
  table: Table,
  { hersteldeTabel }: Pick<Environment, 'hersteldeTabel'>,
): Table => (hersteldeTabel === undefined ? table : restoredTable(scope, hersteldeTabel));

const restoredTable = (scope: Construct, name: string): Table => ({
  name,
  arn: Stack.of(scope).formatArn({ service: 'dynamodb', resource: 'table', resourceName: name }),
  index: STATUS_INDEX,
});

/** What differs between environments. */
export type TableOptions = {
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
  readonly deletionProtection: boolean;
  readonly labels: CfnTag[];
};

/**
 * Makes the table with all timelines. It is paid by use, encrypted with the key of the hub, and can be restored to any
 * moment of the last 35 days. DynamoDB removes items after their `verlooptOp`.
 *
 * It is a resource of CloudFormation itself, because `TableV2` refuses a customer key in a stack without a fixed
 * region.
 */
export const createTable = (scope: Construct, id: string, options: TableOptions): Table => {
  const table = createPlainTable(scope, id, options, ['status', 'sinds'], {
    globalSecondaryIndexes: [
      {
        indexName: STATUS_INDEX,
        keySchema: [
          { attributeName: 'status', keyType: 'HASH' },
          { attributeName: 'sinds', keyType: 'RANGE' },
        ],
        projection: { projectionType: 'INCLUDE', nonKeyAttributes: [...INDEX_ATTRIBUTES] },
      },
    ],
  });
  return { name: table.ref, arn: table.attrArn, index: STATUS_INDEX };
};

/** The table of the logbook: who read whom. No index: it is read by gemeente and person, and by nothing else. */
export const createLogboekTable = (scope: Construct, id: string, options: TableOptions): LogboekTable => {
  const table = createPlainTable(scope, id, options);
  return { name: table.ref, arn: table.attrArn };
};

const createPlainTable = (
  scope: Construct,
  id: string,
  options: TableOptions,
  indexed: readonly string[] = [],
  more: Partial<CfnGlobalTableProps> = {},
): CfnGlobalTable => {
  const table = new CfnGlobalTable(scope, id, {
    attributeDefinitions: ['pk', 'sk', ...indexed].map((attributeName) => ({
      attributeName,
      attributeType: 'S',
    })),
    keySchema: [
      { attributeName: 'pk', keyType: 'HASH' },
      { attributeName: 'sk', keyType: 'RANGE' },
    ],
    ...more,
    billingMode: 'PAY_PER_REQUEST',
    sseSpecification: { sseEnabled: true, sseType: 'KMS' },
    timeToLiveSpecification: { attributeName: 'verlooptOp', enabled: true },
    replicas: [
      {
        region: Aws.REGION,
        sseSpecification: { kmsMasterKeyId: options.key.keyArn },
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtectionEnabled: options.deletionProtection,
        tags: options.labels,
      },
    ],
  });
  table.applyRemovalPolicy(options.removalPolicy);
  return table;
};
