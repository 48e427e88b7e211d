import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { createTrialApp, readTemplates, type Source, toList } from './support.ts';

const hub = createTrialApp();
const templates = readTemplates(hub);
const { gegevens, archief } = templates.templates;
const keys = templates.sources('AWS::KMS::Key');

/** Waar elke soort bron haar sleutel noemt. */
const KEY_IN: Readonly<Record<string, (properties: Source['Properties']) => unknown>> = {
  'AWS::SQS::Queue': (p) => p['KmsMasterKeyId'],
  'AWS::SNS::Topic': (p) => p['KmsMasterKeyId'],
  'AWS::Logs::LogGroup': (p) => p['KmsKeyId'],
  'AWS::SecretsManager::Secret': (p) => p['KmsKeyId'],
  'AWS::Events::EventBus': (p) => p['KmsKeyIdentifier'],
  'AWS::Events::Archive': (p) => p['KmsKeyIdentifier'],
  'AWS::DynamoDB::GlobalTable': (p) =>
    (p['Replicas'] as { SSESpecification: { KMSMasterKeyId: unknown } }[])[0]?.SSESpecification
      .KMSMasterKeyId,
};

describe('versleuteling', () => {
  it('gebruikt één sleutel, die elk jaar vernieuwt', () => {
    expect(keys).toHaveLength(1);
    expect(keys[0]?.bron.Properties['EnableKeyRotation']).toBe(true);
  });

  it.each(Object.keys(KEY_IN))('geldt voor elke %s', (type) => {
    const sources = templates.sources(type);
    expect(sources.length).toBeGreaterThan(0);
    for (const { doel, bron } of sources) {
      expect(templates.targetOf(doel.stack, KEY_IN[type]?.(bron.Properties)), doel.id).toEqual(keys[0]?.doel);
    }
  });

  it.each([
    ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'],
    ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics'],
  ])('weigert bij elke %s verkeer zonder TLS', (type, policy, reference) => {
    const protectedOnes = templates.sources(policy).flatMap(({ doel, bron }) => {
      const { Statement } = bron.Properties['PolicyDocument'] as { Statement: unknown[] };
      const refuses = Statement.some(
        (statement) =>
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }).test(
            statement,
          ).isSuccess,
      );
      return refuses
        ? toList(bron.Properties[reference]).map((ref) => templates.targetOf(doel.stack, ref)?.id)
        : [];
    });
    expect(protectedOnes.toSorted()).toEqual(
      templates
        .sources(type)
        .map(({ doel }) => doel.id)
        .toSorted(),
    );
  });
});

describe('tabel', () => {
  it('heeft de sleutels, de index, het herstelpunt en de vervaltijd die de tijdlijn vraagt', () => {
    gegevens.resourceCountIs('AWS::DynamoDB::GlobalTable', 1);
    gegevens.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'perStatus',
            KeySchema: [
              { AttributeName: 'status', KeyType: 'HASH' },
              { AttributeName: 'sinds', KeyType: 'RANGE' },
            ],
            Projection: {
              ProjectionType: 'INCLUDE',
              NonKeyAttributes: ['type', 'organisatie', 'reden', 'bericht', 'gemeentecode', 'versie'],
            },
          },
        ],
        TimeToLiveSpecification: { AttributeName: 'verlooptOp', Enabled: true },
        Replicas: [
          Match.objectLike({
            Region: { Ref: 'AWS::Region' },
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            DeletionProtectionEnabled: true,
          }),
        ],
      },
    });
  });
});

describe('geheim', () => {
  it('wordt bij de uitrol verzonnen, 64 tekens lang, en nooit vanzelf gewisseld', () => {
    gegevens.hasResource('AWS::SecretsManager::Secret', {
      DeletionPolicy: 'Retain',
      Properties: { GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true } },
    });
    gegevens.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
  });
});

describe('archief', () => {
  it('bewaart een jaar lang alleen wat de hub zelf meldde', () => {
    archief.resourceCountIs('AWS::Events::Archive', 1);
    archief.hasResourceProperties('AWS::Events::Archive', {
      EventPattern: { source: ['inburgeringshub'] },
      RetentionDays: 365,
    });
    const bus = templates.targetOf(
      'archief',
      templates.sources('AWS::Events::Archive')[0]?.bron.Properties['SourceArn'],
    );
    expect(templates.sourceOf(bus)?.Properties['Name']).toBe('inburgeringshub');
  });
});
