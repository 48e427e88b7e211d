import { describe, expect, it } from 'vitest';
import { functionWith, type Target, toList, trialTemplates } from './support.ts';

const templates = trialTemplates();
const mappings = templates.sources('AWS::Lambda::EventSourceMapping');
const alarms = templates.sources('AWS::CloudWatch::Alarm');

const mappingOf = (name: string) => {
  const fn = functionWith(templates, name);
  const mapping = mappings.find(
    ({ doel, bron }) => templates.targetOf(doel.stack, bron.Properties['FunctionName'])?.id === fn.doel.id,
  );
  if (mapping === undefined) throw new Error(`functie ${name} leest geen wachtrij`);
  return mapping;
};

const queueOf = (
  name: string,
): { doel: Target | undefined; properties: Readonly<Record<string, unknown>> } => {
  const { doel, bron } = mappingOf(name);
  const queue = templates.targetOf(doel.stack, bron.Properties['EventSourceArn']);
  return { doel: queue, properties: templates.sourceOf(queue)?.Properties ?? {} };
};

/** De alarmen op een wachtrij, per metriek. */
const alarmsAt = (queue: Target | undefined, metric: string) =>
  alarms.filter(
    ({ doel, bron }) =>
      bron.Properties['Namespace'] === 'AWS/SQS' &&
      bron.Properties['MetricName'] === metric &&
      toList(bron.Properties['Dimensions']).some((dimension) => {
        const found = templates.targetOf(doel.stack, (dimension as { Value: unknown }).Value);
        return found?.stack === queue?.stack && found?.id === queue?.id;
      }),
  );

const READERS = ['coa', 'brp', 'duo', 'partnerberichten', 'webhook'] as const;

