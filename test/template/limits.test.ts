import { describe, expect, it } from 'vitest';
import { createTrialApp, environmentOf, partners, readTemplates, type Source } from './support.ts';

/** How many partners one hub takes. The number stands in docs/deploy.md. */
const MOST_PARTNERS = 60;

/** How many characters the inline policies of a role may have together, without white space. */
const LARGEST_POLICY = 10_240;

/** How many bytes the environment of a function may have, with names and values. */
const LARGEST_ENVIRONMENT = 4096;

/** No ARN or address of the hub is longer than this. */
const LONG = 'x'.repeat(140);
const FROM_AWS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::AccountId': '123456789012',
};

/** A value as CloudFormation resolves it, with every reference at its longest. */
const resolved = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return FROM_AWS[String(value.Ref)] ?? LONG;
  if ('Fn::GetAtt' in value || 'Fn::ImportValue' in value) return LONG;
  if ('Fn::Join' in value) {
    const [between, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map(resolved).join(between);
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolved(part)]));
};

const characters = (value: unknown): number => JSON.stringify(resolved(value)).length;

describe('the most partners that one hub takes', () => {
  const templates = readTemplates(createTrialApp({ gemeenten: partners(MOST_PARTNERS) }));

  it('fit in a stack of CloudFormation', () => {
    for (const template of Object.values(templates.templates)) {
      const { Resources, Outputs = {} } = template.toJSON() as Record<string, Record<string, Source>>;
      expect(Object.keys(Resources ?? {}).length).toBeLessThanOrEqual(500);
      expect(Object.keys(Outputs).length).toBeLessThanOrEqual(200);
      expect(JSON.stringify(template.toJSON()).length).toBeLessThan(1_000_000);
    }
  });

  it('leave room in the policy of every role', () => {
    const policy = templates.sources('AWS::IAM::Policy');
    expect(policy.length).toBeGreaterThan(0);
    for (const { target, source } of policy) {
      expect(characters(source.Properties['PolicyDocument']), target.id).toBeLessThan(LARGEST_POLICY);
    }
  });

  it('leave room in the environment of every function', () => {
    for (const { target, source } of templates.sources('AWS::Lambda::Function')) {
      expect(characters(environmentOf(source)), target.id).toBeLessThan(LARGEST_ENVIRONMENT);
    }
  });

  it('are the limit: the synthesis refuses more, with the reason', () => {
    expect(() => createTrialApp({ gemeenten: partners(MOST_PARTNERS + 10) }).app.synth()).toThrow(
      /InburgeringshubGegevens\].*te veel partners in één hub/,
    );
  });
});
