import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../infra/names.ts';
import { trialEnvironment } from '../environment.ts';
import { type Named, OWN, objectionTo } from './emitted.ts';
import {
  createTrialApp,
  environmentOf,
  readTemplates,
  type Source,
  TWO_TIMES_TWO,
  toList,
} from './support.ts';

const templates = readTemplates(createTrialApp());
const alarms = templates.sources('AWS::CloudWatch::Alarm');

const dimensionsOf = (source: Source) =>
  toList(source.Properties['Dimensions']) as readonly { Name: string; Value: unknown }[];

const namedBy = (source: Source): Named => ({
  namespace: String(source.Properties['Namespace']),
  naam: String(source.Properties['MetricName']),
  dimensions: Object.fromEntries(dimensionsOf(source).map(({ Name, Value }) => [Name, Value])),
});

const services = templates
  .sources('AWS::Lambda::Function')
  .map(({ bron }) => environmentOf(bron))
  .map((variables) => [variables['POWERTOOLS_SERVICE_NAME'], variables['POWERTOOLS_METRICS_NAMESPACE']]);

const onOwnMetric = (name: string) =>
  alarms
    .filter(
      ({ bron }) =>
        bron.Properties['MetricName'] === name && bron.Properties['Namespace'] === 'Inburgeringshub',
    )
    .map(({ bron }) => ({ service: dimensionsOf(bron)[0]?.Value, drempel: bron.Properties['Threshold'] }))
    .toSorted((a, b) => String(a.service).localeCompare(String(b.service)));

describe('alarmen', () => {
  it.each(alarms.map((alarm) => [alarm.doel.id, alarm] as const))(
    '%s meet iets wat iets in deze app uitzendt',
    (_id, alarm) => {
      expect(objectionTo(templates, alarm.doel.stack, namedBy(alarm.bron))).toBeUndefined();
    },
  );

  it.each([
    ['een naam die niemand telt', { naam: 'InKwarantaine' }],
    ['een andere naamruimte', { namespace: 'inburgeringshub' }],
    ['een dienst die dit niet telt', { dimensions: { service: 'inburgeringshub-partnerberichten' } }],
    ['een dimensie te weinig', { dimensions: {} }],
    ['een dimensie te veel', { dimensions: { service: 'inburgeringshub-coa', functie: 'coa' } }],
  ])('met %s zouden hier worden afgekeurd', (_what, otherwise) => {
    const good: Named = {
      namespace: 'Inburgeringshub',
      naam: 'InQuarantaine',
      dimensions: { service: 'inburgeringshub-coa' },
    };
    expect(objectionTo(templates, 'verwerking', good)).toBeUndefined();
    expect(objectionTo(templates, 'verwerking', { ...good, ...otherwise })).toBeDefined();
  });

  it('rekenen op diensten en een naamruimte die de functies echt hebben', () => {
    for (const { namespace, dimensions } of OWN)
      expect(services).toContainEqual([dimensions['service'], namespace]);
  });

  it('gaan allemaal naar het ene alarmonderwerp, bij afgaan en bij herstel', () => {
    const topics = templates.sources('AWS::SNS::Topic').map(({ doel }) => doel);
    expect(topics).toHaveLength(1);
    for (const { doel, bron } of alarms) {
      for (const soort of ['AlarmActions', 'OKActions']) {
        const targets = toList(bron.Properties[soort]).map((action) =>
          templates.targetOf(doel.stack, action),
        );
        expect(targets, `${doel.id} ${soort}`).toEqual(topics);
      }
    }
  });

  it('zeggen in het Nederlands wat er aan de hand is', () => {
    for (const { bron } of alarms)
      expect(String(bron.Properties['AlarmDescription']).length).toBeGreaterThan(20);
  });

  it('letten bij elke functie op fouten en op afknijpen', () => {
    for (const metric of ['Errors', 'Throttles']) {
      expect(alarms.filter(({ bron }) => bron.Properties['MetricName'] === metric)).toHaveLength(
        FUNCTIONS.length,
      );
    }
  });

  it('letten op elke wachtrij: dode brieven op het eerste bericht, de andere op leeftijd', () => {
    const queues = templates.sources('AWS::SQS::Queue');
    const watched = alarms
      .filter(({ bron }) => bron.Properties['Namespace'] === 'AWS/SQS')
      .map(({ doel, bron }) => templates.targetOf(doel.stack, dimensionsOf(bron)[0]?.Value)?.id);
    expect(watched.toSorted()).toEqual(queues.map(({ doel }) => doel.id).toSorted());
  });

  it('gaan af bij het eerste bericht in quarantaine, van elke bron', () => {
    expect(onOwnMetric('InQuarantaine')).toEqual(
      ['brp', 'coa', 'duo'].map((name) => ({ service: `inburgeringshub-${name}`, drempel: 1 })),
    );
  });

  it('gaan af bij de eerste waarschuwing over de ontvanger van een abonnement', () => {
    expect(onOwnMetric('AbonnementGewaarschuwd')).toEqual([
      { service: 'inburgeringshub-webhook', drempel: 1 },
    ]);
  });

  it.each(['LangWachtend', 'OnverwerkteOntvangsten'])('gaan af zodra de bewaking %s meldt', (name) => {
    expect(onOwnMetric(name)).toEqual([{ service: 'inburgeringshub-bewaking', drempel: 1 }]);
  });

  it('gaan af als een bron te lang niets nieuws stuurt, elke bron na haar eigen aantal dagen, en blijven aan als de bewaking stilstaat', () => {
    const { coa, brp, duo } = trialEnvironment().stilteDagen;
    expect(
      alarms
        .filter(({ bron }) => bron.Properties['MetricName'] === 'Stilte')
        .map(({ bron }) => [
          namedBy(bron).dimensions['bron'],
          bron.Properties['Threshold'],
          bron.Properties['TreatMissingData'],
        ]),
    ).toEqual([
      ['coa', coa * 86_400, 'ignore'],
      ['brp', brp * 86_400, 'ignore'],
      ['duo', duo * 86_400, 'ignore'],
    ]);
  });

  it('gaan per gemeente af als een wettelijke termijn net is overschreden, en houden die stand tot de volgende telling', () => {
    const found = alarms.filter(({ bron }) => bron.Properties['MetricName'] === 'TermijnenNetOverschreden');
    expect(found.map(({ bron }) => namedBy(bron).dimensions['gemeente'])).toEqual(
      TWO_TIMES_TWO.map(({ gemeentecode }) => gemeentecode),
    );
    for (const { bron } of found) {
      expect(bron.Properties).toMatchObject({ Threshold: 1, TreatMissingData: 'ignore' });
    }
  });

  it.each([
    ['Geparkeerd', 1],
    ['OudsteKlaargezet', trialEnvironment().alarmNaDagen.partner * 86_400],
  ])('gaan per gemeente af op %s vanaf %i', (name, threshold) => {
    const found = alarms.filter(({ bron }) => bron.Properties['MetricName'] === name);
    expect(
      found.map(({ bron }) => [namedBy(bron).dimensions['gemeente'], bron.Properties['Threshold']]),
    ).toEqual(TWO_TIMES_TWO.map(({ gemeentecode }) => [gemeentecode, threshold]));
  });

  it('bereiken een mens', () => {
    templates.templates.gegevens.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: { Ref: 'AlarmEmailadres' },
    });
    templates.templates.gegevens.hasParameter('AlarmEmailadres', { Type: 'String' });
  });
});