describe('functies met een wachtrij', () => {
  it('zijn er precies vijf', () => {
    expect(mappings).toHaveLength(READERS.length);
  });

  it.each(READERS)('%s meldt per bericht wat mislukte, in partijen van tien en zonder wachttijd', (name) => {
    const { Properties } = mappingOf(name).bron;
    expect(Properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
    expect(Properties['BatchSize']).toBe(10);
    expect(Properties).not.toHaveProperty('MaximumBatchingWindowInSeconds');
  });

  it('partnerberichten krijgt een bericht terug binnen de vijf minuten waarin een FIFO-wachtrij herhalingen weigert', () => {
    const { properties } = queueOf('partnerberichten');
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
    (name, visibility, attempts) => {
      const { properties } = queueOf(name);
      expect(properties['VisibilityTimeout']).toBe(visibility);
      expect(properties['RedrivePolicy']).toMatchObject({ maxReceiveCount: attempts });
    },
  );

  it.each(READERS)('%s heeft dode brieven met een alarm op het eerste zichtbare bericht', (name) => {
    const { doel, properties } = queueOf(name);
    const { deadLetterTargetArn } = properties['RedrivePolicy'] as { deadLetterTargetArn: unknown };
    const deadLetters = templates.targetOf('verwerking', deadLetterTargetArn);
    expect(templates.sourceOf(deadLetters)?.Type).toBe('AWS::SQS::Queue');
    const [alarm, ...meer] = alarmsAt(deadLetters, 'ApproximateNumberOfMessagesVisible');
    expect(meer).toEqual([]);
    expect(alarm?.bron.Properties).toMatchObject({
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Statistic: 'Maximum',
      EvaluationPeriods: 1,
    });
    expect(alarmsAt(doel, 'ApproximateAgeOfOldestMessage')).toHaveLength(1);
  });

  it('webhook leest een FIFO-wachtrij waarin elke groep voor zich gaat, en waar geen regel heen leidt', () => {
    const { doel, properties } = queueOf('webhook');
    const fifo = {
      FifoQueue: true,
      ContentBasedDeduplication: false,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    };
    expect(properties).toMatchObject({ ...fifo, QueueName: 'inburgeringshub-bezorging.fifo' });
    const { deadLetterTargetArn } = properties['RedrivePolicy'] as { deadLetterTargetArn: unknown };
    expect(
      templates.sourceOf(templates.targetOf('verwerking', deadLetterTargetArn))?.Properties,
    ).toMatchObject({
      ...fifo,
      QueueName: 'inburgeringshub-bezorging-dode-brieven.fifo',
    });
    const targets = templates
      .sources('AWS::Events::Rule')
      .flatMap((rule) => toList(rule.bron.Properties['Targets']) as { Arn: unknown }[]);
    expect(targets.map(({ Arn }) => templates.targetOf('verwerking', Arn)?.id)).not.toContain(doel?.id);
  });

  it('webhook houdt een opdracht langer vast dan de langste wacht in een poging', () => {
    const timeout = Number(functionWith(templates, 'webhook').bron.Properties['Timeout']);
    expect(Number(queueOf('webhook').properties['VisibilityTimeout'])).toBe(6 * timeout);
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
    (name, pattern) => {
      const { doel: queue } = queueOf(name);
      const rules = templates
        .sources('AWS::Events::Rule')
        .filter(({ doel, bron }) =>
          toList(bron.Properties['Targets']).some(
            (target) => templates.targetOf(doel.stack, (target as { Arn: unknown }).Arn)?.id === queue?.id,
          ),
        );
      expect(rules.map(({ bron }) => bron.Properties['EventPattern'])).toEqual([pattern]);
      const [rule] = rules;
      expect(
        templates.sourceOf(templates.targetOf('verwerking', rule?.bron.Properties['EventBusName']))?.Type,
      ).toBe('AWS::Events::EventBus');
      const [target] = toList(rule?.bron.Properties['Targets']) as {
        DeadLetterConfig: { Arn: unknown };
      }[];
      const ruleDeadLetters = templates.targetOf('verwerking', target?.DeadLetterConfig.Arn);
      expect(alarmsAt(ruleDeadLetters, 'ApproximateNumberOfMessagesVisible')).toHaveLength(1);
    },
  );

  it('laten EventBridge alleen namens een regel van de hub in een wachtrij schrijven', () => {
    const consents = templates.sources('AWS::SQS::QueuePolicy').flatMap(({ doel, bron }) => {
      const { Statement } = bron.Properties['PolicyDocument'] as {
        Statement: { Effect: string; Condition?: { ArnEquals?: Record<string, unknown> } }[];
      };
      return Statement.filter(({ Effect }) => Effect === 'Allow').map(
        (statement) =>
          templates.sourceOf(
            templates.targetOf(doel.stack, statement.Condition?.ArnEquals?.['aws:SourceArn']),
          )?.Type,
      );
    });
    // Vier wachtrijen, hun vier regelbussen en de bus van de bewaking, voor elk van haar drie schema's.
    expect(consents).toEqual(Array.from({ length: 11 }, () => 'AWS::Events::Rule'));
  });
});

describe('bewaking', () => {
  const { doel: fn, bron } = functionWith(templates, 'bewaking');

  const schemas = templates
    .sources('AWS::Events::Rule')
    .filter((rule) => rule.bron.Properties['ScheduleExpression'] !== undefined);

  it('waakt elke vijf minuten, biedt elke minuut uitgestelde bezorging aan en telt elke zes uur de termijnen', () => {
    const invocations = schemas.map((schema) => {
      const [target, ...meer] = toList(schema.bron.Properties['Targets']) as {
        Arn: unknown;
        Input: string;
      }[];
      expect(meer).toEqual([]);
      expect(templates.targetOf('verwerking', target?.Arn)).toEqual(fn);
      return [schema.bron.Properties['ScheduleExpression'], JSON.parse(target?.Input ?? '')];
    });
    expect(invocations).toEqual([
      ['rate(5 minutes)', { taak: 'waken' }],
      ['rate(1 minute)', { taak: 'bezorging' }],
      ['rate(6 hours)', { taak: 'termijnen' }],
    ]);
  });

  it('legt mislukte aanroepen weg in een bewaakte dodebrievenbus, van welk schema ook', () => {
    const viaFunction = templates.targetOf(
      'verwerking',
      (bron.Properties['DeadLetterConfig'] as { TargetArn: unknown }).TargetArn,
    );
    for (const schema of schemas) {
      const [target] = toList(schema.bron.Properties['Targets']) as {
        DeadLetterConfig: { Arn: unknown };
      }[];
      expect(templates.targetOf('verwerking', target?.DeadLetterConfig.Arn)).toEqual(viaFunction);
    }
    expect(alarmsAt(viaFunction, 'ApproximateNumberOfMessagesVisible')).toHaveLength(1);
  });

  it("mag door haar eigen schema's aangeroepen worden en door niets anders", () => {
    const consents = templates
      .sources('AWS::Lambda::Permission')
      .filter((p) => templates.targetOf(p.doel.stack, p.bron.Properties['FunctionName'])?.id === fn.id);
    expect(
      consents.map((p) => [
        p.bron.Properties['Principal'],
        templates.targetOf('verwerking', p.bron.Properties['SourceArn'])?.id,
      ]),
    ).toEqual(schemas.map(({ doel }) => ['events.amazonaws.com', doel.id]));
  });

  it.each([
    ['rate(5 minutes)', 'De bewaking heeft een kwartier niet gelopen'],
    ['rate(1 minute)', 'Uitgestelde bezorging is een kwartier niet opgepakt'],
  ])('geeft alarm als het schema %s een kwartier niets aanroept', (every, description) => {
    const schema = schemas.find((rule) => rule.bron.Properties['ScheduleExpression'] === every);
    const standstill = alarms.filter((a) => a.bron.Properties['AlarmDescription'] === description);
    expect(standstill).toHaveLength(1);
    expect(standstill[0]?.bron.Properties).toMatchObject({
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
