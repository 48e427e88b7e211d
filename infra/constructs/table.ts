import { Aws, type CfnTag, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { INDEX_ATTRIBUTES, STATUS_INDEX } from '../../contracts/internal/status-index.ts';

/** What other stacks need of the table. */
export type Table = { readonly naam: string; readonly arn: string; readonly index: typeof STATUS_INDEX };

/** A table that was restored by hand, in this account and region. */
export const restoredTable = (scope: Construct, name: string): Table => ({
  naam: name,
  arn: Stack.of(scope).formatArn({ service: 'dynamodb', resource: 'table', resourceName: name }),
  index: STATUS_INDEX,
});

/** What differs per environment. */
export type TableOptions = {
  readonly sleutel: IKey;
  readonly removalPolicy: RemovalPolicy;
  readonly deletionProtection: boolean;
  readonly labels: CfnTag[];
};

/**
 * The table with all timelines: paid by use, with a key of our own, restorable to any moment of the last 35 days;
 * items with `verlooptOp` disappear by themselves.
 *
 * Directly as a CloudFormation type: `TableV2` refuses a key of our own in a stack that does not know yet which region
 * it will be in.
 */
export const createTable = (scope: Construct, id: string, options: TableOptions): Table => {
  const table = new CfnGlobalTable(scope, id, {
    attributeDefinitions: ['pk', 'sk', 'status', 'sinds'].map((attributeName) => ({
      attributeName,
      attributeType: 'S',
    })),
    keySchema: [
      { attributeName: 'pk', keyType: 'HASH' },
      { attributeName: 'sk', keyType: 'RANGE' },
    ],
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
    billingMode: 'PAY_PER_REQUEST',
    sseSpecification: { sseEnabled: true, sseType: 'KMS' },
    timeToLiveSpecification: { attributeName: 'verlooptOp', enabled: true },
    replicas: [
      {
        region: Aws.REGION,
        sseSpecification: { kmsMasterKeyId: options.sleutel.keyArn },
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtectionEnabled: options.deletionProtection,
        tags: options.labels,
      },
    ],
  });
  table.applyRemovalPolicy(options.removalPolicy);
  return { naam: table.ref, arn: table.attrArn, index: STATUS_INDEX };
};
