import { describe, expect, it } from 'vitest';
import { METRIEK_NAAMRUIMTE, METRIEKEN } from '../../contracts/metrieken.ts';
import { FUNCTIES } from '../../infra/namen.ts';
import { alsLijst, type Bron, leesSjablonen, maakProefApp, omgevingVan, type StackNaam } from './hulp.ts';

const sjablonen = leesSjablonen(maakProefApp());
const alarmen = sjablonen.bronnen('AWS::CloudWatch::Alarm');

/** De metrieken die AWS per soort bron uitzendt en die de hub gebruikt. */
const VAN_AWS: Readonly<Record<string, { dimensie: string; type: string; metrieken: readonly string[] }>> = {
  'AWS/SQS': {
    dimensie: 'QueueName',
    type: 'AWS::SQS::Queue',
    metrieken: ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'],
  },
  'AWS/Lambda': {
    dimensie: 'FunctionName',
    type: 'AWS::Lambda::Function',
    metrieken: ['Errors', 'Throttles', 'Invocations'],
  },
};

const dimensiesVan = (bron: Bron) =>
  alsLijst(bron.Properties['Dimensions']) as readonly { Name: string; Value: unknown }[];

const diensten = new Set(
  sjablonen.bronnen('AWS::Lambda::Function').map(({ bron }) => omgevingVan(bron)['POWERTOOLS_SERVICE_NAME']),
);

/** Waarom dit alarm nooit af kan gaan, of niets als het dat wel kan. */
const bezwaar = (stack: StackNaam, bron: Bron): string | undefined => {
  const { Namespace, MetricName } = bron.Properties as { Namespace: string; MetricName: string };
  const [dimensie, ...meer] = dimensiesVan(bron);
  if (dimensie === undefined || meer.length > 0) return 'niet precies één dimensie';
  if (Namespace === METRIEK_NAAMRUIMTE) {
    if (!(MetricName in METRIEKEN)) return `onbekende eigen metriek ${MetricName}`;
    return dimensie.Name === 'service' && diensten.has(dimensie.Value)
      ? undefined
      : 'geen functie zendt dit uit';
  }
  if (Namespace === 'AWS/ApiGateway') {
    const namen = sjablonen.bronnen('AWS::ApiGateway::RestApi').map((api) => api.bron.Properties['Name']);
    return dimensie.Name === 'ApiName' && MetricName === '5XXError' && namen.includes(dimensie.Value)
      ? undefined
      : 'deze API bestaat niet';
  }
  const soort = VAN_AWS[Namespace];
  if (!soort?.metrieken.includes(MetricName)) return `onbekende metriek ${Namespace} ${MetricName}`;
  if (dimensie.Name !== soort.dimensie) return `verkeerde dimensie ${dimensie.Name}`;
  return sjablonen.bronVan(sjablonen.doelVan(stack, dimensie.Value))?.Type === soort.type
    ? undefined
    : 'de gemeten bron bestaat niet';
};

const opEigenMetriek = (naam: string) =>
  alarmen
    .filter(
      ({ bron }) =>
        bron.Properties['MetricName'] === naam && bron.Properties['Namespace'] === 'Inburgeringshub',
    )
    .map(({ bron }) => ({ dienst: dimensiesVan(bron)[0]?.Value, drempel: bron.Properties['Threshold'] }))
    .toSorted((a, b) => String(a.dienst).localeCompare(String(b.dienst)));

describe('alarmen', () => {
  it.each(alarmen.map((alarm) => [alarm.doel.id, alarm] as const))(
    '%s meet iets wat bestaat',
    (_id, alarm) => {
      expect(bezwaar(alarm.doel.stack, alarm.bron)).toBeUndefined();
    },
  );

  it('gaan allemaal naar het ene alarmonderwerp, bij afgaan en bij herstel', () => {
    const onderwerpen = sjablonen.bronnen('AWS::SNS::Topic').map(({ doel }) => doel);
    expect(onderwerpen).toHaveLength(1);
    for (const { doel, bron } of alarmen) {
      for (const soort of ['AlarmActions', 'OKActions']) {
        const doelen = alsLijst(bron.Properties[soort]).map((actie) => sjablonen.doelVan(doel.stack, actie));
        expect(doelen, `${doel.id} ${soort}`).toEqual(onderwerpen);
      }
    }
  });

  it('zeggen in het Nederlands wat er aan de hand is', () => {
    for (const { bron } of alarmen)
      expect(String(bron.Properties['AlarmDescription']).length).toBeGreaterThan(20);
  });

  it('letten bij elke functie op fouten en op afknijpen', () => {
    for (const metriek of ['Errors', 'Throttles']) {
      expect(alarmen.filter(({ bron }) => bron.Properties['MetricName'] === metriek)).toHaveLength(
        FUNCTIES.length,
      );
    }
  });

  it('letten op elke wachtrij: dode brieven op het eerste bericht, de andere op leeftijd', () => {
    const wachtrijen = sjablonen.bronnen('AWS::SQS::Queue');
    const bewaakt = alarmen
      .filter(({ bron }) => bron.Properties['Namespace'] === 'AWS/SQS')
      .map(({ doel, bron }) => sjablonen.doelVan(doel.stack, dimensiesVan(bron)[0]?.Value)?.id);
    expect(bewaakt.toSorted()).toEqual(wachtrijen.map(({ doel }) => doel.id).toSorted());
  });

  it('gaan af bij het eerste bericht in quarantaine, van elke bron', () => {
    expect(opEigenMetriek('InQuarantaine')).toEqual(
      ['brp', 'coa', 'duo'].map((naam) => ({ dienst: `inburgeringshub-${naam}`, drempel: 1 })),
    );
  });

  it.each(['LangWachtend', 'OnverwerkteOntvangsten'])('gaan af zodra de bewaking %s meldt', (naam) => {
    expect(opEigenMetriek(naam)).toEqual([{ dienst: 'inburgeringshub-bewaking', drempel: 1 }]);
  });

  it('bereiken een mens', () => {
    sjablonen.sjablonen.gegevens.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: { Ref: 'AlarmEmailadres' },
    });
    sjablonen.sjablonen.gegevens.hasParameter('AlarmEmailadres', { Type: 'String' });
  });
});
