import { describe, expect, it } from 'vitest';
import { FUNCTIES } from '../../infra/namen.ts';
import { proefOmgeving } from '../omgeving.ts';
import { alsLijst, type Bron, leesSjablonen, maakProefApp, omgevingVan } from './hulp.ts';
import { bezwaarTegen, EIGEN, type Genoemd } from './uitgezonden.ts';

const sjablonen = leesSjablonen(maakProefApp());
const alarmen = sjablonen.bronnen('AWS::CloudWatch::Alarm');

const dimensiesVan = (bron: Bron) =>
  alsLijst(bron.Properties['Dimensions']) as readonly { Name: string; Value: unknown }[];

const genoemdDoor = (bron: Bron): Genoemd => ({
  naamruimte: String(bron.Properties['Namespace']),
  naam: String(bron.Properties['MetricName']),
  dimensies: Object.fromEntries(dimensiesVan(bron).map(({ Name, Value }) => [Name, Value])),
});

const diensten = sjablonen
  .bronnen('AWS::Lambda::Function')
  .map(({ bron }) => omgevingVan(bron))
  .map((variabelen) => [variabelen['POWERTOOLS_SERVICE_NAME'], variabelen['POWERTOOLS_METRICS_NAMESPACE']]);

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
    '%s meet iets wat iets in deze app uitzendt',
    (_id, alarm) => {
      expect(bezwaarTegen(sjablonen, alarm.doel.stack, genoemdDoor(alarm.bron))).toBeUndefined();
    },
  );

  it.each([
    ['een naam die niemand telt', { naam: 'InKwarantaine' }],
    ['een andere naamruimte', { naamruimte: 'inburgeringshub' }],
    ['een dienst die dit niet telt', { dimensies: { service: 'inburgeringshub-partnerberichten' } }],
    ['een dimensie te weinig', { dimensies: {} }],
    ['een dimensie te veel', { dimensies: { service: 'inburgeringshub-coa', functie: 'coa' } }],
  ])('met %s zouden hier worden afgekeurd', (_wat, anders) => {
    const goed: Genoemd = {
      naamruimte: 'Inburgeringshub',
      naam: 'InQuarantaine',
      dimensies: { service: 'inburgeringshub-coa' },
    };
    expect(bezwaarTegen(sjablonen, 'verwerking', goed)).toBeUndefined();
    expect(bezwaarTegen(sjablonen, 'verwerking', { ...goed, ...anders })).toBeDefined();
  });

  it('rekenen op diensten en een naamruimte die de functies echt hebben', () => {
    for (const { naamruimte, dimensies } of EIGEN)
      expect(diensten).toContainEqual([dimensies['service'], naamruimte]);
  });

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

  it('gaan af bij de eerste waarschuwing over de ontvanger van een abonnement', () => {
    expect(opEigenMetriek('AbonnementGewaarschuwd')).toEqual([
      { dienst: 'inburgeringshub-webhook', drempel: 1 },
    ]);
  });

  it.each(['LangWachtend', 'OnverwerkteOntvangsten'])('gaan af zodra de bewaking %s meldt', (naam) => {
    expect(opEigenMetriek(naam)).toEqual([{ dienst: 'inburgeringshub-bewaking', drempel: 1 }]);
  });

  it('gaan af als een bron te lang niets nieuws stuurt, elke bron na haar eigen aantal dagen, en blijven aan als de bewaking stilstaat', () => {
    const { coa, brp, duo } = proefOmgeving().stilteDagen;
    expect(
      alarmen
        .filter(({ bron }) => bron.Properties['MetricName'] === 'Stilte')
        .map(({ bron }) => [
          genoemdDoor(bron).dimensies['bron'],
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
    const gevonden = alarmen.filter(
      ({ bron }) => bron.Properties['MetricName'] === 'TermijnenNetOverschreden',
    );
    expect(gevonden.map(({ bron }) => genoemdDoor(bron).dimensies['gemeente'])).toEqual(
      proefOmgeving().gemeenten,
    );
    for (const { bron } of gevonden) {
      expect(bron.Properties).toMatchObject({ Threshold: 1, TreatMissingData: 'ignore' });
    }
  });

  it.each([
    ['Geparkeerd', 1],
    ['OudsteKlaargezet', proefOmgeving().alarmNaDagen.partner * 86_400],
  ])('gaan per gemeente af op %s vanaf %i', (naam, drempel) => {
    const gevonden = alarmen.filter(({ bron }) => bron.Properties['MetricName'] === naam);
    expect(
      gevonden.map(({ bron }) => [genoemdDoor(bron).dimensies['gemeente'], bron.Properties['Threshold']]),
    ).toEqual(proefOmgeving().gemeenten.map((gemeente) => [gemeente, drempel]));
  });

  it('bereiken een mens', () => {
    sjablonen.sjablonen.gegevens.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: { Ref: 'AlarmEmailadres' },
    });
    sjablonen.sjablonen.gegevens.hasParameter('AlarmEmailadres', { Type: 'String' });
  });
});
