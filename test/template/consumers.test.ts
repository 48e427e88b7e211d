import { describe, expect, it } from 'vitest';
import { functionWith, type Target, toList, trialTemplates } from './support.ts';

const templates = trialTemplates();
const mappings = templates.sources('AWS::Lambda::EventSourceMapping');
const alarms = templates.sources('AWS::CloudWatch::Alarm');

const mappingOf = (name: string) => {
  const fn = functionWith(templates, name);
  const mapping = mappings.find(
    ({ target, source }) =>
      templates.targetOf(target.stack, source.Properties['FunctionName'])?.id === fn.target.id,
  );
  if (mapping === undefined) throw new Error(`function ${name} reads no queue`);
  return mapping;
};

const queueOf = (
  name: string,
): { target: Target | undefined; properties: Readonly<Record<string, unknown>> } => {
  const { target, source } = mappingOf(name);
  const queue = templates.targetOf(target.stack, source.Properties['EventSourceArn']);
  return { target: queue, properties: templates.sourceOf(queue)?.Properties ?? {} };
};

/** The alarms on one metric of a queue. */
const alarmsAt = (queue: Target | undefined, metric: string) =>
  alarms.filter(
    ({ target, source }) =>
      source.Properties['Namespace'] === 'AWS/SQS' &&
      source.Properties['MetricName'] === metric &&
      toList(source.Properties['Dimensions']).some((dimension) => {
        const found = templates.targetOf(target.stack, (dimension as { Value: unknown }).Value);
        return found?.stack === queue?.stack && found?.id === queue?.id;
      }),
  );

const READERS = [
  'coa',
  'brp',
  'duo',
  'duomeldingen',
  'meldingen',
  'partnerberichten',
  'webhook',
  'wissen',
] as const;

