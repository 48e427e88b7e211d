import { Aws, type RemovalPolicy } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** De ene index van de tabel: zoeken op status, oudste eerst. Alleen items met een `status` staan erin. */
export const STATUS_INDEX = 'perStatus';

/**
 * Wat een lijst uit de index laat zien. De inhoud van een binnengekomen bericht hoort daar niet bij: die staat één
 * keer in de tabel en niet nog eens in de index.
 */
const INDEX_ATTRIBUTEN = ['type', 'organisatie', 'reden', 'bericht', 'gemeentecode', 'versie'] as const;

/** Wat andere stacks van de tabel nodig hebben. */
export type Tabel = { readonly naam: string; readonly arn: string };

/** Wat per omgeving verschilt. */
export type TabelOpties = {
  readonly sleutel: IKey;
  readonly removalPolicy: RemovalPolicy;
  readonly deletionProtection: boolean;
};

/**
 * De tabel met alle tijdlijnen: betalen naar gebruik, eigen sleutel, terug te zetten naar elk moment van de
 * afgelopen 35 dagen, en items met `verlooptOp` verdwijnen vanzelf.
 *
 * Rechtstreeks als CloudFormation-type: `TableV2` weigert een eigen sleutel in een stack die nog niet weet in
 * welke regio ze komt.
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
      },
    ],
  });
  tabel.applyRemovalPolicy(opties.removalPolicy);
  return { naam: tabel.ref, arn: tabel.attrArn };
};
