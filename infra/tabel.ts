import { Aws, type CfnTag, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { INDEX_ATTRIBUTEN, STATUS_INDEX } from '../contracts/statusindex.ts';

/** What other stacks need of the table. */
export type Tabel = { readonly naam: string; readonly arn: string; readonly index: typeof STATUS_INDEX };

/** A table that was restored by hand, in this account and region. */
export const hersteldeTabel = (scope: Construct, naam: string): Tabel => ({
  naam,
  arn: Stack.of(scope).formatArn({ service: 'dynamodb', resource: 'table', resourceName: naam }),
  index: STATUS_INDEX,
});

/** What differs per environment. */
export type TabelOpties = {
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
export const maakTabel = (scope: Construct, id: string, opties: TabelOpties): Tabel => {
  const tabel = new CfnGlobalTable(scope, id, {
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
        projection: { projectionType: 'INCLUDE', nonKeyAttributes: [...INDEX_ATTRIBUTEN] },
      },
    ],
    billingMode: 'PAY_PER_REQUEST',
    sseSpecification: { sseEnabled: true, sseType: 'KMS' },
    timeToLiveSpecification: { attributeName: 'verlooptOp', enabled: true },
    replicas: [
      {
        region: Aws.REGION,
        sseSpecification: { kmsMasterKeyId: opties.sleutel.keyArn },
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtectionEnabled: opties.deletionProtection,
        tags: opties.labels,
      },
    ],
  });
  tabel.applyRemovalPolicy(opties.removalPolicy);
  return { naam: tabel.ref, arn: tabel.attrArn, index: STATUS_INDEX };
};
