import { describe, expect, it } from 'vitest';
import { alsLijst, type Doel, functieMet, leesSjablonen, maakProefApp } from './hulp.ts';

const sjablonen = leesSjablonen(maakProefApp());
const mappings = sjablonen.bronnen('AWS::Lambda::EventSourceMapping');
const alarmen = sjablonen.bronnen('AWS::CloudWatch::Alarm');

const mappingVan = (naam: string) => {
  const functie = functieMet(sjablonen, naam);
  const mapping = mappings.find(
    ({ doel, bron }) =>
      sjablonen.doelVan(doel.stack, bron.Properties['FunctionName'])?.id === functie.doel.id,
  );
  if (mapping === undefined) throw new Error(`functie ${naam} leest geen wachtrij`);
  return mapping;
};

const wachtrijVan = (
  naam: string,
): { doel: Doel | undefined; properties: Readonly<Record<string, unknown>> } => {
  const { doel, bron } = mappingVan(naam);
  const wachtrij = sjablonen.doelVan(doel.stack, bron.Properties['EventSourceArn']);
  return { doel: wachtrij, properties: sjablonen.bronVan(wachtrij)?.Properties ?? {} };
};

/** De alarmen op een wachtrij, per metriek. */
const alarmenOp = (wachtrij: Doel | undefined, metriek: string) =>
  alarmen.filter(
    ({ doel, bron }) =>
      bron.Properties['Namespace'] === 'AWS/SQS' &&
      bron.Properties['MetricName'] === metriek &&
      alsLijst(bron.Properties['Dimensions']).some((dimensie) => {
        const gevonden = sjablonen.doelVan(doel.stack, (dimensie as { Value: unknown }).Value);
        return gevonden?.stack === wachtrij?.stack && gevonden?.id === wachtrij?.id;
      }),
  );

const LEZERS = ['coa', 'brp', 'duo', 'partnerberichten', 'webhook'] as const;

