import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { expectProperties, expectResource } from './expect-resource.ts';
import { createTrialApp, readTemplates, type Source, toList } from './support.ts';

const hub = createTrialApp();
const templates = readTemplates(hub);
const { data, archive } = templates.templates;
const keys = templates.sources('AWS::KMS::Key');

/** The property in which each type of resource names its key. */
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

describe('encryption', () => {
  it('uses a key for data and one for secrets, which rotate every year', () => {
    expect(keys.map(({ target }) => target.id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'Sleutel',
      'GeheimenSleutel',
    ]);
    for (const { source } of keys) expect(source.Properties['EnableKeyRotation']).toBe(true);
  });

  it.each(Object.keys(KEY_IN))('is used for every %s', (type) => {
    const key = keys[type === 'AWS::SecretsManager::Secret' ? 1 : 0];
    const sources = templates.sources(type);
    expect(sources.length).toBeGreaterThan(0);
    for (const { target, source } of sources) {
      expect(templates.targetOf(target.stack, KEY_IN[type]?.(source.Properties)), target.id).toEqual(
        key?.target,
      );
    }
  });

  it.each([
    ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'],
    ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics'],
  ])('is required on the way to every %s, which refuses requests without TLS', (type, policy, reference) => {
    const protectedOnes = templates.sources(policy).flatMap(({ target, source }) => {
      const { Statement } = source.Properties['PolicyDocument'] as { Statement: unknown[] };
      const refuses = Statement.some(
        (statement) =>
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }).test(
            statement,
          ).isSuccess,
      );
      return refuses
        ? toList(source.Properties[reference]).map((ref) => templates.targetOf(target.stack, ref)?.id)
        : [];
    });
    expect(protectedOnes.toSorted()).toEqual(
      templates
        .sources(type)
        .map(({ target }) => target.id)
        .toSorted(),
    );
  });
});

describe('the table', () => {
  it('has the keys, the index, the point-in-time recovery and the TTL that timelines need', () => {
    data.resourceCountIs('AWS::DynamoDB::GlobalTable', 2);
    expectResource(data, 'AWS::DynamoDB::GlobalTable', {
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

describe('the table of the logbook', () => {
  it('is kept like the timelines, and has no index', () => {
    const [logboek, ...others] = templates
      .sources('AWS::DynamoDB::GlobalTable')
      .filter(({ source }) => source.Properties['GlobalSecondaryIndexes'] === undefined);
    expect(others).toEqual([]);
    expect(logboek?.source).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        TimeToLiveSpecification: { AttributeName: 'verlooptOp', Enabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [
          {
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            DeletionProtectionEnabled: true,
          },
        ],
      },
    });
  });
});

describe('the secret', () => {
  it('is generated at the deployment, 64 characters long, and never rotated automatically', () => {
    expectResource(data, 'AWS::SecretsManager::Secret', {
      DeletionPolicy: 'Retain',
      Properties: { GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true } },
    });
    data.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
  });
});

describe('the archive', () => {
  it('keeps the announcements of the hub for a year, and no other events', () => {
    archive.resourceCountIs('AWS::Events::Archive', 1);
    expectProperties(archive, 'AWS::Events::Archive', {
      EventPattern: { source: ['inburgeringshub'] },
      RetentionDays: 365,
    });
    const bus = templates.targetOf(
      'archive',
      templates.sources('AWS::Events::Archive')[0]?.source.Properties['SourceArn'],
    );
    expect(templates.sourceOf(bus)?.Properties['Name']).toBe('inburgeringshub');
  });
});
