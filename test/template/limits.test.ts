import { describe, expect, it } from 'vitest';
import { createTrialApp, environmentOf, partners, readTemplates, type Source, toList } from './support.ts';

/** The partners of a region with forty gemeenten. */
const PARTNERS = 240;

/** How many metrics a dashboard of CloudWatch takes. */
const METRICS_OF_DASHBOARD = 2500;

/** How many characters the inline policies of a role may have together, without white space. */
const LARGEST_POLICY = 10_240;

/** How many bytes the environment of a function may have, with names and values. */
const LARGEST_ENVIRONMENT = 4096;

/** No ARN or address of the hub is longer than this. */
const LONG = 'x'.repeat(140);
/** SQS takes no longer name of a queue. */
const LONGEST_QUEUE_NAME = 'x'.repeat(80);
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
  if ('Fn::GetAtt' in value && toList(value['Fn::GetAtt'])[1] === 'QueueName') return LONGEST_QUEUE_NAME;
  if ('Fn::GetAtt' in value || 'Fn::ImportValue' in value) return LONG;
  if ('Fn::Join' in value) {
    const [between, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map(resolved).join(between);
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolved(part)]));
};

const characters = (value: unknown): number => JSON.stringify(resolved(value)).length;

describe('forty gemeenten with six partners each', () => {
  const templates = readTemplates(createTrialApp({ gemeenten: partners(PARTNERS) }));

  it('each have a stack', () => {
    expect(Object.keys(templates.templates).filter((name) => name.startsWith('gemeente-'))).toHaveLength(40);
  });

  it('stay within the limits of CloudFormation, also with ten times as many partners in each gemeente', () => {
    for (const [name, template] of Object.entries(templates.templates)) {
      const { Resources = {}, Outputs = {} } = (template?.toJSON() ?? {}) as Record<
        string,
        Record<string, Source>
      >;
      const room = name.startsWith('gemeente-') ? 10 : 1;
      expect(Object.keys(Resources).length * room, name).toBeLessThanOrEqual(500);
      expect(Object.keys(Outputs).length * room, name).toBeLessThanOrEqual(200);
      expect(JSON.stringify(template?.toJSON()).length * room, name).toBeLessThan(1_000_000);
    }
  });

  it('have the same shared stacks as one gemeente, but that what waits for DUO is bounded', () => {
    const few = readTemplates(createTrialApp({ gemeenten: partners(6) }));
    const unbounded = (template: unknown): unknown =>
      JSON.parse(JSON.stringify(template, (name, value) => (name === 'ScalingConfig' ? undefined : value)));
    for (const stack of ['data', 'processing', 'archive'] as const) {
      const [many, one] = [templates, few].map((hub) => unbounded(hub.templates[stack].toJSON()));
      expect(many, stack).toEqual(one);
    }
  });

  it('show no more metrics on a dashboard than CloudWatch takes', () => {
    const dashboards = templates.sources('AWS::CloudWatch::Dashboard');
    expect(dashboards).toHaveLength(1);
    for (const { target, source } of dashboards) {
      const metrics =
        JSON.stringify(source.Properties['DashboardBody']).match(/\\"(AWS\/|Inburgeringshub)/g) ?? [];
      expect(metrics.length, target.id).toBeLessThan(METRICS_OF_DASHBOARD);
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
});

it('the synthesis refuses more partners than fit in the stack of a gemeente, with the reason', () => {
  const many = Array.from({ length: 67 }, (_, number) => ({ sleutel: `partner-${number}` }));
  expect(() => createTrialApp({ gemeenten: [{ gemeentecode: '0907', partners: many }] }).app.synth()).toThrow(
    /InburgeringshubGemeente0907\].*te veel partners in één gemeente/,
  );
});
