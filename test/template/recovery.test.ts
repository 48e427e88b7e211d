import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTrialApp, environmentOf, functionWith, readTemplates } from './support.ts';

const templates = readTemplates(createTrialApp());
const { doel, bron } = functionWith(templates, 'herstel');

describe('herstel', () => {
  it('staat uit: geen enkele aanroep tegelijk, en niets roept haar aan', () => {
    expect(bron.Properties['ReservedConcurrentExecutions']).toBe(0);
    const refers = (type: string, property: string) =>
      templates
        .sources(type)
        .filter((b) => JSON.stringify(b.bron.Properties[property]).includes(`"${doel.id}"`));
    expect(refers('AWS::Events::Rule', 'Targets')).toEqual([]);
    expect(refers('AWS::Lambda::EventSourceMapping', 'FunctionName')).toEqual([]);
    expect(refers('AWS::Lambda::Permission', 'FunctionName')).toEqual([]);
  });

  it('legt mislukte aanroepen in dode brieven met een alarm', () => {
    const { TargetArn } = bron.Properties['DeadLetterConfig'] as { TargetArn: unknown };
    const bus = templates.targetOf('verwerking', TargetArn);
    expect(templates.sourceOf(bus)?.Type).toBe('AWS::SQS::Queue');
    const alarm = templates
      .sources('AWS::CloudWatch::Alarm')
      .find((a) => JSON.stringify(a.bron.Properties['Dimensions']).includes(`"${bus?.id}"`));
    expect(alarm?.bron.Properties['MetricName']).toBe('ApproximateNumberOfMessagesVisible');
  });

  it('kent elke dodebrievenbus van een functie, behalve haar eigen; die van partners volgen uit hun profielen', () => {
    const [, parts] = (environmentOf(bron)['HERSTEL_PLEKKEN'] as { 'Fn::Join': [string, unknown[]] })[
      'Fn::Join'
    ];
    const text = parts
      .map((part) => (typeof part === 'string' ? part : (templates.targetOf('verwerking', part)?.id ?? '?')))
      .join('');
    const { verwerkers, bezorging, functies } = JSON.parse(text) as {
      verwerkers: Record<string, { wachtrij: string; dodeBrieven: string; regelDodeBrieven: string }>;
      bezorging: { wachtrij: string; dodeBrieven: string };
      functies: Record<string, { functie: string; dodeBrieven: string }>;
    };
    const named = [
      ...Object.values(verwerkers).flatMap(({ dodeBrieven, regelDodeBrieven }) => [
        dodeBrieven,
        regelDodeBrieven,
      ]),
      bezorging.dodeBrieven,
      ...Object.values(functies).map(({ dodeBrieven }) => dodeBrieven),
    ];
    const buses = templates
      .sources('AWS::SQS::Queue')
      .filter(
        ({ doel: { stack, id } }) =>
          stack === 'verwerking' && /DodeBrieven/.test(id) && !id.startsWith('Herstel'),
      )
      .map(({ doel: { id } }) => id);
    expect(named.toSorted()).toEqual(buses.toSorted());
  });
});

describe('het draaiboek', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
  const noticeable = text.split('**You notice**').slice(1);
  const quoted = noticeable.flatMap((night) =>
    [...(night.split('\n\n')[0] ?? '').matchAll(/"([^"]+)"/g)].map(([, alarm = '']) =>
      alarm.replace(/\s+/g, ' '),
    ),
  );
  const descriptions = templates
    .sources('AWS::CloudWatch::Alarm')
    .map((alarm) => String(alarm.bron.Properties['AlarmDescription']));

  it('haalt alarmen aan', () => {
    expect(quoted.length).toBeGreaterThan(7);
  });

  it.each(quoted)('%s: dat alarm bestaat', (alarm) => {
    expect(
      descriptions.filter((description) => alarm.split('…').every((part) => description.includes(part))),
    ).not.toEqual([]);
  });
});
