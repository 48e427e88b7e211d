import { Aws, type RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

const ALLEEN_DIT_ACCOUNT = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };

const statement = (
  sid: string,
  dienst: string,
  actions: readonly string[],
  conditions?: Record<string, unknown>,
): PolicyStatement =>
  new PolicyStatement({
    sid,
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal(dienst)],
    actions: [...actions],
    // In het beleid van een sleutel betekent '*': deze sleutel.
    resources: ['*'],
    ...(conditions === undefined ? {} : { conditions }),
  });

/**
 * De sleutel van de hub, met het hele sleutelbeleid op één plek.
 *
 * Functies krijgen toegang via hun eigen rol. Hier staan alleen de diensten die zonder rol werken: EventBridge
 * (bus, archief, wachtrijen achter een regel), CloudWatch (alarmen op een versleuteld onderwerp) en de logdienst.
 */
export const maakSleutel = (scope: Construct, id: string, removalPolicy: RemovalPolicy): Key => {
  const sleutel = new Key(scope, id, {
    description: 'Versleutelt alle gegevens van de inburgeringshub',
    enableKeyRotation: true,
    removalPolicy,
  });
  const events = 'events.amazonaws.com';
  sleutel.addToResourcePolicy(statement('EventBridgeControleert', events, ['kms:DescribeKey']));
  sleutel.addToResourcePolicy(
    statement(
      'EventBridgeVersleutelt',
      events,
      ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
      ALLEEN_DIT_ACCOUNT,
    ),
  );
  sleutel.addToResourcePolicy(
    statement(
      'AlarmenMelden',
      'cloudwatch.amazonaws.com',
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      ALLEEN_DIT_ACCOUNT,
    ),
  );
  sleutel.addToResourcePolicy(
    statement(
      'LogsVersleutelen',
      `logs.${Aws.REGION}.amazonaws.com`,
      ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*`,
        },
      },
    ),
  );
  return sleutel;
};
