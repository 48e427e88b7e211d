import { describe, expect, it } from 'vitest';
import { trialEnvironment } from '../environment.ts';
import {
  createTrialApp,
  environmentOf,
  functionWith,
  partners,
  readTemplates,
  type Target,
  type Templates,
  toList,
  trialTemplates,
} from './support.ts';
import { watchedQueues } from './watched-queues.ts';

const templates = trialTemplates();
const mappings = templates.sources('AWS::Lambda::EventSourceMapping');
const alarms = templates.sources('AWS::CloudWatch::Alarm');
const watched = watchedQueues(templates);

const mappingIn = (hub: Templates, name: string) => {
  const fn = functionWith(hub, name);
  const mapping = hub
    .sources('AWS::Lambda::EventSourceMapping')
    .find(
      ({ target, source }) =>
        hub.targetOf(target.stack, source.Properties['FunctionName'])?.id === fn.target.id,
    );
  if (mapping === undefined) throw new Error(`function ${name} reads no queue`);
  return mapping;
};
const mappingOf = (name: string) => mappingIn(templates, name);

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

  it.each([
    [9, ['webhook']],
    [10, ['duo', 'duomeldingen', 'webhook']],
  ])(
    'are bounded in what runs at once when they wait for others: in a hub of %i gemeenten those of %j',
    (gemeenten, waiting: readonly string[]) => {
      const hub = readTemplates(createTrialApp({ gemeenten: partners(6 * gemeenten) }));
      const bounded = READERS.filter((name) => {
        const scaling = mappingIn(hub, name).source.Properties['ScalingConfig'];
        if (scaling !== undefined) expect(scaling).toEqual({ MaximumConcurrency: 100 });
        return scaling !== undefined;
      });
      expect(bounded.toSorted()).toEqual(waiting);
    },
  );

  it('are all bounded when the environment says so', () => {
    const bounded = readTemplates(
      createTrialApp({ environment: trialEnvironment({ verwerkenTegelijk: 50 }) }),
    ).sources('AWS::Lambda::EventSourceMapping');
    expect(bounded.map(({ source }) => source.Properties['ScalingConfig'])).toEqual(
      READERS.map(() => ({ MaximumConcurrency: 50 })),
    );
  });

  it.each(READERS)(
    '%s has dead letters that the watch tells of, and a queue that may not stand still',
    (name) => {
      const { target, properties } = queueOf(name);
      const { deadLetterTargetArn } = properties['RedrivePolicy'] as { deadLetterTargetArn: unknown };
      const deadLetters = templates.targetOf('processing', deadLetterTargetArn);
      if (deadLetters === undefined || target === undefined) throw new Error(`${name} has no dead letters`);
      expect(watched.deadLettersToldAs(deadLetters)).toBe(name);
      expect(watched.workToldAs(target)).toBe(name);
    },
  );

  it('are stopped by Lambda when they call themselves, but for the one that puts orders in its own queue', () => {
    const ordersItself = READERS.filter((name) => {
      const { target, source } = functionWith(templates, name);
      const orders = templates.targetOf(target.stack, environmentOf(source)['BEZORGING_WACHTRIJ_URL']);
      return orders !== undefined && orders.id === queueOf(name).target?.id;
    });
    expect(ordersItself).toEqual(['webhook']);
    for (const name of READERS) {
      const { RecursiveLoop: loop } = functionWith(templates, name).source.Properties;
      expect(loop, name).toBe(ordersItself.includes(name) ? 'Allow' : undefined);
    }
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
      if (ruleDeadLetters === undefined) throw new Error(`the rule of ${name} has no dead letters`);
      expect(watched.deadLettersToldAs(ruleDeadLetters)).toBe(`${name}-regel`);
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
    // There are seven queues, the dead letters of their seven rules, those of the watch for each of its three schedules, those
    // of mailen for its one, and the queue and dead letters of the schedule that orders erasing.
    expect(consents).toEqual(Array.from({ length: 20 }, () => 'AWS::Events::Rule'));
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

  it('has an alarm that goes off when its first schedule invokes nothing for a quarter of an hour', () => {
    const every = 'rate(5 minutes)';
    const description = 'De bewaking heeft een kwartier niet gelopen';
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
  });
});

describe('every queue', () => {
  const queues = templates.sources('AWS::SQS::Queue').map(({ target }) => target);
  const bewaking = functionWith(templates, 'bewaking').target;
  const ofWatch = 'BewakingDodeBrieven';

  it('has an alarm that can go off: of the watch, that reads it, or of its own when it is that of the watch', () => {
    const unwatched = queues.filter(
      (target) => watched.deadLettersToldAs(target) === undefined && watched.workToldAs(target) === undefined,
    );
    expect(unwatched.map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([ofWatch]);
    expect(alarmsAt(unwatched[0], 'ApproximateNumberOfMessagesVisible')).toHaveLength(1);
    for (const metric of ['DodeBrieven', 'BlijftLiggen', 'TeLangKlaargezet'])
      expect(alarms.filter(({ source }) => source.Properties['MetricName'] === metric)).toHaveLength(1);
  });

  it('can be counted by the watch, and not read', () => {
    const statements = templates
      .sources('AWS::IAM::Policy')
      .filter(({ target }) => target.id.startsWith('Bewaking'))
      .flatMap(
        ({ source }) =>
          (source.Properties['PolicyDocument'] as { Statement: { Action: unknown; Resource: unknown }[] })
            .Statement,
      )
      .filter(({ Action }) => toList(Action).some((action) => String(action).startsWith('sqs:')));
    const counted = statements
      .filter(({ Action }) => toList(Action).includes('sqs:GetQueueAttributes'))
      .flatMap(({ Resource }) => toList(Resource));
    const named = counted.flatMap((resource) => templates.targetOf('processing', resource)?.id ?? []);
    const own = queues.filter(({ stack, id }) => stack === 'processing' && !id.startsWith(ofWatch));
    expect(named.toSorted()).toEqual(own.map(({ id }) => id).toSorted());
    expect(JSON.stringify(counted)).toContain(':inburgeringshub-????-*.fifo');
    for (const { Action } of statements) expect(toList(Action)).not.toContain('sqs:ReceiveMessage');
    expect(bewaking.stack).toBe('processing');
  });

  it('of a function has a time in which something must be taken from it', () => {
    const times = Object.entries(watched.places).flatMap(([name, [, queue, seconds]]) =>
      queue === undefined ? [] : [[name, seconds]],
    );
    expect(Object.fromEntries(times)).toEqual({
      coa: 900,
      brp: 900,
      meldingen: 900,
      duo: 14_400,
      duomeldingen: 14_400,
      partnerberichten: 900,
      webhook: 3_600,
      wissen: 3_600,
    });
  });
});
