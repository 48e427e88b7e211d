import { Aws, type RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { known } from '../../domain/known.ts';
import { allowDecrypt, type Reader } from './partner-access.ts';

const ONLY_THIS_ACCOUNT = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };

const statement = (
  sid: string,
  service: string,
  actions: readonly string[],
  conditions?: Record<string, unknown>,
): PolicyStatement =>
  new PolicyStatement({
    sid,
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal(service)],
    actions: [...actions],
    // In the policy of a key '*' is that key.
    resources: ['*'],
    ...known({ conditions }),
  });

/**
 * Makes the key of the secrets. Nothing else is encrypted with it, so who may use the key of the data still reads no
 * secret. Its policy names nobody: functions get access through their own roles, each to its own secrets.
 */
export const createSecretsKey = (scope: Construct, id: string, removalPolicy: RemovalPolicy): Key =>
  new Key(scope, id, {
    description: 'Versleutelt de geheimen van de inburgeringshub, en verder niets',
    enableKeyRotation: true,
    removalPolicy,
  });

/**
 * Makes the key of the data of the hub, with its whole policy. Functions get access through their own roles. The policy names the
 * services that have no role (EventBridge for bus, archive and the queues of rules; CloudWatch for alarms; CloudWatch
 * Logs) and the partners that read their queue from an account of their own.
 */
export const createKey = (
  scope: Construct,
  id: string,
  removalPolicy: RemovalPolicy,
  readers: readonly Reader[],
): Key => {
  const key = new Key(scope, id, {
    description: 'Versleutelt alle gegevens van de inburgeringshub',
    enableKeyRotation: true,
    removalPolicy,
  });
  const events = 'events.amazonaws.com';
  key.addToResourcePolicy(statement('EventBridgeControleert', events, ['kms:DescribeKey']));
  key.addToResourcePolicy(
    statement(
      'EventBridgeVersleutelt',
      events,
      ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
      ONLY_THIS_ACCOUNT,
    ),
  );
  key.addToResourcePolicy(
    statement(
      'AlarmenMelden',
      'cloudwatch.amazonaws.com',
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      ONLY_THIS_ACCOUNT,
    ),
  );
  key.addToResourcePolicy(
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
  for (const reader of readers) key.addToResourcePolicy(allowDecrypt(reader));
  return key;
};
