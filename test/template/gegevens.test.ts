import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { alsLijst, type Bron, leesSjablonen, maakProefApp } from './hulp.ts';

const hub = maakProefApp();
const sjablonen = leesSjablonen(hub);
const { gegevens, archief } = sjablonen.sjablonen;
const sleutels = sjablonen.bronnen('AWS::KMS::Key');

/** Waar elke soort bron haar sleutel noemt. */
const SLEUTEL_IN: Readonly<Record<string, (properties: Bron['Properties']) => unknown>> = {
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
    expect(sleutels).toHaveLength(1);
    expect(sleutels[0]?.bron.Properties['EnableKeyRotation']).toBe(true);
  });

  it.each(Object.keys(SLEUTEL_IN))('geldt voor elke %s', (type) => {
    const bronnen = sjablonen.bronnen(type);
    expect(bronnen.length).toBeGreaterThan(0);
    for (const { doel, bron } of bronnen) {
      expect(sjablonen.doelVan(doel.stack, SLEUTEL_IN[type]?.(bron.Properties)), doel.id).toEqual(
        sleutels[0]?.doel,
      );
    }
  });

  it.each([
    ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'],
    ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics'],
  ])('weigert bij elke %s verkeer zonder TLS', (type, beleid, verwijzing) => {
    const beschermd = sjablonen.bronnen(beleid).flatMap(({ doel, bron }) => {
      const { Statement } = bron.Properties['PolicyDocument'] as { Statement: unknown[] };
      const weigert = Statement.some(
        (statement) =>
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }).test(
            statement,
          ).isSuccess,
      );
      return weigert
        ? alsLijst(bron.Properties[verwijzing]).map((ref) => sjablonen.doelVan(doel.stack, ref)?.id)
        : [];
    });
    expect(beschermd.toSorted()).toEqual(
      sjablonen
        .bronnen(type)
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

describe('partnerkanalen', () => {
  it.each([
    ['0907', 'taalschool'],
    ['0907', 'balk'],
    ['1734', 'taalschool'],
    ['1734', 'wijkondersteuner'],
  ])(
    'gemeente %s en partner %s hebben een eigen FIFO-wachtrij met dode brieven en uitvoer',
    (gemeente, partner) => {
      const naam = `inburgeringshub-${gemeente}-${partner}`;
      const fifo = {
        FifoQueue: true,
        ContentBasedDeduplication: false,
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
        MessageRetentionPeriod: 1_209_600,
      };
      const [dodeBrieven] = Object.keys(
        gegevens.findResources('AWS::SQS::Queue', {
          Properties: { ...fifo, QueueName: `${naam}-dode-brieven.fifo` },
        }),
      );
      const [wachtrij] = Object.keys(
        gegevens.findResources('AWS::SQS::Queue', {
          Properties: {
            ...fifo,
            QueueName: `${naam}.fifo`,
            RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [dodeBrieven, 'Arn'] } },
          },
        }),
      );
      expect(wachtrij).toBeDefined();
      gegevens.hasOutput(`Kanaal${gemeente}${partner}Url`, { Value: { Ref: wachtrij } });
      gegevens.hasOutput(`Kanaal${gemeente}${partner}Arn`, { Value: { 'Fn::GetAtt': [wachtrij, 'Arn'] } });
      gegevens.hasOutput(`Kanaal${gemeente}${partner}DodeBrievenUrl`, { Value: { Ref: dodeBrieven } });
    },
  );

  it('zijn er precies vier, met vier dodebrievenbussen', () => {
    gegevens.resourceCountIs('AWS::SQS::Queue', 8);
  });
});

describe('the key of a partner', () => {
  const met = (sleutel: string) => () =>
    maakProefApp({ gemeenten: [{ gemeentecode: '0907', partners: [{ sleutel }] }] });

  it.each(['balk', 'taal-school2', 'x'.repeat(41)])('%s becomes the name of a queue', (sleutel) => {
    expect(met(sleutel)).not.toThrow();
  });

  it.each(['Balk', 'taal school', '', 'x'.repeat(42), 'balk-dode-brieven'])(
    '%j is refused before a queue gets a wrong name',
    (sleutel) => {
      expect(met(sleutel)).toThrow(`partner 0907/${sleutel}`);
    },
  );
});

describe('archief', () => {
  it('bewaart een jaar lang alleen wat de hub zelf meldde', () => {
    archief.resourceCountIs('AWS::Events::Archive', 1);
    archief.hasResourceProperties('AWS::Events::Archive', {
      EventPattern: { source: ['inburgeringshub'] },
      RetentionDays: 365,
    });
    const bus = sjablonen.doelVan(
      'archief',
      sjablonen.bronnen('AWS::Events::Archive')[0]?.bron.Properties['SourceArn'],
    );
    expect(sjablonen.bronVan(bus)?.Properties['Name']).toBe('inburgeringshub');
  });
});
