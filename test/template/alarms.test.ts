import { describe, expect, it } from 'vitest';
import { OWN_WORK } from '../../domain/logboek/own-work.ts';
import { FUNCTIONS } from '../../infra/names.ts';
import { trialEnvironment } from '../environment.ts';
import { type Named, OWN, objectionTo } from './emitted.ts';
import { environmentOf, type Source, TWO_TIMES_TWO, toList, trialTemplates } from './support.ts';

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
      service: dimensionsOf(source)[0]?.Value,
      threshold: source.Properties['Threshold'],
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
    ['a service that does not count it', { dimensions: { service: 'inburgeringshub-partnerberichten' } }],
    ['a dimension too few', { dimensions: {} }],
    ['a dimension too many', { dimensions: { service: 'inburgeringshub-coa', functie: 'coa' } }],
  ])('would fail this test with %s', (_what, otherwise) => {
    const good: Named = {
      namespace: 'Inburgeringshub',
      name: 'InQuarantaine',
      dimensions: { service: 'inburgeringshub-coa' },
    };
    expect(objectionTo(templates, 'processing', good)).toBeUndefined();
    expect(objectionTo(templates, 'processing', { ...good, ...otherwise })).toBeDefined();
  });

  it('name services and a namespace that the functions have', () => {
    for (const { namespace, dimensions } of OWN)
      expect(services).toContainEqual([dimensions['service'], namespace]);
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

  it('watch the errors and the throttles of every function', () => {
    for (const metric of ['Errors', 'Throttles']) {
      expect(alarms.filter(({ source }) => source.Properties['MetricName'] === metric)).toHaveLength(
        FUNCTIONS.length,
      );
    }
  });

  it('watch every queue: dead letters for the first message, the others for the age of a message', () => {
    const queues = templates.sources('AWS::SQS::Queue');
    const watched = alarms
      .filter(({ source }) => source.Properties['Namespace'] === 'AWS/SQS')
      .map(({ target, source }) => templates.targetOf(target.stack, dimensionsOf(source)[0]?.Value)?.id);
    expect(watched.toSorted()).toEqual(queues.map(({ target }) => target.id).toSorted());
  });

  it('go off at the first message in quarantaine, of each source', () => {
    expect(onOwnMetric('InQuarantaine')).toEqual(
      ['brp', 'coa', 'duo', 'meldingen'].map((name) => ({
        service: `inburgeringshub-${name}`,
        threshold: 1,
      })),
    );
  });

  it('go off at the first warning about the receiver of an abonnement', () => {
    expect(onOwnMetric('AbonnementGewaarschuwd')).toEqual([
      { service: 'inburgeringshub-webhook', threshold: 1 },
    ]);
  });

  it('go off when a function behind the API refuses many calls', () => {
    expect(onOwnMetric('GeweigerdeVerzoeken')).toEqual(
      ['api', 'loket', 'ophalen'].map((name) => ({ service: `inburgeringshub-${name}`, threshold: 50 })),
    );
  });

  it.each(['LangWachtend', 'OnverwerkteOntvangsten'])('go off as soon as the watch counts %s', (name) => {
    expect(onOwnMetric(name)).toEqual([{ service: 'inburgeringshub-bewaking', threshold: 1 }]);
  });

  it('go off when the secret of the lookup keys is in use for a year, and stay on until it is replaced', () => {
    expect(onOwnMetric('SleutelInGebruik')).toEqual([
      { service: 'inburgeringshub-bewaking', threshold: 365 * 86_400 },
    ]);
  });

  it('go off when a source sends nothing new for its own number of days, and stay on when there are no data', () => {
    const { coa, brp, duo } = trialEnvironment().stilteDagen;
    expect(
      alarms
        .filter(({ source }) => source.Properties['MetricName'] === 'Stilte')
        .map(({ source }) => [
          namedBy(source).dimensions['bron'],
          source.Properties['Threshold'],
          source.Properties['TreatMissingData'],
        ]),
    ).toEqual([
      ['coa', coa * 86_400, 'ignore'],
      ['brp', brp * 86_400, 'ignore'],
      ['duo', duo * 86_400, 'ignore'],
    ]);
  });

  it('go off per gemeente when a statutory termijn was just exceeded, and keep that state until the next count', () => {
    const found = alarms.filter(
      ({ source }) => source.Properties['MetricName'] === 'TermijnenNetOverschreden',
    );
    expect(found.map(({ source }) => namedBy(source).dimensions['gemeente'])).toEqual(
      TWO_TIMES_TWO.map(({ gemeentecode }) => gemeentecode),
    );
    for (const { source } of found) {
      expect(source.Properties).toMatchObject({ Threshold: 1, TreatMissingData: 'ignore' });
    }
  });

  /** What a gemeente reads is counted at the API and at the pages, each with an alarm of its own. */
  const functionsOf = (name: string): readonly string[] =>
    ['Zoekvragen', 'GelezenZaken', 'GelezenBuitenWerk'].includes(name) ? ['api', 'loket'] : ['bewaking'];

  it.each([
    ['Geparkeerd', 1],
    ['Zoekvragen', OWN_WORK.searchedPer5Minutes],
    ['GelezenZaken', OWN_WORK.readPer5Minutes],
    ['GelezenBuitenWerk', OWN_WORK.outsidePer5Minutes],
    ['OudsteKlaargezet', trialEnvironment().alarmNaDagen.partner * 86_400],
  ])('go off per gemeente when %s reaches %i', (name, threshold) => {
    const found = alarms.filter(({ source }) => source.Properties['MetricName'] === name);
    expect(
      found.map(({ source }) => [namedBy(source).dimensions['gemeente'], source.Properties['Threshold']]),
    ).toEqual(
      TWO_TIMES_TWO.flatMap(({ gemeentecode }) => functionsOf(name).map(() => [gemeentecode, threshold])),
    );
    const services = new Set(found.map(({ source }) => namedBy(source).dimensions['service']));
    expect([...services].toSorted()).toEqual(functionsOf(name).map((fn) => `inburgeringshub-${fn}`));
  });

  it('are mailed to the address of the environment', () => {
    templates.templates.data.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: { Ref: 'AlarmEmailadres' },
    });
    templates.templates.data.hasParameter('AlarmEmailadres', { Type: 'String' });
  });
});
