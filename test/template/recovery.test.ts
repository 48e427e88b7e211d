import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentOf, functionWith, trialTemplates } from './support.ts';
import { watchedQueues } from './watched-queues.ts';

const templates = trialTemplates();
const { target, source } = functionWith(templates, 'herstel');

describe('the function herstel', () => {
  it('cannot run: its reserved concurrency is 0, and nothing invokes it', () => {
    expect(source.Properties['ReservedConcurrentExecutions']).toBe(0);
    const refers = (type: string, property: string) =>
      templates
        .sources(type)
        .filter((resource) =>
          JSON.stringify(resource.source.Properties[property]).includes(`"${target.id}"`),
        );
    expect(refers('AWS::Events::Rule', 'Targets')).toEqual([]);
    expect(refers('AWS::Lambda::EventSourceMapping', 'FunctionName')).toEqual([]);
    expect(refers('AWS::Lambda::Permission', 'FunctionName')).toEqual([]);
  });

  it('puts failed invocations in dead letters that the watch tells of', () => {
    const { TargetArn } = source.Properties['DeadLetterConfig'] as { TargetArn: unknown };
    const deadLetters = templates.targetOf('processing', TargetArn);
    expect(templates.sourceOf(deadLetters)?.Type).toBe('AWS::SQS::Queue');
    expect(deadLetters && watchedQueues(templates).deadLettersToldAs(deadLetters)).toBe('herstel');
  });

  it('is given every dead-letter queue of a function except its own', () => {
    const [, parts] = (environmentOf(source)['HERSTEL_PLEKKEN'] as { 'Fn::Join': [string, unknown[]] })[
      'Fn::Join'
    ];
    const text = parts
      .map((part) => (typeof part === 'string' ? part : (templates.targetOf('processing', part)?.id ?? '?')))
      .join('');
    const { verwerkers, bezorging, functies } = JSON.parse(text) as {
      verwerkers: Record<string, readonly string[]>;
      bezorging: { wachtrij: string; dodeBrieven: string };
      functies: Record<string, { functie: string; dodeBrieven: string }>;
    };
    const named = [
      ...Object.values(verwerkers).flatMap(([, ...deadLetters]) => deadLetters),
      bezorging.dodeBrieven,
      ...Object.values(functies).map(({ dodeBrieven }) => dodeBrieven),
    ];
    const deadLetterQueues = templates
      .sources('AWS::SQS::Queue')
      .filter(
        ({ target: { stack, id } }) =>
          stack === 'processing' && /DodeBrieven/.test(id) && !id.startsWith('Herstel'),
      )
      .map(({ target: { id } }) => id);
    expect(named.toSorted()).toEqual(deadLetterQueues.toSorted());
  });
});

describe('the runbook', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
  const noticeable = text.split('**You notice**').slice(1);
  const quoted = noticeable.flatMap((night) =>
    [...(night.split('\n\n')[0] ?? '').matchAll(/"([^"]+)"/g)].map(([, alarm = '']) =>
      alarm.replace(/\s+/g, ' '),
    ),
  );
  const descriptions = templates
    .sources('AWS::CloudWatch::Alarm')
    .map((alarm) => String(alarm.source.Properties['AlarmDescription']));

  it('quotes at least eight alarms', () => {
    expect(quoted.length).toBeGreaterThan(7);
  });

  it.each(quoted)('quotes an alarm that exists: %s', (alarm) => {
    expect(
      descriptions.filter((description) => alarm.split('…').every((part) => description.includes(part))),
    ).not.toEqual([]);
  });
});
