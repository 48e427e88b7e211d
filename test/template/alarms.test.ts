import { describe, expect, it } from 'vitest';
import { FINDINGS } from '../../contracts/internal/metrics.ts';
import { OWN_WORK } from '../../domain/logboek/own-work.ts';
import { type Named, OWN, objectionTo } from './emitted.ts';
import { expectProperties } from './expect-resource.ts';
import {
  createTrialApp,
  environmentOf,
  partners,
  readTemplates,
  type Source,
  TWO_TIMES_TWO,
  toList,
  trialTemplates,
} from './support.ts';

const templates = trialTemplates();
const alarms = templates.sources('AWS::CloudWatch::Alarm');

const dimensionsOf = (source: Source) =>
  toList(source.Properties['Dimensions']) as readonly { Name: string; Value: unknown }[];

const namedBy = (source: Source): Named => ({
  namespace: String(source.Properties['Namespace']),
  name: String(source.Properties['MetricName']),
  dimensions: Object.fromEntries(dimensionsOf(source).map(({ Name, Value }) => [Name, Value])),
});

const services = templates
  .sources('AWS::Lambda::Function')
  .map(({ source }) => environmentOf(source))
  .map((variables) => [variables['POWERTOOLS_SERVICE_NAME'], variables['POWERTOOLS_METRICS_NAMESPACE']]);

const onOwnMetric = (name: string) =>
  alarms
    .filter(
      ({ source }) =>
        source.Properties['MetricName'] === name && source.Properties['Namespace'] === 'Inburgeringshub',
    )
    .map(({ source }) => ({
      service: namedBy(source).dimensions['service'],
      threshold: source.Properties['Threshold'],
      missing: source.Properties['TreatMissingData'],
    }))
    .toSorted((a, b) => String(a.service).localeCompare(String(b.service)));

describe('the alarms', () => {
  it.each(alarms.map((alarm) => [alarm.target.id, alarm] as const))(
    '%s watches a metric that something in this app emits',
    (_id, alarm) => {
      expect(objectionTo(templates, alarm.target.stack, namedBy(alarm.source))).toBeUndefined();
    },
  );

  it.each([
    ['a name that no function counts', { name: 'InKwarantaine' }],
    ['another namespace', { namespace: 'inburgeringshub' }],
    ['a service that is not the hub', { dimensions: { service: 'inburgeringshub-partnerberichten' } }],
    ['a dimension too few', { dimensions: {} }],
    ['a dimension too many', { dimensions: { service: 'inburgeringshub', functie: 'coa' } }],
  ])('would fail this test with %s', (_what, otherwise) => {
    const good: Named = {
      namespace: 'Inburgeringshub',
      name: 'InQuarantaine',
      dimensions: { service: 'inburgeringshub' },
    };
    expect(objectionTo(templates, 'processing', good)).toBeUndefined();
    expect(objectionTo(templates, 'processing', { ...good, ...otherwise })).toBeDefined();
  });

  it('name the namespace that the functions have', () => {
    for (const { namespace } of OWN) for (const [, given] of services) expect(given).toBe(namespace);
  });

  it('all notify the one topic, when they go off and when they recover', () => {
    const topics = templates.sources('AWS::SNS::Topic').map(({ target }) => target);
    expect(topics).toHaveLength(1);
    for (const { target, source } of alarms) {
      for (const property of ['AlarmActions', 'OKActions']) {
        const targets = toList(source.Properties[property]).map((action) =>
          templates.targetOf(target.stack, action),
        );
        expect(targets, `${target.id} ${property}`).toEqual(topics);
      }
    }
  });

  it('have a description of what is wrong', () => {
    for (const { source } of alarms)
      expect(String(source.Properties['AlarmDescription']).length).toBeGreaterThan(20);
  });

  it('are fourteen, however many functions, sources and partners the hub has, and one for each gemeente', () => {
    const few = readTemplates(createTrialApp({ gemeenten: partners(1) }));
    const many = readTemplates(createTrialApp({ gemeenten: partners(24) }));
    for (const { sources } of [templates, few, many]) {
      const stacks = sources('AWS::CloudWatch::Alarm').map(({ target }) => target.stack);
      expect(stacks.filter((stack) => stack === 'processing')).toHaveLength(14);
      const own = new Set(sources('AWS::SQS::Queue').map(({ target }) => target.stack));
      expect(stacks.filter((stack) => stack !== 'processing').toSorted()).toEqual(
        [...own].filter((stack) => stack.startsWith('gemeente-')).toSorted(),
      );
    }
  });

  it.each([
    ['Errors', 1],
    ['Throttles', 3],
  ])('watch the %s of all functions together, in %i periods', (metric, periods) => {
    const found = alarms.filter(({ source }) => source.Properties['MetricName'] === metric);
    expect(found.map(({ source }) => source.Properties)).toEqual([
      expect.objectContaining({
        Namespace: 'AWS/Lambda',
        Statistic: 'Sum',
        Threshold: 1,
        EvaluationPeriods: periods,
        TreatMissingData: 'notBreaching',
      }),
    ]);
    expect(found[0]?.source.Properties).not.toHaveProperty('Dimensions');
  });

  it('watch what the API refused, and what it could not answer', () => {
    const ofApi = alarms.filter(({ source }) => source.Properties['Namespace'] === 'AWS/ApiGateway');
    expect(
      ofApi.map(({ source }) => [source.Properties['MetricName'], source.Properties['Threshold']]),
    ).toEqual([
      ['5XXError', 1],
      ['4XXError', 50],
    ]);
  });

  it.each([...FINDINGS, 'InQuarantaine', 'AbonnementGewaarschuwd'])(
    'go off at the first of %s, and end when nothing is measured any more',
    (name) => {
      expect(onOwnMetric(name)).toEqual([
        { service: 'inburgeringshub', threshold: 1, missing: 'notBreaching' },
      ]);
    },
  );

  it('go off for each gemeente of which more is read than its team does by hand', () => {
    const threshold = OWN_WORK.per5Minutes;
    expect(onOwnMetric('Raadplegingen')).toEqual(
      TWO_TIMES_TWO.map(() => ({ service: 'inburgeringshub', threshold, missing: 'notBreaching' })),
    );
    const gemeenten = alarms
      .filter(({ source }) => source.Properties['MetricName'] === 'Raadplegingen')
      .map(({ target, source }) => [target.stack, namedBy(source).dimensions['gemeente']]);
    expect(gemeenten.toSorted()).toEqual(
      TWO_TIMES_TWO.map(({ gemeentecode }) => [`gemeente-${gemeentecode}`, gemeentecode]).toSorted(),
    );
    // Each alone is as much as it was when it had an alarm of its own.
    const { read, search, outside } = OWN_WORK.weight;
    expect([300 * read, 60 * search, 10 * outside]).toEqual([300, 300, 300]);
  });

  it('are mailed to the address of the environment', () => {
    expectProperties(templates.templates.data, 'AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: { Ref: 'AlarmEmailadres' },
    });
    templates.templates.data.hasParameter('AlarmEmailadres', { Type: 'String' });
  });
});