describe('the functions with a queue', () => {
  it('are eight', () => {
    expect(mappings).toHaveLength(READERS.length);
  });

  it.each(READERS)(
    '%s reports failures per message, in batches of ten and without a batching window',
    (name) => {
      const { Properties } = mappingOf(name).source;
      expect(Properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
      expect(Properties['ScalingConfig']).toEqual({ MaximumConcurrency: 50 });
      expect(Properties['BatchSize']).toBe(10);
      expect(Properties).not.toHaveProperty('MaximumBatchingWindowInSeconds');
    },
  );

  it('partnerberichten gets a message back within the five minutes in which a FIFO queue drops repetitions', () => {
    const { properties } = queueOf('partnerberichten');
    expect(Number(properties['VisibilityTimeout'])).toBeLessThan(300);
  });

  it.each([
    ['coa', 180, 5],
    ['brp', 180, 5],
    ['meldingen', 180, 5],
    ['duo', 360, 1000],
    ['duomeldingen', 360, 1000],
    ['partnerberichten', 270, 5],
    ['webhook', 720, 100],
  ] as const)('%s holds a message for %i seconds and tries it %i times', (name, visibility, attempts) => {
    const { properties } = queueOf(name);
    expect(properties['VisibilityTimeout']).toBe(visibility);
    expect(properties['RedrivePolicy']).toMatchObject({ maxReceiveCount: attempts });
  });

  it.each(READERS)('%s has dead letters with an alarm on the first visible message', (name) => {
    const { target, properties } = queueOf(name);
    const { deadLetterTargetArn } = properties['RedrivePolicy'] as { deadLetterTargetArn: unknown };
    const deadLetters = templates.targetOf('processing', deadLetterTargetArn);
    expect(templates.sourceOf(deadLetters)?.Type).toBe('AWS::SQS::Queue');
    const [alarm, ...more] = alarmsAt(deadLetters, 'ApproximateNumberOfMessagesVisible');
    expect(more).toEqual([]);
    expect(alarm?.source.Properties).toMatchObject({
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Statistic: 'Maximum',
      EvaluationPeriods: 1,
    });
    expect(alarmsAt(target, 'ApproximateAgeOfOldestMessage')).toHaveLength(1);
  });

  it('webhook reads a FIFO queue with a throughput per group, which no rule has as its target', () => {
    const { target, properties } = queueOf('webhook');
    const fifo = {
      FifoQueue: true,
      ContentBasedDeduplication: false,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    };
    expect(properties).toMatchObject({ ...fifo, QueueName: 'inburgeringshub-bezorging.fifo' });
    const { deadLetterTargetArn } = properties['RedrivePolicy'] as { deadLetterTargetArn: unknown };
    expect(
      templates.sourceOf(templates.targetOf('processing', deadLetterTargetArn))?.Properties,
    ).toMatchObject({
      ...fifo,
      QueueName: 'inburgeringshub-bezorging-dode-brieven.fifo',
    });
    const targets = templates
      .sources('AWS::Events::Rule')
      .flatMap((rule) => toList(rule.source.Properties['Targets']) as { Arn: unknown }[]);
    expect(targets.map(({ Arn }) => templates.targetOf('processing', Arn)?.id)).not.toContain(target?.id);
  });

  it('webhook holds a job for six times its timeout', () => {
    const timeout = Number(functionWith(templates, 'webhook').source.Properties['Timeout']);
    expect(Number(queueOf('webhook').properties['VisibilityTimeout'])).toBe(6 * timeout);
  });

  it.each([
    ['coa', { source: ['inburgeringshub.inkomend'], 'detail-type': [{ prefix: 'nl.tvs.' }] }],
    ['brp', { source: ['inburgeringshub.inkomend'], 'detail-type': [{ prefix: 'nl.brp.' }] }],
    [
      'meldingen',
      { source: ['inburgeringshub.inkomend'], 'detail-type': [{ prefix: 'nl.inburgeringszaken.' }] },
    ],
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
    '%s gets its own events only, and an event that cannot be delivered goes to dead letters',
    (name, pattern) => {
      const { target: queue } = queueOf(name);
      const rules = templates
        .sources('AWS::Events::Rule')
        .filter(({ target, source }) =>
          toList(source.Properties['Targets']).some(
            (ruleTarget) =>
              templates.targetOf(target.stack, (ruleTarget as { Arn: unknown }).Arn)?.id === queue?.id,
          ),
        );
      expect(rules.map(({ source }) => source.Properties['EventPattern'])).toEqual([pattern]);
      const [rule] = rules;
      expect(
        templates.sourceOf(templates.targetOf('processing', rule?.source.Properties['EventBusName']))?.Type,
      ).toBe('AWS::Events::EventBus');
      const [target] = toList(rule?.source.Properties['Targets']) as {
        DeadLetterConfig: { Arn: unknown };
      }[];
      const ruleDeadLetters = templates.targetOf('processing', target?.DeadLetterConfig.Arn);
      expect(alarmsAt(ruleDeadLetters, 'ApproximateNumberOfMessagesVisible')).toHaveLength(1);
    },
  );

  it('let EventBridge write to a queue for a rule of the hub only', () => {
    const consents = templates.sources('AWS::SQS::QueuePolicy').flatMap(({ target, source }) => {
      const { Statement } = source.Properties['PolicyDocument'] as {
        Statement: { Effect: string; Condition?: { ArnEquals?: Record<string, unknown> } }[];
      };
      return Statement.filter(({ Effect }) => Effect === 'Allow').map(
        (statement) =>
          templates.sourceOf(
            templates.targetOf(target.stack, statement.Condition?.ArnEquals?.['aws:SourceArn']),
          )?.Type,
      );
    });
    // There are seven queues, the dead letters of their seven rules, those of the watch for each of its three schedules, and the
    // queue and dead letters of the schedule that orders erasing.
    expect(consents).toEqual(Array.from({ length: 19 }, () => 'AWS::Events::Rule'));
  });
});

describe('the watch', () => {
  const { target: fn, source } = functionWith(templates, 'bewaking');

  const schedules = templates
    .sources('AWS::Events::Rule')
    .filter((rule) => rule.source.Properties['ScheduleExpression'] !== undefined)
    .filter((rule) => rule.target.id.startsWith('Bewaking'));

  it('runs every five minutes, offers postponed deliveries every minute and counts termijnen every six hours', () => {
    const invocations = schedules.map((schedule) => {
      const [target, ...more] = toList(schedule.source.Properties['Targets']) as {
        Arn: unknown;
        Input: string;
      }[];
      expect(more).toEqual([]);
      expect(templates.targetOf('processing', target?.Arn)).toEqual(fn);
      return [schedule.source.Properties['ScheduleExpression'], JSON.parse(target?.Input ?? '')];
    });
    expect(invocations).toEqual([
      ['rate(5 minutes)', { taak: 'waken' }],
      ['rate(1 minute)', { taak: 'bezorging' }],
      ['rate(6 hours)', { taak: 'termijnen' }],
    ]);
  });

  it('puts failed invocations of every schedule in dead letters with an alarm', () => {
    const viaFunction = templates.targetOf(
      'processing',
      (source.Properties['DeadLetterConfig'] as { TargetArn: unknown }).TargetArn,
    );
    for (const schedule of schedules) {
      const [target] = toList(schedule.source.Properties['Targets']) as {
        DeadLetterConfig: { Arn: unknown };
      }[];
      expect(templates.targetOf('processing', target?.DeadLetterConfig.Arn)).toEqual(viaFunction);
    }
    expect(alarmsAt(viaFunction, 'ApproximateNumberOfMessagesVisible')).toHaveLength(1);
  });

  it('may be invoked by its own schedules and by nothing else', () => {
    const consents = templates
      .sources('AWS::Lambda::Permission')
      .filter(
        (permission) =>
          templates.targetOf(permission.target.stack, permission.source.Properties['FunctionName'])?.id ===
          fn.id,
      );
    expect(
      consents.map((permission) => [
        permission.source.Properties['Principal'],
        templates.targetOf('processing', permission.source.Properties['SourceArn'])?.id,
      ]),
    ).toEqual(schedules.map(({ target }) => ['events.amazonaws.com', target.id]));
  });

  it.each([
    ['rate(5 minutes)', 'De bewaking heeft een kwartier niet gelopen'],
    ['rate(1 minute)', 'Uitgestelde bezorging is een kwartier niet opgepakt'],
  ])(
    'has an alarm that goes off when the schedule %s invokes nothing for a quarter of an hour',
    (every, description) => {
      const schedule = schedules.find((rule) => rule.source.Properties['ScheduleExpression'] === every);
      const standstill = alarms.filter((a) => a.source.Properties['AlarmDescription'] === description);
      expect(standstill).toHaveLength(1);
      expect(standstill[0]?.source.Properties).toMatchObject({
        Namespace: 'AWS/Events',
        MetricName: 'Invocations',
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        EvaluationPeriods: 3,
        TreatMissingData: 'breaching',
        Dimensions: [{ Name: 'RuleName', Value: { Ref: schedule?.target.id } }],
      });
    },
  );
});
