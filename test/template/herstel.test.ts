import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Kanaal, kanaalDodeBrieven } from '../../contracts/partnerkanaal.ts';
import { functieMet, leesSjablonen, maakProefApp, omgevingVan } from './hulp.ts';

const sjablonen = leesSjablonen(maakProefApp());
const { doel, bron } = functieMet(sjablonen, 'herstel');

describe('herstel', () => {
  it('staat uit: geen enkele aanroep tegelijk, en niets roept haar aan', () => {
    expect(bron.Properties['ReservedConcurrentExecutions']).toBe(0);
    const verwijst = (type: string, eigenschap: string) =>
      sjablonen
        .bronnen(type)
        .filter((b) => JSON.stringify(b.bron.Properties[eigenschap]).includes(`"${doel.id}"`));
    expect(verwijst('AWS::Events::Rule', 'Targets')).toEqual([]);
    expect(verwijst('AWS::Lambda::EventSourceMapping', 'FunctionName')).toEqual([]);
    expect(verwijst('AWS::Lambda::Permission', 'FunctionName')).toEqual([]);
  });

  it('legt mislukte aanroepen in dode brieven met een alarm', () => {
    const { TargetArn } = bron.Properties['DeadLetterConfig'] as { TargetArn: unknown };
    const bus = sjablonen.doelVan('verwerking', TargetArn);
    expect(sjablonen.bronVan(bus)?.Type).toBe('AWS::SQS::Queue');
    const alarm = sjablonen
      .bronnen('AWS::CloudWatch::Alarm')
      .find((a) => JSON.stringify(a.bron.Properties['Dimensions']).includes(`"${bus?.id}"`));
    expect(alarm?.bron.Properties['MetricName']).toBe('ApproximateNumberOfMessagesVisible');
  });

  it('kent elke dodebrievenbus van de hub, behalve haar eigen', () => {
    const [, delen] = (omgevingVan(bron)['HERSTEL_PLEKKEN'] as { 'Fn::Join': [string, unknown[]] })[
      'Fn::Join'
    ];
    const tekst = delen
      .map((deel) => (typeof deel === 'string' ? deel : (sjablonen.doelVan('verwerking', deel)?.id ?? '?')))
      .join('');
    const { verwerkers, bezorging, functies, kanalen } = JSON.parse(tekst) as {
      verwerkers: Record<string, { wachtrij: string; dodeBrieven: string; regelDodeBrieven: string }>;
      bezorging: { wachtrij: string; dodeBrieven: string };
      functies: Record<string, { functie: string; dodeBrieven: string }>;
      kanalen: Kanaal[];
    };
    const genoemd = [
      ...Object.values(verwerkers).flatMap(({ dodeBrieven, regelDodeBrieven }) => [
        dodeBrieven,
        regelDodeBrieven,
      ]),
      bezorging.dodeBrieven,
      ...Object.values(functies).map(({ dodeBrieven }) => dodeBrieven),
      ...kanalen.map(kanaalDodeBrieven),
    ];
    const bussen = sjablonen
      .bronnen('AWS::SQS::Queue')
      .filter(({ doel: { id } }) => /DodeBrieven/.test(id) && !id.startsWith('Herstel'))
      // Die van partners staan er met hun naam, de andere met een verwijzing.
      .map(({ doel: { stack, id }, bron }) =>
        stack === 'gegevens' ? String(bron.Properties['QueueName']) : id,
      );
    expect(genoemd.toSorted()).toEqual(bussen.toSorted());
  });
});

describe('het draaiboek', () => {
  const tekst = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
  const merkbaar = tekst.split('**You notice**').slice(1);
  const aangehaald = merkbaar.flatMap((nacht) =>
    [...(nacht.split('\n\n')[0] ?? '').matchAll(/"([^"]+)"/g)].map(([, alarm = '']) =>
      alarm.replace(/\s+/g, ' '),
    ),
  );
  const omschrijvingen = sjablonen
    .bronnen('AWS::CloudWatch::Alarm')
    .map((alarm) => String(alarm.bron.Properties['AlarmDescription']));

  it('haalt alarmen aan', () => {
    expect(aangehaald.length).toBeGreaterThan(7);
  });

  it.each(aangehaald)('%s: dat alarm bestaat', (alarm) => {
    expect(
      omschrijvingen.filter((omschrijving) => alarm.split('…').every((deel) => omschrijving.includes(deel))),
    ).not.toEqual([]);
  });
});