describe('functies met een wachtrij', () => {
  it('zijn er precies vijf', () => {
    expect(mappings).toHaveLength(LEZERS.length);
  });

  it.each(LEZERS)('%s meldt per bericht wat mislukte, in partijen van tien en zonder wachttijd', (naam) => {
    const { Properties } = mappingVan(naam).bron;
    expect(Properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
    expect(Properties['BatchSize']).toBe(10);
    expect(Properties).not.toHaveProperty('MaximumBatchingWindowInSeconds');
  });

  it('partnerberichten krijgt een bericht terug binnen de vijf minuten waarin een FIFO-wachtrij herhalingen weigert', () => {
    const { properties } = wachtrijVan('partnerberichten');
    expect(Number(properties['VisibilityTimeout'])).toBeLessThan(300);
  });

  it.each([
    ['coa', 180, 5],
    ['brp', 180, 5],
    ['duo', 360, 1000],
    ['partnerberichten', 270, 5],
    ['webhook', 720, 100],
  ] as const)(
    '%s houdt een bericht %i seconden vast en probeert het %i keer',
    (naam, zichtbaarheid, pogingen) => {
      const { properties } = wachtrijVan(naam);
      expect(properties['VisibilityTimeout']).toBe(zichtbaarheid);
      expect(properties['RedrivePolicy']).toMatchObject({ maxReceiveCount: pogingen });
    },
  );

  it.each(LEZERS)('%s heeft dode brieven met een alarm op het eerste zichtbare bericht', (naam) => {
    const { doel, properties } = wachtrijVan(naam);
    const { deadLetterTargetArn } = properties['RedrivePolicy'] as { deadLetterTargetArn: unknown };
    const dodeBrieven = sjablonen.doelVan('verwerking', deadLetterTargetArn);
    expect(sjablonen.bronVan(dodeBrieven)?.Type).toBe('AWS::SQS::Queue');
    const [alarm, ...meer] = alarmenOp(dodeBrieven, 'ApproximateNumberOfMessagesVisible');
    expect(meer).toEqual([]);
    expect(alarm?.bron.Properties).toMatchObject({
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Statistic: 'Maximum',
      EvaluationPeriods: 1,
    });
    expect(alarmenOp(doel, 'ApproximateAgeOfOldestMessage')).toHaveLength(1);
  });

  it('webhook leest een FIFO-wachtrij waarin elke groep voor zich gaat, en waar geen regel heen leidt', () => {
    const { doel, properties } = wachtrijVan('webhook');
    const fifo = {
      FifoQueue: true,
      ContentBasedDeduplication: false,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    };
    expect(properties).toMatchObject({ ...fifo, QueueName: 'inburgeringshub-bezorging.fifo' });
    const { deadLetterTargetArn } = properties['RedrivePolicy'] as { deadLetterTargetArn: unknown };
    expect(sjablonen.bronVan(sjablonen.doelVan('verwerking', deadLetterTargetArn))?.Properties).toMatchObject(
      {
        ...fifo,
        QueueName: 'inburgeringshub-bezorging-dode-brieven.fifo',
      },
    );
    const doelen = sjablonen
      .bronnen('AWS::Events::Rule')
      .flatMap((regel) => alsLijst(regel.bron.Properties['Targets']) as { Arn: unknown }[]);
    expect(doelen.map(({ Arn }) => sjablonen.doelVan('verwerking', Arn)?.id)).not.toContain(doel?.id);
  });

  it('webhook houdt een opdracht langer vast dan de langste wacht in een poging', () => {
    const timeout = Number(functieMet(sjablonen, 'webhook').bron.Properties['Timeout']);
    expect(Number(wachtrijVan('webhook').properties['VisibilityTimeout'])).toBe(6 * timeout);
  });

  it.each([
    ['coa', { source: ['inburgeringshub.inkomend'], 'detail-type': [{ prefix: 'nl.tvs.' }] }],
    ['brp', { source: ['inburgeringshub.inkomend'], 'detail-type': [{ prefix: 'nl.brp.' }] }],
    ['duo', { source: ['inburgeringshub.inkomend'], 'detail-type': [{ prefix: 'nl.duo.' }] }],
    [
      'partnerberichten',
      {
        source: ['inburgeringshub'],
        'detail-type': ['nl.inburgeringszaken.zaak.bijgewerkt.v1'],
        detail: { teVersturen: [true] },
      },
    ],
  ] as const)(
    '%s krijgt alleen haar eigen gebeurtenissen, en wat niet aankomt gaat naar dode brieven',
    (naam, patroon) => {
      const { doel: wachtrij } = wachtrijVan(naam);
      const regels = sjablonen
        .bronnen('AWS::Events::Rule')
        .filter(({ doel, bron }) =>
          alsLijst(bron.Properties['Targets']).some(
            (target) => sjablonen.doelVan(doel.stack, (target as { Arn: unknown }).Arn)?.id === wachtrij?.id,
          ),
        );
      expect(regels.map(({ bron }) => bron.Properties['EventPattern'])).toEqual([patroon]);
      const [regel] = regels;
      expect(
        sjablonen.bronVan(sjablonen.doelVan('verwerking', regel?.bron.Properties['EventBusName']))?.Type,
      ).toBe('AWS::Events::EventBus');
      const [target] = alsLijst(regel?.bron.Properties['Targets']) as {
        DeadLetterConfig: { Arn: unknown };
      }[];
      const regelDodeBrieven = sjablonen.doelVan('verwerking', target?.DeadLetterConfig.Arn);
      expect(alarmenOp(regelDodeBrieven, 'ApproximateNumberOfMessagesVisible')).toHaveLength(1);
    },
  );

  it('laten EventBridge alleen namens een regel van de hub in een wachtrij schrijven', () => {
    const toestemmingen = sjablonen.bronnen('AWS::SQS::QueuePolicy').flatMap(({ doel, bron }) => {
      const { Statement } = bron.Properties['PolicyDocument'] as {
        Statement: { Effect: string; Condition?: { ArnEquals?: Record<string, unknown> } }[];
      };
      return Statement.filter(({ Effect }) => Effect === 'Allow').map(
        (statement) =>
          sjablonen.bronVan(sjablonen.doelVan(doel.stack, statement.Condition?.ArnEquals?.['aws:SourceArn']))
            ?.Type,
      );
    });
    // Vier wachtrijen, hun vier regelbussen en de bus van de bewaking, voor elk van haar drie schema's.
    expect(toestemmingen).toEqual(Array.from({ length: 11 }, () => 'AWS::Events::Rule'));
  });
});

describe('bewaking', () => {
  const { doel: functie, bron } = functieMet(sjablonen, 'bewaking');

  const schemas = sjablonen
    .bronnen('AWS::Events::Rule')
    .filter((regel) => regel.bron.Properties['ScheduleExpression'] !== undefined);

  it('waakt elke vijf minuten, biedt elke minuut uitgestelde bezorging aan en telt elke zes uur de termijnen', () => {
    const aanroepen = schemas.map((schema) => {
      const [target, ...meer] = alsLijst(schema.bron.Properties['Targets']) as {
        Arn: unknown;
        Input: string;
      }[];
      expect(meer).toEqual([]);
      expect(sjablonen.doelVan('verwerking', target?.Arn)).toEqual(functie);
      return [schema.bron.Properties['ScheduleExpression'], JSON.parse(target?.Input ?? '')];
    });
    expect(aanroepen).toEqual([
      ['rate(5 minutes)', { taak: 'waken' }],
      ['rate(1 minute)', { taak: 'bezorging' }],
      ['rate(6 hours)', { taak: 'termijnen' }],
    ]);
  });

  it('legt mislukte aanroepen weg in een bewaakte dodebrievenbus, van welk schema ook', () => {
    const viaFunctie = sjablonen.doelVan(
      'verwerking',
      (bron.Properties['DeadLetterConfig'] as { TargetArn: unknown }).TargetArn,
    );
    for (const schema of schemas) {
      const [target] = alsLijst(schema.bron.Properties['Targets']) as {
        DeadLetterConfig: { Arn: unknown };
      }[];
      expect(sjablonen.doelVan('verwerking', target?.DeadLetterConfig.Arn)).toEqual(viaFunctie);
    }
    expect(alarmenOp(viaFunctie, 'ApproximateNumberOfMessagesVisible')).toHaveLength(1);
  });

  it("mag door haar eigen schema's aangeroepen worden en door niets anders", () => {
    const toestemmingen = sjablonen
      .bronnen('AWS::Lambda::Permission')
      .filter((p) => sjablonen.doelVan(p.doel.stack, p.bron.Properties['FunctionName'])?.id === functie.id);
    expect(
      toestemmingen.map((p) => [
        p.bron.Properties['Principal'],
        sjablonen.doelVan('verwerking', p.bron.Properties['SourceArn'])?.id,
      ]),
    ).toEqual(schemas.map(({ doel }) => ['events.amazonaws.com', doel.id]));
  });

  it.each([
    ['rate(5 minutes)', 'De bewaking heeft een kwartier niet gelopen'],
    ['rate(1 minute)', 'Uitgestelde bezorging is een kwartier niet opgepakt'],
  ])('geeft alarm als het schema %s een kwartier niets aanroept', (elke, omschrijving) => {
    const schema = schemas.find((regel) => regel.bron.Properties['ScheduleExpression'] === elke);
    const stilstand = alarmen.filter((a) => a.bron.Properties['AlarmDescription'] === omschrijving);
    expect(stilstand).toHaveLength(1);
    expect(stilstand[0]?.bron.Properties).toMatchObject({
      Namespace: 'AWS/Events',
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
      Dimensions: [{ Name: 'RuleName', Value: { Ref: schema?.doel.id } }],
    });
  });
});
